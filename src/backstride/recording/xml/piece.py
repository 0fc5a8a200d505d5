"""Part of an XML text as an array of bytes: where its points begin, which of them have a shape, and their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.xml.shape import OPENING_MAX, POINT_MAX
from backstride.recording.xml.values import ROOM, numbers, times

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backstride.recording.xml.shape import Shape
    from backstride.recording.xml.values import Bytes, Floats, Places

_LESS, _QUOTE, _AND, _BRACKET = b'<"&]'
_FIRST_PRINTABLE = 0x20
_BLANKS = (0x09, 0x0A, 0x0D)


class Piece:
    """Part of a text.

    Parameters
    ----------
    text
        It may begin and end anywhere.
    opening
        What points begin with; those that go on otherwise than the shape does not match.
    starts
        Where points begin.
    """

    def __init__(self, text: bytes, opening: bytes) -> None:
        self.text = text
        # What is looked at behind the end has to be there, and must not look like anything.
        self._padded = text + bytes(POINT_MAX + ROOM)
        self._data: Bytes = np.frombuffer(self._padded, dtype=np.uint8)
        data = self._data[: len(text)]
        self._tags = np.flatnonzero(data == _LESS)
        self._quotes: Places | None = None
        self._first = np.flatnonzero(self._begins(opening[:OPENING_MAX]))
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
        """Values of the points whose texts stand at `places`, shape (n, columns), as `values.row_of` gives them."""
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
        """Whether each tag begins with at most `OPENING_MAX` bytes."""
        words = np.ndarray((len(self._padded) - 7,), np.uint64, self._padded, 0, (1,))[self._tags]
        kept = np.frombuffer((b"\xff" * len(opening)).ljust(8, b"\0"), np.uint64)
        begins: NDArray[np.bool_] = (words & kept) == np.frombuffer(opening.ljust(8, b"\0"), np.uint64)
        return begins

    def _every_quote(self) -> Places:
        if self._quotes is None:
            self._quotes = np.flatnonzero(self._data[: len(self.text)] == _QUOTE)
        return self._quotes

    def _equal(self, expected: bytes, at: Places) -> NDArray[np.bool_]:
        return equal(self._padded, expected, at)


def equal(data: bytes, expected: bytes, at: Places) -> NDArray[np.bool_]:
    """Whether `expected` stands in `data` at each place, shape (n,)."""
    size = len(expected)
    rows = np.ndarray((len(data) - size + 1,), f"V{size}", data, 0, (1,))[at]
    if rows.tobytes() == expected * at.size:
        return np.ones(at.size, dtype=np.bool_)
    same: NDArray[np.bool_] = (rows.view(np.uint8).reshape(-1, size) == np.frombuffer(expected, np.uint8)).all(axis=1)
    return same
