"""Writes small FIT files byte by byte, straight from the protocol: the tests' own hand, independent of any decoder."""

import struct

TYPES = {
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
FILE_ID, SPORT, SESSION, RECORD, EVENT, ACTIVITY, HR, FIELD_DESCRIPTION, DEVELOPER_DATA_ID = (
    *(0, 12, 18, 20, 21, 34, 132),
    *(206, 207),
)
NOON = 1_100_000_000
"""FIT time of the first sample; Unix 1731065600, which is 2024-11-08 11:33:20 UTC."""
NOON_UNIX = NOON + 631_065_600
RUNNING, CYCLING, SWIMMING, TRANSITION = 1, 2, 5, 3
START, STOP, STOP_ALL, STOP_DISABLE_ALL = 0, 1, 4, 9


def crc(data):
    """CRC-16 of the FIT protocol, bit by bit."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value


def _stored(kind):
    """Base type number, struct format and missing value of a type as `FitBytes.define` takes it."""
    if isinstance(kind, int):
        kind = ("byte", kind)
    name, count = (kind, 1) if isinstance(kind, str) else kind
    code, letter, missing = TYPES[name]
    return code, f"{count}{letter}" if count != 1 or letter == "s" else letter, missing


class FitBytes:
    """One FIT file in the making; every method adds to its body."""

    def __init__(self, *, endian="<"):
        self.body = bytearray()
        self.endian = endian
        self.formats = {}
        self.developer = {}

    def define(self, local, message, fields, developer=()):
        """fields: (number, type); developer: (number, type, developer index).

        A type is its name, (name, how many), or a number of plain bytes.
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

    def data(self, local, *values, header=None):
        """One message; None writes the value that means missing."""
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

    def compressed(self, local, offset, *values):
        """One message whose header holds the lowest five bits of its time."""
        return self.data(local, *values, header=0x80 | local << 5 | offset & 0x1F)

    def finish(self, *, header_size=14, declared=None, header_crc=True, checksum=None):
        """The whole file."""
        size = len(self.body) if declared is None else declared
        header = struct.pack("<BBHI4s", header_size, 0x20, 2171, size, b".FIT")
        if header_size == 14:
            header += struct.pack("<H", crc(header) if header_crc else 0)
        whole = header + bytes(self.body)
        return whole + struct.pack("<H", crc(whole) if checksum is None else checksum)

    def file_id(self, *, kind=4, maker=1, product=3113, time=NOON):
        """Type 4 is an activity, maker 1 is Garmin."""
        self.define(0, FILE_ID, [(0, "enum"), (1, "uint16"), (2, "uint16"), (4, "uint32")])
        return self.data(0, kind, maker, product, time)

    def events(self, *pairs):
        """(seconds, kind of event) of the timer."""
        self.define(1, EVENT, [(253, "uint32"), (0, "enum"), (1, "enum")])
        for second, kind in pairs:
            self.data(1, NOON + second, 0, kind)
        return self

    def session(self, *, start=0, elapsed=None, timer=None, distance=None, sport=RUNNING, sub_sport=0, end=None):
        """Summary of a leg; start and end in seconds, distance in metres."""
        self.define(
            2,
            SESSION,
            [(253, "uint32"), (2, "uint32"), (5, "enum"), (6, "enum"), (7, "uint32"), (8, "uint32"), (9, "uint32")],
        )
        stop = end if end is not None else start + (elapsed or 0)
        thousand = [None if value is None else round(value * 1000) for value in (elapsed, timer)]
        hundred = None if distance is None else round(distance * 100)
        return self.data(2, NOON + int(stop), NOON + start, sport, sub_sport, *thousand, hundred)

    def activity(self, *, local=None, time=NOON):
        """local: what the watch calls local time, as a FIT time."""
        self.define(3, ACTIVITY, [(253, "uint32"), (5, "uint32"), (1, "uint16")])
        return self.data(3, time, local, 1)

    def records(self, *fields, rows, seconds=None):
        """One sample a second (or at `seconds`); fields: (number, type name); rows: stored values."""
        self.define(4, RECORD, [(253, "uint32"), *fields])
        for index, row in enumerate(rows):
            second = index if seconds is None else seconds[index]
            self.data(4, NOON + second, *row)
        return self


def steady(count, *, speed=3):
    """Rows for fields ((5, "uint32"), (4, "uint8")): distance in hundredths of a metre, 80 strides a minute."""
    return [(100 * speed * second, 80) for second in range(count)]


STEADY = ((5, "uint32"), (4, "uint8"))
