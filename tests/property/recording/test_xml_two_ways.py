"""Points of GPX and TCX read many at once give what the parser alone gives, bit for bit, or are left to the parser."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.recording.xml import piece as xml_piece
from backstride.recording.xml import points as xml_points
from backstride.recording.xml import scan as xml_scan
from backstride.recording.xml import values as xml_values
from random_xml import NUMBERS, TIMES, changed, document, seeded
from xml_readings import cut_out, difference, outcome

WATCHFILES = Path(__file__).resolve().parents[2] / "data/watchfiles"


def shortened(name):
    """A real recording with nine of its points."""
    data = (WATCHFILES / name).read_bytes()
    close = b"</trkpt>" if b"</trkpt>" in data else b"</Trackpoint>"
    points = data.split(close)
    return close.join(points[:6] + points[-3:])


REAL = [
    shortened(name)
    for name in (
        "sweatpy__activity_5039744860.gpx",
        "sweatpy__activity_5039744860.tcx",
        "tcxparser__test.tcx",
        "gpxpy__cerknicko-jezero.gpx",
    )
]


def point(number, lat="47.5", inside=""):
    return f'<trkpt lat="{lat}" lon="8.5"><ele>{number}</ele>{inside}<time>2026-11-01T06:00:0{number}Z</time></trkpt>'


ALIKE = "".join(map(point, range(3)))
ODD = {
    "a mark written by its number in place of points that are a comment": f"<!--{ALIKE}--><trkpt>&#xE000;0</trkpt>",
    "the same in decimals": f"<!--{ALIKE}--><trkpt>&#0057344;0</trkpt>",
    "a mark in place of points": f"<!--{ALIKE}--><trkpt>\ue0000</trkpt>",
    "a mark in a comment": f"{ALIKE}<!--<trkpt>\ue0000</trkpt>-->",
    "a comment over several points": ALIKE.replace("<time>", "<!--", 1).replace("<time>", "--><time>"),
    "a comment from one point to the next": f"<!-- {point(1)} {point(2, inside='-->')}{ALIKE}",
    "points as plain text": f"<desc><![CDATA[{ALIKE}]]></desc>{ALIKE}",
    "points in an instruction": f"<?points {ALIKE}?>{ALIKE}",
    "points in an attribute": f"<x a='{ALIKE}'/>{ALIKE}",
    "a point in a point": f"{ALIKE}<trkpt>{ALIKE}</trkpt>{ALIKE}",
    "a point in another format's point": f"{ALIKE}<Trackpoint>{ALIKE}</Trackpoint>",
    "a tag within an attribute": ALIKE + point(4, lat='4"><a') + ALIKE,
    "an entity for a number": point(1) + point("&#50;") + point(3),
    "a bracket too many": point(1) + point(2, inside="<name>]]></name>") + point(3, inside="<name>a</name>"),
    "another letter for a digit": point(1) + point("\u0662") + point(3),
    **{
        f"{odd!a} behind an element that is called almost like a point": point(1, inside="<trkpts>0</trkpts><hr>1</hr>")
        + point(2, inside=f"<trkpts>0</trkpts><hr>{odd}</hr>")
        for odd in ("15&#48;", "\x01", "]]>", "a&b", "\u0662")
    },
    "the same value twice": "".join(point(n, inside=f"<ele>9{n}</ele><time>2026</time>") for n in range(3)),
    "the same attribute twice": ALIKE.replace("lon=", "lat="),
    "a prefix that nobody declared": ALIKE.replace("ele>", "foo:ele>"),
    "a prefix that nobody declared, after a hundred of another": ALIKE.replace("ele>", "foo:ele>") * 60
    + ALIKE.replace("ele>", "bar:ele>"),
    "more prefixes than anybody forgets": "".join(ALIKE.replace("ele>", f"p{n}:ele>") for n in range(12)),
    "a prefix that nobody declared, and another outside of the points": ALIKE.replace("ele>", "foo:ele>") + "<bar:x/>",
    "a prefix that the first point declares": ALIKE.replace("lon", 'xmlns:f="f" lon', 1).replace("ele>", "f:ele>"),
    "a namespace without a name in one point": ALIKE.replace("lon", 'xmlns:f="f" lon')
    + point(4).replace("lon", 'xmlns:f="" lon'),
    "a namespace without a name within one point": ALIKE.replace("<ele", '<ele xmlns:f="f"')
    + point(4).replace("<ele", '<ele xmlns:f=""'),
    "a reserved namespace": ALIKE.replace("lon", 'xmlns:f="f" lon')
    + point(4).replace("lon", 'xmlns:f="http://www.w3.org/XML/1998/namespace" lon'),
    "a reserved prefix": ALIKE.replace("ele>", "xml:ele>"),
    "an end of a line within a time": ALIKE + point(4).replace(":04Z", "\r\nZ") + point(5).replace("T06", "\r06"),
    "ends of lines as on Windows": f"{point(1)}\r\n  {point(2)}\r\n  {point(3)}".replace("><", ">\r\n<"),
    "two runs": f"{ALIKE}</trkseg><trkseg>{ALIKE}",
    "a text between": f"{point(1)}\n  {point(2)}text{point(3)}\n  {point(4)}",
    "forty depths": "<a>" * 40 + ALIKE + "</a>" * 40,
    "a hundred depths": "<a>" * 100 + ALIKE + "</a>" * 100 + ALIKE,
    # The parser goes as deep as 256 by itself; somewhere here a point fits and what is in it does not.
    **{f"{deep} depths": "<a>" * deep + ALIKE + "</a>" * deep + ALIKE for deep in (249, 250, 251, 252, 253, 300)},
    "a prefix that nobody can declare": f"<!-- <x> --><gpx><trk><trkseg>{ALIKE.replace('ele>', 'foo:ele>')}"
    "</trkseg></trk></gpx>",
}


def odd(name):
    if "<gpx" in ODD[name]:
        return ODD[name].encode()
    return f'<gpx xmlns:p="urn:p"><trk><type>running</type><trkseg>{ODD[name]}</trkseg></trk></gpx>'.encode()


@pytest.mark.parametrize("name", ODD)
def test_odd_documents_are_read_alike(name):
    assert (found := difference(odd(name))) is None, found


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False))
def test_random_documents_are_read_alike(rng):
    assert (found := difference(document(rng))) is None, found


@pytest.mark.parametrize("data", REAL, ids=["garmin gpx", "garmin tcx", "runkeeper tcx", "plain gpx"])
def test_changed_recordings_are_read_alike(data):
    places = [at for at, letter in enumerate(data) if letter in b"<>\"&'/="]
    for seed in range(150):
        found = difference(changed(seeded(seed), data, places))
        assert found is None, f"seed {seed}: {found}"


def test_the_random_documents_try_the_scan():
    # Otherwise the tests above would compare the parser with itself.
    read = [document(seeded(seed)) for seed in range(200)]
    assert sum(cut_out(data) > 0 for data in read) > 100
    assert sum(isinstance(outcome(data), tuple) and isinstance(outcome(data)[0], list) for data in read) > 100


def _always_equal(_data, _expected, at):
    return np.ones(at.size, dtype=bool)


def _unchecked_numbers(data, starts, ends):
    values = xml_values.numbers(data, starts, ends)
    return np.where(np.isfinite(values), values, 0.0)


def _rounded_numbers(data, starts, ends):
    with np.errstate(over="ignore"):
        return np.float64(1e-12) * np.round(xml_values.numbers(data, starts, ends) * 1e12)


def _late_times(data, starts, ends):
    times_s, offsets_s = xml_values.times(data, starts, ends)
    return np.floor(times_s), offsets_s


MISTAKES = {
    "tags are not compared": (xml_piece, "equal", _always_equal),
    "blanks are not looked at": (xml_scan, "_follows", lambda _, starts, ends: starts[1:] - ends[:-1] < 300),
    "entities are overlooked": (xml_piece.Piece, "plain", lambda self: np.arange(self.starts.size)),
    "marks are not looked for": (xml_points.Points, "complete", lambda *_: True),
    "marks may be forged": (xml_scan, "_WRITTEN_MARK", xml_scan.re.compile(b"$^")),
    "missing numbers are zero": (xml_piece, "numbers", _unchecked_numbers),
    "numbers are rounded": (xml_piece, "numbers", _rounded_numbers),
    "thousandths are lost": (xml_piece, "times", _late_times),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_scan_would_be_found(mistake, monkeypatch):
    monkeypatch.setattr(*MISTAKES[mistake])
    documents = [*map(odd, ODD), *(document(seeded(seed)) for seed in range(300))]
    assert any(map(_differs, documents))


def _differs(data):
    try:
        return difference(data) is not None
    except (ValueError, IndexError, UnicodeDecodeError):  # a mistake may also show as an error
        return True


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(NUMBERS), st.from_regex(r"[-+0-9.eE_ ,naif]{0,42}", fullmatch=True))))
def test_numbers_read_together_are_those_read_alone(texts):
    data, starts, ends = _laid_out(texts)
    alone = np.array([xml_values.number(text) for text in texts])
    assert xml_values.numbers(data, starts, ends).tobytes() == alone.tobytes()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False)), st.integers(0, 30))
def test_numbers_are_rounded_as_python_does(values, places):
    texts = [part for value in values for part in (repr(value), f"{value:.{places}f}", f"{value:.{places}e}")]
    data, starts, ends = _laid_out(texts)
    alone = np.array([float(text) for text in texts])
    alone[np.isinf(alone)] = np.nan  # rounded up beyond the largest
    assert xml_values.numbers(data, starts, ends).tobytes() == alone.tobytes()


START = datetime.fromisoformat("2000-01-01")
moments = st.one_of(
    st.datetimes().map(lambda moment: moment.isoformat(timespec="seconds") + "Z"),
    st.datetimes(min_value=START).map(lambda one: one.isoformat(timespec="milliseconds") + "Z"),
    st.sampled_from(TIMES).map(lambda time: time.replace("{}", "3")),
    st.from_regex(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\.[0-9]{3})?Z", fullmatch=True),
    st.from_regex(r"[-0-9:T.Z+/; ]{18,26}", fullmatch=True),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(moments, max_size=50))
def test_times_read_together_are_those_read_alone(texts):
    data, starts, ends = _laid_out(texts)
    alone = [xml_values.unix_time(text.replace("\r\n", "\n").replace("\r", "\n").strip()) for text in texts]
    times_s, offsets_s = xml_values.times(data, starts, ends)
    assert times_s.tobytes() == np.array([time_s for time_s, _ in alone], dtype=np.float64).tobytes()
    expected = [np.nan if offset_s is None else offset_s for _, offset_s in alone]
    assert np.array_equal(offsets_s, np.array(expected, dtype=np.float64), equal_nan=True)


def _laid_out(texts):
    """Texts in an array of bytes with tags between, and where each begins and ends."""
    sizes = np.array([len(text) for text in texts], dtype=np.int64)
    ends = np.cumsum(sizes + 3)
    data = b"".join(b"<a>" + text.encode("ascii") for text in texts) + bytes(xml_values.ROOM)
    return np.frombuffer(data, dtype=np.uint8), ends - sizes, ends
