"""Fields that share the bytes of another: bits cut out, and short counters carried on past their rollover."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from backstride.recording.fit.blocks import Block, Floats
    from backstride.recording.fit.layout import StoredField
    from backstride.recording.fit.profile import Part
    from backstride.recording.fit.table import Table

_COUNTS = frozenset({"u1", "u2", "u4"})


def number_is_whole(part: Part, held: Iterable[tuple[int, StoredField]]) -> bool:
    """Whether the bits of `part` are the whole number that each of these fields stores."""
    return (
        not part.adds_up
        and part.first == 0
        and all(one.base.letter in _COUNTS and 8 * one.size <= part.bits for _, one in held)
    )


def part_numbers(table: Table, source: int, part: Part) -> Floats:
    """Values of a field that lie in the bits of another.

    Parameters
    ----------
    table
        The messages.
    source
        Field whose bits they are.
    part
        Which bits.

    Returns
    -------
    array, shape (n,)
        Scaled; NaN where missing.
    """
    bits = np.zeros(table.count, dtype=np.int64)
    there = np.zeros(table.count, dtype=np.bool_)
    for place, stored in table.holding.get(source, ()):
        found = _bits(table.blocks[place], stored, part)
        if found is not None:
            rows = table.places[place]
            bits[rows], there[rows] = found
    if part.adds_up:
        bits[there] = carried_on(bits[there], part.bits)
    values = np.where(there, bits, np.nan) / part.scale
    return values - part.offset if part.offset else values


def carried_on(counts: NDArray[np.int64], bits: int) -> NDArray[np.int64]:
    """A counter of `bits` bits, which begins anew when it is full, as the count it stands for, shape (n,)."""
    steps = np.diff(counts, prepend=np.int64(0)) & ((1 << bits) - 1)
    return np.cumsum(steps)


def _bits(block: Block, stored: StoredField, part: Part) -> tuple[NDArray[np.int64], NDArray[np.bool_]] | None:
    """The bits of `part` in each message and whether they are there; None where the field is too short for them."""
    mask = (1 << part.bits) - 1
    whole = block.integers(stored)
    if whole is not None:
        values, there = whole
        return values >> part.first & mask, there
    if stored.base.letter != "V" or (part.first + part.bits + 7) // 8 > stored.size:
        return None
    plain = block.plain(stored)
    values = np.zeros(block.index.size, dtype=np.int64)
    first = part.first // 8
    for place in range(first, (part.first + part.bits + 7) // 8):
        values |= plain[:, place].astype(np.int64) << 8 * (place - first)
    return values >> part.first % 8 & mask, (plain != 0xFF).any(axis=1)
