"""Writes FIT files message by message, straight from the protocol; shares nothing with the decoder.

The tests write odd and random files with it and read them back, and the sample runner is made with it.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Kind = str | int | tuple[str, int]

TYPES: Mapping[str, tuple[int, str, Any]] = {
    "enum": (0x00, "B", 0xFF),
    "sint8": (0x01, "b", 0x7F),
    "uint8": (0x02, "B", 0xFF),
    "uint8z": (0x0A, "B", 0),
    "sint16": (0x83, "h", 0x7FFF),
    "uint16": (0x84, "H", 0xFFFF),
    "sint32": (0x85, "i", 0x7FFFFFFF),
    "uint32": (0x86, "I", 0xFFFFFFFF),
    "uint16z": (0x8B, "H", 0),
    "uint32z": (0x8C, "I", 0),
    "float32": (0x88, "f", float("nan")),
    "float64": (0x89, "d", float("nan")),
    "sint64": (0x8E, "q", 0x7FFFFFFFFFFFFFFF),
    "uint64": (0x8F, "Q", 0xFFFFFFFFFFFFFFFF),
    "uint64z": (0x90, "Q", 0),
    "string": (0x07, "s", b""),
    "byte": (0x0D, "s", b"\xff"),
}
"""Base type -> number, struct code, value that means missing."""
PROTOCOL, PROFILE = 0x20, 2171


def crc(data: bytes) -> int:
    """CRC-16 of the FIT protocol, by a table of its 256 remainders."""
    value = 0
    for byte in data:
        value = value >> 8 ^ _REMAINDERS[(value ^ byte) & 0xFF]
    return value


def _remainder(value: int) -> int:
    for _ in range(8):
        value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value


_REMAINDERS = [_remainder(byte) for byte in range(256)]


class FitWriter:
    """One FIT file in the making; every method adds to its body."""

    def __init__(self, *, endian: str = "<") -> None:
        self.body = bytearray()
        self.endian = endian
        self.formats: dict[int, list[Kind]] = {}
        self._last: tuple[Any, ...] = ()

    def define(
        self,
        local: int,
        message: int,
        fields: Sequence[tuple[int, Kind]],
        developer: Sequence[tuple[int, Kind, int]] = (),
    ) -> Self:
        """Define what a local message is from here on.

        Parameters
        ----------
        local
            0 to 15.
        message
            Number of the kind of message.
        fields, developer
            (number, type), and (number, type, index of the app). A type is its name, (name, how many), or a number of
            plain bytes.
        """
        self.body += bytes([0x40 | (0x20 if developer else 0) | local, 0, self.endian == ">"])
        self.body += struct.pack(self.endian + "HB", message, len(fields))
        kinds = []
        for number, kind in fields:
            code, letters, _ = _stored(kind)
            self.body += bytes([number, struct.calcsize(letters), code])
            kinds.append(kind)
        if developer:
            self.body += bytes([len(developer)])
            for number, kind, index in developer:
                self.body += bytes([number, struct.calcsize(_stored(kind)[1]), index])
                kinds.append(kind)
        self.formats[local] = kinds
        return self

    def data(self, local: int, *values: Any, header: int | None = None) -> Self:
        """One message of stored values; None writes the value that means missing."""
        self.body += bytes([local if header is None else header])
        for kind, value in zip(self.formats[local], values, strict=True):
            _, letters, missing = _stored(kind)
            if letters.endswith("s"):
                size = struct.calcsize(letters)
                self.body += (missing or b"\0") * size if value is None else value.ljust(size, b"\0")
            else:
                several = value if isinstance(value, tuple) else (value,) * (1 if isinstance(kind, str) else kind[1])
                stored = [missing if one is None else one for one in several]
                self.body += struct.pack(self.endian + letters, *stored)
        return self

    def compressed(self, local: int, offset: int, *values: Any) -> Self:
        """One message whose header holds the lowest five bits of its time."""
        return self.data(local, *values, header=0x80 | local << 5 | offset & 0x1F)

    def message(self, message: int, fields: Sequence[tuple[int, Kind, Any]]) -> Self:
        """One message as local 0, from (number, type, stored value), defined first where the one before was another."""
        layout = (message, *((number, kind) for number, kind, _ in fields))
        if layout != self._last:
            self.define(0, message, [(number, kind) for number, kind, _ in fields])
            self._last = layout
        return self.data(0, *(value for *_, value in fields))

    def finish(
        self,
        *,
        header_size: int = 14,
        declared: int | None = None,
        header_crc: bool = True,
        checksum: int | None = None,
        versions: tuple[int, int] = (PROTOCOL, PROFILE),
    ) -> bytes:
        """The whole file.

        Parameters
        ----------
        header_size
            12, or 14 for a header with a checksum of its own (0 unless `header_crc`).
        declared
            Size that the header claims; the true one if not given.
        checksum
            Of the file; the true one if not given.
        versions
            Of protocol and profile, as the header writes them.
        """
        size = len(self.body) if declared is None else declared
        header = struct.pack("<BBHI4s", header_size, *versions, size, b".FIT")
        if header_size == 14:
            header += struct.pack("<H", crc(header) if header_crc else 0)
        whole = header + bytes(self.body)
        return whole + struct.pack("<H", crc(whole) if checksum is None else checksum)


def _stored(kind: Kind) -> tuple[int, str, Any]:
    """Base type number, struct format and missing value of a type as `FitWriter.define` takes it."""
    if isinstance(kind, int):
        kind = ("byte", kind)
    name, count = (kind, 1) if isinstance(kind, str) else kind
    code, letter, missing = TYPES[name]
    return code, f"{count}{letter}" if count != 1 or letter == "s" else letter, missing
