"""Random GPX and TCX documents with every oddity that a text can have and a fast reader may stumble over."""

from __future__ import annotations

from itertools import chain
from random import Random

NUMBERS = (
    "47.5", "8", "-0.25", "45.20987707190215587615966796875", "0.1000000000000000055511151231257827", "00012.50",
    "9007199254740993", "1.7976931348623157e308", "4.9e-324", "1e400", "-1e400", "5e-5", "1E3", "+3", ".5", "5.", "-0",
    "NaN", "inf", "", " ", " 12 ", "\n150\t", "1_000", "1,5", "12 13", "0x10", "--5", "1.2.3", "fast", "9" * 45, "5-3",
)  # fmt: skip
TIMES = (
    "2026-11-01T06:00:0{}Z", "2026-11-01T06:00:0{}.250Z", "2026-11-0{}T06:00:00Z", "2026-11-01T06:00:0{}",
    "2026-11-01T06:00:0{}+02:00", "2026-11-01T06:00:0{}.5Z", "2026-11-01 06:00:0{}Z", "2026-11-01T06:00:6{}Z",
    "2024-02-29T06:00:0{}Z", "2026-02-29T06:00:0{}Z", "2026-11-01T24:00:0{}Z", "20261101T06000{}Z", "yesterday", "",
    " 2026-11-01T06:00:0{}Z ", "2026-11-01T06:00:0{}z", "0000-11-01T06:00:0{}Z", "9999-12-31T23:59:5{}.999Z",
    "2026-11-01T06:0{}\r\nZ", "2026-11-01T06:0{}\rZ", "2026-11-01\r\n06:00:0{}Z",
    "2026-11-01T06:00:0{}.00Z", "2026-11-01T06:00:0{},250Z", "1969-12-31T23:59:5{}.999Z",
)  # fmt: skip
SPOILERS = (
    "&amp;", "&#49;", "&x;", "<![CDATA[7]]>", "<!-- 7 -->", "<?pi 7?>", "ä", "\x01", "]]>", ">", "\ue000", "&#xE000;0",
    "\ufffe", "'", '"', "<b/>", "<b>3</b>", "</", "<", "\x7f", "\r\n",
)  # fmt: skip
GAPS = (
    "",
    "\n   ",
    "\n   ",
    " ",
    "\r\n\t",
    "text",
    "<!-- gap -->",
    "<?pi gap?>",
    " " * 300,
    "<![CDATA[gap]]>",
    "&amp;",
)
GPX_FIELDS = ("ele", "hr", "cad", "atemp", "speed", "p:hr", "p:cad", "q:power", "hAcc", "name", "undeclared:hr")
TCX_FIELDS = ("AltitudeMeters", "DistanceMeters", "Cadence", "SensorState", "p:Cadence")
TCX_EXTENSIONS = ("Speed", "p:Speed", "RunCadence", "q:RunCadence", "Watts", "undeclared:Watts", "LX")
BLANKS = ("", "\n      ", " ")


def seeded(seed):
    """What draws the random numbers of one document."""
    return Random(seed)  # noqa: S311 - nothing secret is drawn


def document(rng):
    """Bytes of a document; often well-formed, with many points alike."""
    kind = rng.choice(("gpx", "tcx"))
    layouts = [_layout(rng, kind) for _ in range(rng.choice((1, 1, 2, 3)))]
    oddity = rng.choice((0.0, 0.0, 0.02, 0.2))
    parts = []
    for _ in range(rng.choice((1, 2, 3))):
        points = []
        for second in range(rng.choice((1, 3, 9))):
            points.append(_point(rng, rng.choice(layouts), second, oddity))
            points.append(rng.choice(GAPS) if rng.random() < oddity else "\n   ")
        parts.append(_around(rng, kind, "".join(points), oddity))
    text = _whole(rng, kind, parts, oddity)
    data = text.encode(rng.choice(("utf-8", "utf-8", "utf-8", "utf-16", "latin-1")), errors="replace")
    if rng.random() < 0.1:
        data = data[: rng.randrange(len(data))]
    if rng.random() < 0.1:
        data = data.replace(b"trkpt", rng.choice((b"p:trkpt", b"trkpts", b"TRKPT")))
    return data


def changed(rng, data, places):
    """`data` with some of its bytes changed, taken out, doubled or moved."""
    data = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4))):
        at = rng.choice(places) if places and rng.random() < 0.5 else rng.randrange(len(data))
        size = rng.choice((1, 1, 3, 12, 200))
        piece = rng.choice(
            (
                bytes([rng.choice(b"<>/\"'&= \n!?-]:.09aZ\x00\xff")]) * size,
                rng.choice(SPOILERS).encode(),
                b"",
                bytes(data[at : at + size]) * 2,
                bytes(data[(other := rng.randrange(len(data))) : other + size]),
            )
        )
        data[at : at + size] = piece
    return bytes(data)


