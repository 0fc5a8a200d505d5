"""Routes of a workout -> one GPX text that is the same in every export."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backstride.recording.apple.markup import raw_attributes

if TYPE_CHECKING:
    from collections.abc import Iterable

_POINT_OR_SEGMENT = re.compile(rb"<trkseg\b|<trkpt\b[^<]*+(?:<(?!/trkpt|trkpt|!)[^<]*+)*+</trkpt\s*>")
_TIME = re.compile(rb"<time>([^<]*)</time>")
_GAP = re.compile(rb">\s+<")
_NUMBER = rb"[-+]?\d{1,6}(?:\.\d{0,30})?(?:[eE][-+]?\d{1,3})?"
_INSTANT = rb"[-+:.\dTZ]{1,40}"
_LAT, _LON = (b' %b="%b"' % (name, _NUMBER) for name in (b"lat", b"lon"))
_USUAL = re.compile(
    b"<trkpt(?:%b%b|%b%b)>(?:<ele>%b</ele>)?<time>%b</time>" % (_LON, _LAT, _LAT, _LON, _NUMBER, _INSTANT)
    + rb"(?:<extensions>(?:<(\w{1,40})>[ !-%'-;=?-~]*</\1>)*</extensions>)?</trkpt>"
)
_VALUES = {
    name: re.compile(b"<%b>\\s*(%b)\\s*</%b>" % (name, value, name))
    for name, value in ((b"ele", _NUMBER), (b"time", _INSTANT), (b"speed", _NUMBER))
}
_DEGREES = re.compile(_NUMBER)
HEAD = b'<gpx version="1.1" creator="Apple Health Export"><trk>'
END = b"</trk></gpx>"


def joined(files: Iterable[bytes]) -> tuple[bytes, int]:
    """The points of the files as segments of one track, and how many files are damaged.

    A point that is not well-formed is taken for what can be read of it, as an XML parser would stop there and lose all
    that follow.

    Parameters
    ----------
    files
        GPX as Apple writes it. The time of the export and the name of the track, which change, are left out.

    Returns
    -------
    track : bytes
        In order of time; empty where there is no point.
    damaged : int
        Files that are cut off, lack a point or have none.
    """
    segments: list[list[bytes]] = []
    damaged = 0
    for file in files:
        segments.append([])
        kept = 0
        for match in _POINT_OR_SEGMENT.finditer(file):
            if match[0] == b"<trkseg":
                segments.append([])
            elif point := _sound(_GAP.sub(b"><", match[0])):
                segments[-1].append(point)
                kept += 1
        damaged += kept == 0 or kept < file.count(b"<trkpt") or not file.rstrip().endswith(b"</gpx>")
    filled = sorted(filter(None, segments), key=_first_time)
    if not filled:
        return b"", damaged
    body = b"".join(b"<trkseg>\n" + b"\n".join(points) + b"\n</trkseg>" for points in filled)
    return HEAD + body + END + b"\n", damaged


def _sound(point: bytes) -> bytes:
    """The point as it stands, or written anew where it is not as Apple writes it; empty without place or time."""
    if _USUAL.fullmatch(point):
        return point
    place = raw_attributes(point[: point.find(b">") + 1])
    lat, lon = place.get(b"lat", b""), place.get(b"lon", b"")
    found = {name: value[1] for name, pattern in _VALUES.items() if (value := pattern.search(point))}
    if not (_DEGREES.fullmatch(lat) and _DEGREES.fullmatch(lon) and b"time" in found):
        return b""
    height = b"<ele>%b</ele>" % found[b"ele"] if b"ele" in found else b""
    speed = b"<extensions><speed>%b</speed></extensions>" % found[b"speed"] if b"speed" in found else b""
    return b'<trkpt lon="%b" lat="%b">%b<time>%b</time>%b</trkpt>' % (lon, lat, height, found[b"time"], speed)


def _first_time(points: list[bytes]) -> bytes:
    match = _TIME.search(points[0])
    return match[1] if match else b""
