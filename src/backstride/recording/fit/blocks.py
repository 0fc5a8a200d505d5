"""Messages of one definition as one block of bytes, from which each field is cut as a typed column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from backstride.recording.fit.layout import BYTE, TEXT

if TYPE_CHECKING:
    from backstride.recording.fit.layout import Layout, StoredField

Floats = NDArray[np.float64]
_PIECE = 8192
_EXACT_IN_A_FLOAT = 4
"""Bytes of the longest integers that a float of 64 bits holds exactly."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Messages of one definition.

    Parameters
    ----------
    layout
        Their definition.
    index
        Which of all data messages of the file they are, shape (n,), increasing.
    rows
        Bytes from which the messages are cut.
    start, stride
        Offset of the first message (behind its header) in `rows`, and from one message to the next.
    """

    layout: Layout
    index: NDArray[np.int64]
    rows: bytes | NDArray[Any]
    start: int
    stride: int

    def stored(self, field: StoredField) -> NDArray[Any]:
        """Values of a field as they are stored, shape (n, count); of a plain or text field its bytes, shape (n,)."""
        count = self.index.size
        if field.base is BYTE or field.base is TEXT:
            letter = f"{field.base.letter}{field.size}"
            return np.ndarray((count,), letter, self.rows, self.start + field.at, (self.stride,))
        strides = (self.stride, field.base.size)
        kind = self.layout.order + field.base.letter
        return np.ndarray((count, field.values), kind, self.rows, self.start + field.at, strides)

    def plain(self, field: StoredField) -> NDArray[np.uint8]:
        """Bytes of a field whatever its type, shape (n, size)."""
        shape = (self.index.size, field.size)
        return np.ndarray(shape, np.uint8, self.rows, self.start + field.at, (self.stride, 1))

    def write_numbers(self, field: StoredField, out: Floats, scale: float = 1, offset: float = 0) -> bool:
        """Write the numbers of a field into `out`, shape (n,), scaled, NaN where missing.

        Returns
        -------
        bool
            False where it holds no single number; then nothing is written.
        """
        if not field.is_number:
            return False
        stored = self.stored(field)[:, 0]
        missing = field.base.missing
        exact = field.base.size <= _EXACT_IN_A_FLOAT
        # Piece by piece, so that what is needed in between stays in the cache of the processor.
        for first in range(0, out.size, _PIECE):
            raw, values = stored[first : first + _PIECE], out[first : first + _PIECE]
            values[...] = raw
            if missing is not None:
                np.putmask(values, (values if exact else raw) == missing, np.nan)
            if scale != 1:
                values /= scale
            if offset:
                values -= offset
        return True

    def numbers(self, field: StoredField) -> Floats | None:
        """Stored numbers of a field, shape (n,), NaN where missing; None where it holds no single number."""
        values = np.empty(self.index.size)
        return values if self.write_numbers(field, values) else None

    def integers(self, field: StoredField) -> tuple[NDArray[np.int64], NDArray[np.bool_]] | None:
        """Stored integers of a field and which of them are there, shape (n,); None where it holds no single one."""
        if field.base.letter[0] not in "iu" or field.values != 1:
            return None
        stored = self.stored(field)[:, 0]
        return stored.astype(np.int64), stored != field.base.missing


def block(body: bytes, layout: Layout, at: NDArray[np.int64], index: NDArray[np.int64]) -> Block:
    """Messages of one definition.

    Parameters
    ----------
    body
        Of the file.
    layout
        The definition.
    at
        Offset of the header of every data message of the file, shape (m,).
    index
        Which of them belong to the definition, shape (n,), increasing.

    Returns
    -------
    Block
        Cut straight from `body` where the messages follow each other at equal distances; else from a copy.
    """
    if layout.size == 0 or index.size == 0:
        return Block(layout, index, body, 0, 0)
    stride = int(at[index[1]] - at[index[0]]) if index.size > 1 else layout.size
    for first in range(0, index.size, _PIECE):
        piece = at[index[first : first + _PIECE + 1]]
        if (piece[1:] - piece[:-1] != stride).any():
            windows = np.ndarray((len(body) - layout.size + 1,), f"V{layout.size}", body, 0, (1,))
            return Block(layout, index, windows[at[index] + 1], 0, layout.size)
    return Block(layout, index, body, int(at[index[0]]) + 1, stride)
