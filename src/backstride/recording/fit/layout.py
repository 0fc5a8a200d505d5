"""A definition in a FIT file -> where each field of its messages lies, and of which type it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

HAS_DEVELOPER_FIELDS = 0x20
FIXED_SIZE = 6
"""Bytes of a definition before its fields: header, reserved, byte order, message number (2), number of fields."""
FIELD_SIZE = 3


@dataclass(frozen=True, slots=True)
class BaseType:
    """How a value is stored.

    Parameters
    ----------
    letter
        Type character of numpy; `S` for text, `V` for plain bytes.
    size
        Of one value. [byte]
    missing
        Stored value that means there is none; None where a rule of its own applies (text, bytes, floats).
    """

    letter: str
    size: int
    missing: int | None


BYTE = BaseType("V", 1, None)
TEXT = BaseType("S", 1, None)
BASE_TYPES: Mapping[int, BaseType] = {
    0x00: BaseType("u1", 1, 0xFF),
    0x01: BaseType("i1", 1, 0x7F),
    0x02: BaseType("u1", 1, 0xFF),
    0x83: BaseType("i2", 2, 0x7FFF),
    0x84: BaseType("u2", 2, 0xFFFF),
    0x85: BaseType("i4", 4, 0x7FFF_FFFF),
    0x86: BaseType("u4", 4, 0xFFFF_FFFF),
    0x07: TEXT,
    0x88: BaseType("f4", 4, None),
    0x89: BaseType("f8", 8, None),
    0x0A: BaseType("u1", 1, 0),
    0x8B: BaseType("u2", 2, 0),
    0x8C: BaseType("u4", 4, 0),
    0x0D: BYTE,
    0x8E: BaseType("i8", 8, 0x7FFF_FFFF_FFFF_FFFF),
    0x8F: BaseType("u8", 8, 0xFFFF_FFFF_FFFF_FFFF),
    0x90: BaseType("u8", 8, 0),
}
"""Number in a definition -> type (FIT protocol, base types); any other number counts as plain bytes."""


class StoredField(NamedTuple):
    """A field as the messages of one definition store it.

    Parameters
    ----------
    number
        Of the field within its message, or within its app.
    at
        Offset from the first byte after the header of a message. [byte]
    size
        All values of the field together. [byte]
    base
        Its type; bytes where the size does not fit the type, as some makers get that wrong.
    """

    number: int
    at: int
    size: int
    base: BaseType

    @property
    def values(self) -> int:
        """How many there are."""
        return self.size // self.base.size

    @property
    def is_number(self) -> bool:
        """Whether it holds one number: no text, no bytes, not several."""
        return self.size == self.base.size and self.base is not BYTE and self.base is not TEXT


class AppField(NamedTuple):
    """A field that an app adds: its number, place, and the index of the app; its type stands in a message elsewhere."""

    app: int
    number: int
    at: int
    size: int

    def of_type(self, code: int | None) -> StoredField:
        """The field once its type is known."""
        return stored_field(self.number, self.at, self.size, code)


@dataclass(frozen=True, slots=True)
class Layout:
    """What one definition says of its messages.

    Parameters
    ----------
    message
        Number of the kind of message.
    order
        `<` or `>`, the order of bytes.
    size
        Of a message without its header. [byte]
    fields, app_fields
        In the order they are stored.
    """

    message: int
    order: str
    size: int
    fields: tuple[StoredField, ...]
    app_fields: tuple[AppField, ...]


def stored_field(number: int, at: int, size: int, code: int | None) -> StoredField:
    """A field of base type `code`; plain bytes where the type is unknown or the size is no multiple of it."""
    base = BYTE if code is None else BASE_TYPES.get(code, BYTE)
    return StoredField(number, at, size, base if size % base.size == 0 else BYTE)


def message_number(definition: bytes) -> int:
    """Number of the kind of message that a definition is about."""
    return int.from_bytes(definition[3:5], "big" if definition[2] else "little")


def layout(definition: bytes) -> Layout:
    """Read a definition.

    Parameters
    ----------
    definition
        All of its bytes, from its header on.

    Returns
    -------
    Layout
    """
    count = definition[5]
    at = 0
    fields = []
    for place in range(FIXED_SIZE, FIXED_SIZE + FIELD_SIZE * count, FIELD_SIZE):
        number, size, code = definition[place : place + FIELD_SIZE]
        fields.append(stored_field(number, at, size, code))
        at += size
    app_fields = []
    if definition[0] & HAS_DEVELOPER_FIELDS:
        first = FIXED_SIZE + FIELD_SIZE * count + 1
        for place in range(first, len(definition), FIELD_SIZE):
            number, size, app = definition[place : place + FIELD_SIZE]
            app_fields.append(AppField(app, number, at, size))
            at += size
    order = ">" if definition[2] else "<"
    return Layout(message_number(definition), order, at, tuple(fields), tuple(app_fields))
