"""What the numbers in a FIT file mean: the table in `profile.json`, read once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Part:
    """Some bits of a stored field that are the value of another field.

    Parameters
    ----------
    field
        Number of the field that the bits belong to.
    first, bits
        First bit and number of bits.
    scale, offset
        Value = bits / scale - offset.
    adds_up
        True where the bits are the lowest of a count that goes on from message to message.
    """

    field: int
    first: int
    bits: int
    scale: float
    offset: float
    adds_up: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a message, or a variant of it.

    Parameters
    ----------
    name, units
        Empty where there is none.
    scale, offset
        Value = stored / scale - offset; 1 and 0 where the field is stored as it is.
    names
        Words for stored numbers.
    parts
        What the bits of this field are values of.
    variants
        ((other field, its stored value), ...) and the meaning this field then has; the first that holds counts.
    """

    name: str = ""
    units: str = ""
    scale: float = 1
    offset: float = 0
    names: Mapping[int, str] | None = None
    parts: tuple[Part, ...] = ()
    variants: tuple[tuple[tuple[tuple[int, int], ...], Field], ...] = ()


UNKNOWN = Field()


@dataclass(frozen=True, slots=True)
class Message:
    """One kind of message.

    Parameters
    ----------
    name
        Empty where the table has none.
    fields
        By number.
    sources
        Field -> (field that holds its bits, which) for every field that can be made from another.
    """

    name: str
    fields: Mapping[int, Field]
    sources: Mapping[int, tuple[tuple[int, Part], ...]]

    def field(self, number: int) -> Field:
        """What is known of a field; nothing for one outside the table."""
        return self.fields.get(number, UNKNOWN)


@cache
def message(number: int) -> Message:
    """What is known of a message; nothing for one outside the table."""
    entry = _table()["messages"].get(str(number), {"name": "", "fields": {}})
    fields = {int(key): _field(value) for key, value in entry["fields"].items()}
    sources: dict[int, list[tuple[int, Part]]] = {}
    for key, field in fields.items():
        for part in field.parts:
            sources.setdefault(part.field, []).append((key, part))
    # A field that holds several values of another in a row gives no single number.
    single = {
        target: tuple(one for one in found if sum(other == one[0] for other, _ in found) == 1)
        for target, found in sources.items()
    }
    return Message(entry["name"], fields, {target: found for target, found in single.items() if found})


@cache
def _table() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("profile.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


@cache
def _names(kind: str) -> dict[int, str]:
    return {int(number): word for number, word in _table()["values"][kind].items()}


def _field(entry: dict[str, Any]) -> Field:
    parts = (
        Part(
            part["field"],
            part["from"],
            part["bits"],
            part.get("scale", 1),
            part.get("offset", 0),
            part.get("adds_up", False),
        )
        for part in entry.get("parts", ())
    )
    variants = (
        (tuple((other, value) for other, value in variant["when"]), _field(variant))
        for variant in entry.get("variants", ())
    )
    return Field(
        name=entry["name"],
        units=entry.get("units", ""),
        scale=entry.get("scale", 1),
        offset=entry.get("offset", 0),
        names=_names(entry["values"]) if "values" in entry else None,
        parts=tuple(parts),
        variants=tuple(variants),
    )
