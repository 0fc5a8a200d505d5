"""Stored fields -> values for people: words for numbers, scaled, text as text, nothing where nothing was recorded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from backstride.recording.fit.expand import part_numbers
from backstride.recording.fit.layout import BYTE, TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backstride.recording.fit.blocks import Block
    from backstride.recording.fit.layout import StoredField
    from backstride.recording.fit.profile import Field, Part
    from backstride.recording.fit.table import Table


def field_values(table: Table, block: Block, stored: StoredField) -> list[Any]:
    """Values of one field in the messages of one definition.

    Parameters
    ----------
    table
        Says what kind of message it is.
    block
        The messages.
    stored
        The field.

    Returns
    -------
    list
        One a message: a number, a word, text, a tuple of numbers (several values, or bytes), or None.
    """
    known = table.meaning.field(stored.number)
    raw = raw_values(block, stored)
    if not known.variants:
        return [_rendered(value, known) for value in raw]
    return [_rendered(value, meant) for value, meant in zip(raw, _meanings(block, known), strict=True)]


def made_values(table: Table, number: int, source: int, part: Part) -> list[Any]:
    """Values of a field that lie in the bits of another, one a message of `table`; None where missing."""
    known = table.meaning.field(number)
    values: list[Any] = [None if np.isnan(value) else value for value in part_numbers(table, source, part).tolist()]
    if part.scale != 1 or part.offset:
        return values
    values = [None if value is None else int(value) for value in values]
    if not known.variants:
        return [_rendered(value, _words_only(known)) for value in values]
    rows = np.arange(table.count)
    for block, place in zip(table.blocks, table.places, strict=True):
        for row, meant in zip(rows[place].tolist(), _meanings(block, known), strict=True):
            values[row] = _rendered(values[row], _words_only(meant))
    return values


def _words_only(known: Field) -> Field:
    """The bits of another field bring their own scale."""
    return replace(known, scale=1, offset=0)


def raw_values(block: Block, stored: StoredField) -> list[Any]:
    """Values of a field as they are stored; None where the stored value means that there is none."""
    if stored.base is TEXT:
        return [_text(bytes(row)) for row in block.plain(stored)]
    if stored.base is BYTE:
        return [None if all(b == 0xFF for b in row) else tuple(row) for row in block.plain(stored).tolist()]
    missing = stored.base.missing
    table = block.stored(stored)
    if stored.values == 1:
        return [_known(value, missing) for value in table[:, 0].tolist()]
    return [tuple(_known(value, missing) for value in row) for row in table.tolist()]


def _known(value: Any, missing: int | None) -> Any:
    return None if value == missing or value != value else value


def _text(stored: bytes) -> str | None:
    """Text ends at its first zero, but not every maker writes one, or keeps to UTF-8."""
    return stored.partition(b"\0")[0].decode("utf-8", errors="replace") or None


def _rendered(value: Any, known: Field) -> Any:
    if isinstance(value, tuple):
        return tuple(_scaled(one, known) for one in value)
    if known.names is not None and isinstance(value, int) and value in known.names:
        return known.names[value]
    return _scaled(value, known)


def _scaled(value: Any, known: Field) -> Any:
    if not isinstance(value, int | float) or (known.scale == 1 and not known.offset):
        return value
    return float(value) / known.scale - known.offset


def _meanings(block: Block, known: Field) -> list[Field]:
    """The variant of a field that each message holds, by what stands in its other fields."""
    choice = np.full(block.index.size, -1)
    asked = {other for conditions, _ in known.variants for other, _ in conditions}
    others: Mapping[int, Any] = {
        stored.number: found
        for stored in reversed(block.layout.fields)
        if stored.number in asked and (found := block.integers(stored)) is not None
    }
    for number, (conditions, _) in enumerate(known.variants):
        for other, wanted in conditions:
            if other in others:
                values, there = others[other]
                choice[(choice < 0) & there & (values == wanted)] = number
    meanings = [*(variant for _, variant in known.variants), known]
    return [meanings[number] for number in choice.tolist()]
