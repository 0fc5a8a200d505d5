"""Routes of a workout -> one GPX text that is the same in every export."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_POINT_OR_SEGMENT = re.compile(rb"<trkseg\b|<trkpt\b[^<]*+(?:<(?!/trkpt|trkpt|!)[^<]*+)*+</trkpt\s*>")
_TIME = re.compile(rb"<time>([^<]*)</time>")
_GAP = re.compile(rb">\s+<")
HEAD = b'<gpx version="1.1" creator="Apple Health Export"><trk>'
END = b"</trk></gpx>"


def joined(files: Iterable[bytes]) -> bytes:
    """The points of the files as segments of one track, in order of time; empty where there is none.

    Parameters
    ----------
    files
        GPX as Apple writes it. The time of the export and the name of the track, which change, are left out.
    """
    segments: list[list[bytes]] = []
    for file in files:
        segments.append([])
        for match in _POINT_OR_SEGMENT.finditer(file):
            if match[0] == b"<trkseg":
                segments.append([])
            elif b"&" not in match[0]:
                segments[-1].append(_GAP.sub(b"><", match[0]))
    filled = sorted(filter(None, segments), key=_first_time)
    if not filled:
        return b""
    body = b"".join(b"<trkseg>\n" + b"\n".join(points) + b"\n</trkseg>" for points in filled)
    return HEAD + body + END + b"\n"


def _first_time(points: list[bytes]) -> bytes:
    match = _TIME.search(points[0])
    return match[1] if match else b""
