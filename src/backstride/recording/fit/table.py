"""All messages of one kind in a FIT file, whatever their definitions: columns of numbers, or one dictionary each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from backstride.recording.fit import profile
from backstride.recording.fit.expand import number_is_whole, part_numbers
from backstride.recording.fit.fields import TIMESTAMP
from backstride.recording.fit.values import field_values, made_values, raw_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from backstride.recording.fit.blocks import Block, Floats
    from backstride.recording.fit.layout import StoredField

Message = dict[int, Any]
"""Field number -> value, scaled, names instead of numbers for enumerations; missing values are left out."""


@dataclass(slots=True, eq=False)
class Table:
    """Messages of one kind, in file order.

    Parameters
    ----------
    number
        Kind of message.
    blocks
        The messages, by definition.
    stamps
        Times of those messages whose header carries part of it, shape (n,), NaN elsewhere; None where none does.
    """

    number: int
    blocks: Sequence[Block]
    stamps: Floats | None = None
    index: NDArray[np.int64] = field(init=False)
    """Which of all data messages of the file each one is, shape (n,), increasing."""
    places: list[NDArray[np.intp] | slice] = field(init=False)
    """Rows of the table that each block fills."""
    holding: dict[int, list[tuple[int, StoredField]]] = field(init=False)
    """Field -> (block, field as stored there)."""

    def __post_init__(self) -> None:
        if len(self.blocks) == 1:
            self.index = self.blocks[0].index
            self.places = [slice(None)]
        else:
            parts = [block.index for block in self.blocks]
            self.index = np.sort(np.concatenate(parts)) if parts else np.empty(0, dtype=np.int64)
            self.places = [np.searchsorted(self.index, part) for part in parts]
        self.holding = {}
        for place, block in enumerate(self.blocks):
            for stored in block.layout.fields:
                self.holding.setdefault(stored.number, []).append((place, stored))

    @property
    def count(self) -> int:
        """Number of messages."""
        return self.index.size

    @property
    def meaning(self) -> profile.Message:
        """What is known of this kind of message."""
        return profile.message(self.number)

    def numbers(self, number: int, out: Floats | None = None) -> Floats:
        """Values of a field, scaled, shape (n,).

        Parameters
        ----------
        number
            Of the field.
        out
            Where to write them, shape (n,); a new array if not given.

        Returns
        -------
        array
            NaN where missing or no single number. What the device stored wins over what its other fields hold of it.
        """
        values = np.empty(self.count) if out is None else out
        known = self.meaning.field(number)
        self._write(values, self.holding.get(number, ()), known.scale, known.offset)
        for source, part in self.meaning.sources.get(number, ()):
            held = self.holding.get(source, ())
            if held and not number_is_whole(part, held):
                _fill(values, part_numbers(self, source, part))
            elif held and number not in self.holding:
                self._write(values, held, part.scale, part.offset)
            elif held and np.isnan(values).any():
                others = np.empty(self.count)
                self._write(others, held, part.scale, part.offset)
                _fill(values, others)
        if number == TIMESTAMP and self.stamps is not None:
            _fill(values, self.stamps)
        return values

    def columns(self) -> dict[int, Floats]:
        """Every field that holds a single number, as `numbers` gives it.

        The columns lie in one block of memory, which the system hands out much faster than many small ones.
        """
        numbers = self.number_fields()
        together = np.empty((len(numbers), self.count))
        return {number: self.numbers(number, together[row]) for row, number in enumerate(numbers)}

    def _write(self, values: Floats, held: Sequence[tuple[int, StoredField]], scale: float, offset: float) -> None:
        if len(self.blocks) == len(held) == 1 and self.blocks[0].write_numbers(held[0][1], values, scale, offset):
            return
        values.fill(np.nan)
        for place, stored in held:
            block = self.blocks[place]
            some = np.empty(block.index.size)
            if block.write_numbers(stored, some, scale, offset):
                values[self.places[place]] = some

    def number_fields(self) -> list[int]:
        """Fields that hold a single number in some messages: stored, in the bits of another field, or in the header."""
        stored = (number for number, held in self.holding.items() if any(one.is_number for _, one in held))
        made = (target for target, parts in self.meaning.sources.items() if any(s in self.holding for s, _ in parts))
        stamped = () if self.stamps is None else (TIMESTAMP,)
        return list(dict.fromkeys([*stored, *made, *stamped]))

    def messages(self, *, stored: bool = False) -> list[Message]:
        """Every message by itself: for those of which there are few.

        Parameters
        ----------
        stored
            True for the values as they are stored, neither scaled nor put into words nor made from others.
        """
        rows: list[Message] = [{} for _ in range(self.count)]
        for place, block in enumerate(self.blocks):
            where = self.places[place]
            mine = rows if isinstance(where, slice) else [rows[row] for row in where]
            for held in block.layout.fields:
                values = raw_values(block, held) if stored else field_values(self, block, held)
                for row, value in zip(mine, values, strict=True):
                    if value is not None:
                        row[held.number] = value
        if not stored:
            self._add_made(rows)
        return rows

    def _add_made(self, rows: list[Message]) -> None:
        """Add what is not stored by itself: values in the bits of others, times in headers."""
        made = [
            (target, made_values(self, target, source, part))
            for target, sources in self.meaning.sources.items()
            for source, part in sources
            if source in self.holding
        ]
        if self.stamps is not None:
            made.append((TIMESTAMP, [None if np.isnan(stamp) else int(stamp) for stamp in self.stamps.tolist()]))
        for number, values in made:
            for row, value in zip(rows, values, strict=True):
                if value is not None:
                    row.setdefault(number, value)


def _fill(values: Floats, others: Floats) -> None:
    np.copyto(values, others, where=np.isnan(values))