def _layout(rng, kind):
    """A point with places for values: a list of texts and of the kinds of value between them."""
    blank = rng.choice(BLANKS)
    if kind == "gpx":
        quote = rng.choice(('"', '"', '"', "'"))
        names = rng.sample(("lat", "lon"), 2) if rng.random() < 0.95 else ["lat", rng.choice(("lat", "lon", "p:lon"))]
        start = ["<trkpt"]
        for name in names:
            start += [f" {name}={quote}", 0, quote]
        start += [rng.choice((" xmlns:p=", " xmlns:inner=", " xmlns=", " p:type=")) + quote, 2, quote] * (
            rng.random() < 0.1
        )
        start.append(rng.choice((">", ">", " >")))
        fields = [_element(name, 0) for name in rng.choices(GPX_FIELDS, k=rng.choice((0, 2, 4)))]
        fields.insert(rng.randrange(len(fields) + 1), _element("time", 1))
        inner = ["<extensions>", *_joined(fields[1:]), "</extensions>"] if rng.random() < 0.5 else _joined(fields[1:])
        return [*start, blank, *fields[0], blank, *inner, blank, "</trkpt>"]
    fields = [_element(name, 0) for name in rng.choices(TCX_FIELDS, k=rng.choice((0, 2, 4)))]
    fields.append(_element("Time", 1))
    fields.append(["<Position>", *_element("LatitudeDegrees", 0), *_element("LongitudeDegrees", 0), "</Position>"])
    fields.append(["<HeartRateBpm>", *_element("Value", 0), "</HeartRateBpm>"])
    wrapper = rng.choice(('TPX xmlns="urn:t"', "p:TPX", 'TPX p:type="a" q:type="b"', "TPX CadenceSensor='Footpod'"))
    extensions = _joined(_element(name, 0) for name in rng.choices(TCX_EXTENSIONS, k=rng.choice((1, 2))))
    fields.append(["<Extensions>", f"<{wrapper}>", *extensions, f"</{wrapper.split()[0]}>", "</Extensions>"])
    rng.shuffle(fields)
    return ["<Trackpoint>", *_joined([blank, *field] for field in fields[: rng.choice((3, 9))]), "</Trackpoint>"]


def _joined(lists):
    return list(chain.from_iterable(lists))


def _element(name, kind):
    return [f"<{name}>", kind, f"</{name}>"]


def _point(rng, layout, second, oddity):
    text = []
    for part in layout:
        if part == 0:
            part = rng.choice(NUMBERS) if rng.random() < max(oddity, 0.1) else f"{47 + rng.random():.{second}f}"
        elif part == 1:
            part = rng.choice(TIMES) if rng.random() < max(oddity, 0.1) else TIMES[second % 2]
            part = part.replace("{}", str(second % 10))
        elif part == 2:
            part = rng.choice(
                ("urn:inner", "urn:inner", "", "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/")
            )
        if rng.random() < oddity / 8:
            part = rng.choice((part + rng.choice(SPOILERS), rng.choice(SPOILERS) + part, "", part * 2))
        text.append(part)
    return "".join(text)


def _around(rng, kind, points, oddity):
    if rng.random() < oddity:
        points = rng.choice(
            (f"<!-- {points} -->", f"<![CDATA[{points}]]>", f"<trkpt>{points}</trkpt>", f"<p:x>{points}</p:x>")
        )
    if rng.random() < oddity:
        points = "<!--" + points.replace("</trkpt>", "</trkpt>-->", 1)
    if rng.random() < oddity:
        forged = rng.choice(("\ue0000", "&#xE000;0", "&#057344;0", "\ue000+0"))
        points = rng.choice(
            ("<trkpt>{}</trkpt>{}", "{1}<Trackpoint>{0}</Trackpoint>", "<!--{1}--><trkpt>{0}</trkpt>")
        ).format(forged, points)
    if kind == "gpx":
        return f"<trk><type>running</type><trkseg>{points}</trkseg></trk>"
    lap = '<Lap StartTime="2026-11-01T06:00:00Z"><TotalTimeSeconds>60</TotalTimeSeconds><Track>'
    return f'<Activity Sport="Running">{lap}{points}</Track></Lap></Activity>'


def _whole(rng, kind, parts, oddity):
    spaces = 'xmlns:p="urn:p" xmlns:q="urn:q"' if rng.random() > oddity else rng.choice(("", 'xmlns:p="urn:p"'))
    root, inner = ("gpx", "{}") if kind == "gpx" else ("TrainingCenterDatabase", "<Activities>{}</Activities>")
    body = inner.replace("{}", "".join(parts))
    head = rng.choice(("", '<?xml version="1.0" encoding="UTF-8"?>', "\ufeff", " \n"))
    if rng.random() < oddity:
        head += rng.choice(("<!-- <x> -->", "<!DOCTYPE gpx>", "<?pi <trkpt> ?>", "<!-- <trkpt></trkpt> -->", "<"))
    tail = rng.choice(SPOILERS) if rng.random() < oddity else ""
    return f'{head}<{root} creator="Test" xmlns="urn:root" {spaces}>{body}</{root}>{tail}'
