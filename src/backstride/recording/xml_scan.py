"""Points of an XML recording -> numbers, many at once, without a parser; the rest of the text stays for the parser.

A point whose bytes equal those of an earlier one but for its texts is cut out of the text, and a mark stands where it
was. The hardened parser reads what is left. If it finds every mark as an element of its own, the points stood where
elements may stand, so with them the text is just as well-formed; if not, nothing of this counts (`xml_document`).
A point that looks unlike the others, or holds anything but ASCII and plain texts, stays in the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from backstride.recording.xml_shape import POINT_MAX, Shape, learn
from backstride.recording.xml_values import ROOM, numbers, times

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backstride.recording.xml_points import Reader
    from backstride.recording.xml_values import Bytes, Floats, Places

MARK = "\ue000"
"""Begins the text of an element that stands for points; a character that no recording needs."""
RUNS_MAX = 2000
"""Marks in one text; a file cut up further is not worth it."""
_PIECE = 2**19
"""Bytes worked on together: they and what is made of them stay in the processor's cache, and memory stays small."""
_SHAPES_MAX = 48
_GAP_MAX = 256
"""Blanks between two points that are left out with them."""
_LESS, _QUOTE, _AND, _BRACKET, _FIRST_PRINTABLE = *b'<"&]', 0x20
_BLANKS = (0x09, 0x0A, 0x0D)


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
        Their values as `xml_values.row_of` gives them, shape (n, columns).
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
    if not name or (not text.isascii() and MARK.encode() in text):
        return None
    scan = _Scan(name, readers)
    for start, end in _pieces(text, first, f"</{name}>".encode()):
        scan.piece(text, start, end)
    return scan.excised(text)


def _pieces(text: bytes, start: int, close: bytes) -> list[tuple[int, int]]:
    """Parts of `text` from `start` on that end behind points."""
    pieces = []
    while start < len(text):
        end = start + _PIECE
        if end < len(text):
            last = text.rfind(close, start, end)
            last = last if last >= 0 else text.find(close, end)
            end = last + len(close) if last >= 0 else len(text)
        pieces.append((start, min(end, len(text))))
        start = end
    return pieces


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
        piece = _Piece(text[start:end], self._open)
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
                left = np.setdiff1d(left, fitting, assume_unique=True)
        if rows is not None:
            read = ends >= 0
            self._starts.append(piece.starts[read] + start)
            self._ends.append(ends[read] + start)
            self._rows.append(rows[read])

    def _learn(self, piece: _Piece, start: int) -> Shape | None:
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
        for number, (first, after) in enumerate(zip(bounds, bounds[1:], strict=False)):
            parts.append(text[at : starts[first]])
            parts.append(f"<{self._name}>{MARK}{number}</{self._name}>".encode())
            at = int(ends[after - 1])
        parts.append(text[at:])
        prefixes = frozenset(prefix for shape in self._shapes for prefix in shape.prefixes)
        return Excised(b"".join(parts), self._name, np.concatenate(self._rows), bounds, prefixes)


