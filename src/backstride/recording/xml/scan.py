"""Points of an XML recording -> numbers, many at once, without a parser; the rest of the text stays for the parser.

A point whose bytes equal those of an earlier one but for its texts is cut out of the text, and a mark stands where it
was. The hardened parser reads what is left. If it finds every mark as an element of its own, the points stood where
elements may stand, so with them the text is just as well-formed; if not, nothing of this counts (`document`).
A point that looks unlike the others, or holds anything but ASCII and plain texts, stays in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.xml.piece import Piece, equal
from backstride.recording.xml.shape import POINT_MAX, learn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from backstride.recording.xml.points import Reader
    from backstride.recording.xml.shape import Shape
    from backstride.recording.xml.values import Floats, Places

MARK = "\ue000"
"""Begins the text of an element that stands for points; a character that no recording needs."""
_WRITTEN_MARK = re.compile(rb"&#(?:0*57344|x0*e000);", re.IGNORECASE)
RUNS_MAX = 2000
"""Marks in one text; a file cut up further is not worth it."""
_PIECE = 2**19
"""Bytes worked on together: they and what is made of them stay in the processor's cache, and memory stays small."""
_SHAPES_MAX = 32
_GAP_MAX = 256
"""Blanks between two points that are left out with them."""


@dataclass(frozen=True, slots=True, eq=False)
class Excised:
    """A text without the points that were read.

    Parameters
    ----------
    text
        Has an element `name` for each run of points, with `MARK` and the number of the run.
    name
        Local name of the points.
    rows
        Their values as `values.row_of` gives them, shape (n, columns).
    bounds
        Where in `rows` each run begins, and where the last one ends.
    prefixes
        Namespace prefixes that have to be declared around them.
    """

    text: bytes
    name: str
    rows: Floats
    bounds: list[int]
    prefixes: frozenset[str]


def excise(text: bytes, readers: Mapping[str, Reader]) -> Excised | None:
    """Read the points in `text` and cut them out.

    Parameters
    ----------
    text
        A whole document, in UTF-8.
    readers
        Local name of a point -> what reads it.

    Returns
    -------
    Excised or None
        None where there is nothing to gain.
    """
    first, name = len(text), ""
    for one in readers:
        at = text.find(b"<" + one.encode(), 0, first)
        if at >= 0:
            first, name = at, one
    if not name or _holds_mark(text):
        return None
    scan = _Scan(name, readers)
    for start, end in _pieces(text, first, f"</{name}>".encode()):
        scan.piece(text, start, end)
    return scan.excised(text)


def _holds_mark(text: bytes) -> bool:
    if not text.isascii() and MARK.encode() in text:
        return True
    return b"&" in text and _WRITTEN_MARK.search(text) is not None


def _pieces(text: bytes, start: int, close: bytes) -> Iterator[tuple[int, int]]:
    """Parts of `text` from `start` on that end behind points."""
    while True:
        last = text.rfind(close, start, start + _PIECE)
        if last >= 0:
            yield start, last + len(close)
            start = last + len(close)
            continue
        following = text.find(close, start + _PIECE - len(close))
        if following < 0:
            return
        start = following + len(close) - POINT_MAX


class _Scan:
    """What was found so far."""

    def __init__(self, name: str, readers: Mapping[str, Reader]) -> None:
        self._name = name
        self._readers = readers
        self._open, self._close = f"<{name}".encode(), f"</{name}>".encode()
        self._shapes: list[Shape] = []
        self._learned = 0
        self._starts: list[Places] = []
        self._ends: list[Places] = []
        self._rows: list[Floats] = []

    def piece(self, text: bytes, start: int, end: int) -> None:
        """Read the points from `start` to `end` of `text`."""
        piece = Piece(text[start:end], self._open)
        ends = np.full(piece.starts.size, -1, dtype=np.int64)
        rows: Floats | None = None
        left = piece.plain()
        shapes = list(self._shapes)
        while left.size:
            shape = shapes.pop(0) if shapes else self._learn(piece, int(piece.starts[left[0]]))
            if shape is None:
                if self._learned == _SHAPES_MAX:
                    break
                left = left[1:]
                continue
            fitting, places = piece.match(shape, left)
            if fitting.size:
                if rows is None:
                    rows = np.empty((ends.size, len(shape.columns) + 1))
                ends[fitting] = places[-1]
                rows[fitting] = piece.values(shape, places)
                left = left[ends[left] < 0]
        if rows is not None:
            read = ends >= 0
            self._starts.append(piece.starts[read] + start)
            self._ends.append(ends[read] + start)
            self._rows.append(rows[read])

    def _learn(self, piece: Piece, start: int) -> Shape | None:
        if self._learned == _SHAPES_MAX:
            return None
        self._learned += 1
        end = piece.text.find(self._close, start, start + POINT_MAX)
        point = piece.text[start : end + len(self._close)] if end >= 0 else b""
        shape = learn(point, self._name, self._readers[self._name], self._readers)
        if shape is not None:
            self._shapes.append(shape)
        return shape

    def excised(self, text: bytes) -> Excised | None:
        """The text without what was read."""
        if not self._starts:
            return None
        starts, ends = np.concatenate(self._starts), np.concatenate(self._ends)
        breaks = np.flatnonzero(~_follows(text, starts, ends)) + 1
        if breaks.size >= RUNS_MAX:
            return None
        firsts = [0, *breaks.tolist()]
        bounds = [*firsts, starts.size]
        parts, at = [], 0
        for number, (first, after) in enumerate(pairwise(bounds)):
            parts.append(text[at : starts[first]])
            parts.append(f"<{self._name}>{MARK}{number}</{self._name}>".encode())
            at = int(ends[after - 1])
        parts.append(text[at:])
        prefixes = frozenset(prefix for shape in self._shapes for prefix in shape.prefixes)
        return Excised(b"".join(parts), self._name, np.concatenate(self._rows), bounds, prefixes)


def _follows(text: bytes, starts: Places, ends: Places) -> NDArray[np.bool_]:
    """Whether each point but the first comes right behind the one before, with no more than some blanks between."""
    gaps = starts[1:] - ends[:-1]
    follows = np.zeros(gaps.size, dtype=np.bool_)
    known = np.zeros(gaps.size, dtype=np.bool_)
    left = np.flatnonzero((gaps >= 0) & (gaps < _GAP_MAX))
    for _ in range(_SHAPES_MAX):
        if not left.size:
            break
        gap = text[ends[left[0]] : starts[left[0] + 1]]
        same = left[gaps[left] == len(gap)]
        if gap:
            same = same[equal(text, gap, ends[same])]
        follows[same] = not gap.strip(b" \t\r\n")
        known[same] = True
        left = left[~known[left]]
    return follows