class _Piece:
    """Part of a text, and where its points begin."""

    def __init__(self, text: bytes, opening: bytes) -> None:
        self.text = text
        # What is looked at behind the end has to be there, and must not look like anything.
        self._padded = text + bytes(POINT_MAX + ROOM)
        self._data: Bytes = np.frombuffer(self._padded, dtype=np.uint8)
        data = self._data[: len(text)]
        self._tags = np.flatnonzero(data == _LESS)
        self._quotes: Places | None = None
        self._first = np.flatnonzero(self._begins(opening[:8]))
        self.starts = self._tags[self._first]

    def plain(self) -> Places:
        """Numbers of the points that hold nothing but plain ASCII: no entity, no control character, no `]]>`."""
        data = self._data[: len(self.text)]
        odd = []
        if not self.text.isascii():
            odd.append(np.flatnonzero(data >= 0x80))
        if b"&" in self.text:
            odd.append(np.flatnonzero(data == _AND))
        if np.count_nonzero(data < _FIRST_PRINTABLE) != sum(np.count_nonzero(data == blank) for blank in _BLANKS):
            odd.append(np.flatnonzero((data < _FIRST_PRINTABLE) & ~np.isin(data, _BLANKS)))
        if b"]" in self.text:
            odd.append(np.flatnonzero(data == _BRACKET))
        every = np.arange(self.starts.size)
        if not odd:
            return every
        spoilt = np.searchsorted(self.starts, np.concatenate(odd), side="right") - 1
        return np.setdiff1d(every, spoilt)

    def match(self, shape: Shape, points: Places) -> tuple[Places, list[Places]]:
        """Which of `points` have the shape; and where their texts start and end by turns, and they themselves end."""
        starts = self.starts[points]
        fits = self._equal(shape.fixed[0], starts)
        if not fits.all():
            points, starts = points[fits], starts[fits]
        places: list[Places] = []
        before = starts
        quote = np.searchsorted(self._every_quote(), starts) if shape.attributes else None
        for number, (fixed, closing) in enumerate(zip(shape.fixed[1:], shape.closing, strict=True)):
            start = before + len(shape.fixed[number])
            if quote is not None and number < shape.attributes:
                end = self._every_quote().take(quote + closing, mode="clip")
            else:
                end = self._tags.take(self._first[points] + closing, mode="clip")
            fits = (end >= start) & (end - start < POINT_MAX)
            fits &= self._equal(fixed, np.where(fits, end, 0))
            if not fits.all():
                points, end, start = points[fits], end[fits], start[fits]
                quote = None if quote is None else quote[fits]
                places = [place[fits] for place in places]
            places += [start, end]
            before = end
        if shape.attributes and points.size:
            # No `<` within the tag that holds the attributes, or the count of tags is off.
            fits = self._tags.take(self._first[points] + 1, mode="clip") > places[2 * shape.attributes - 1]
            points, places = points[fits], [place[fits] for place in places]
        ends = (places[-1] if places else starts) + len(shape.fixed[-1])
        return points, [*places, ends]

    def values(self, shape: Shape, places: list[Places]) -> Floats:
        """Values of the points whose texts stand at `places`, shape (n, columns), as `xml_values.row_of` gives them."""
        count = places[0].size
        rows = np.full((len(shape.columns) + 1, count), np.nan)
        time, *others = shape.columns
        if time >= 0:
            rows[0], rows[1] = times(self._data, places[2 * time], places[2 * time + 1])
        filled = [(column, slot) for column, slot in enumerate(others, start=2) if slot >= 0]
        if filled:
            starts = np.concatenate([places[2 * slot] for _, slot in filled])
            ends = np.concatenate([places[2 * slot + 1] for _, slot in filled])
            rows[[column for column, _ in filled]] = numbers(self._data, starts, ends).reshape(-1, count)
        return rows.T

    def _begins(self, opening: bytes) -> NDArray[np.bool_]:
        """Whether each tag begins with at most 8 bytes."""
        words = np.ndarray((len(self._padded) - 7,), np.uint64, self._padded, 0, (1,))[self._tags]
        kept = np.frombuffer((b"\xff" * len(opening)).ljust(8, b"\0"), np.uint64)
        return (words & kept) == np.frombuffer(opening.ljust(8, b"\0"), np.uint64)

    def _every_quote(self) -> Places:
        if self._quotes is None:
            self._quotes = np.flatnonzero(self._data[: len(self.text)] == _QUOTE)
        return self._quotes

    def _equal(self, expected: bytes, at: Places) -> NDArray[np.bool_]:
        return _equal(self._padded, expected, at)


def _equal(data: bytes, expected: bytes, at: Places) -> NDArray[np.bool_]:
    """Whether `expected` stands in `data` at each place, shape (n,)."""
    size = len(expected)
    rows = np.ndarray((len(data) - size + 1,), f"V{size}", data, 0, (1,))[at]
    if rows.tobytes() == expected * at.size:
        return np.ones(at.size, dtype=np.bool_)
    same: NDArray[np.bool_] = (rows.view(np.uint8).reshape(-1, size) == np.frombuffer(expected, np.uint8)).all(axis=1)
    return same


def _follows(text: bytes, starts: Places, ends: Places) -> NDArray[np.bool_]:
    """Whether each point but the first comes right behind the one before, with no more than some blanks between."""
    gaps = starts[1:] - ends[:-1]
    follows = np.zeros(gaps.size, dtype=np.bool_)
    left = np.flatnonzero((gaps >= 0) & (gaps < _GAP_MAX))
    for _ in range(_SHAPES_MAX):
        if not left.size:
            break
        gap = text[ends[left[0]] : starts[left[0] + 1]]
        same = left[gaps[left] == len(gap)]
        if gap:
            same = same[_equal(text, gap, ends[same])]
        follows[same] = not gap.strip(b" \t\r\n")
        left = np.setdiff1d(left, same, assume_unique=True)
    return follows
