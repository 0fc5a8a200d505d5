"""The kinds of file that `decode.py` measures: who reads them, whom each is held against, and how to write some."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

import xml_readers
from fit_readers import LIMIT, OURS, OURS_FAST, READERS, Reader

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (1_000, 10_000, 100_000, 900_000)
"""Samples of the written files that show how time grows."""
FIT_WORDS = """\
What the readers hand over is not equal: Backstride and fitfast.records give a column for every field of the samples
that holds one number, fields of apps included; the others give every message as Python objects. `Backstride` is numpy
alone; `[fast]` adds numba and fastcrc, whose compiled pass the command line loads from 600 MiB of files on.
`Backstride, runs` goes all the way to cleaned runs with totals and pauses, which no other reader does."""
XML_WORDS = """\
`Backstride` reads the points many at once with numpy and polars and leaves the rest of the text to lxml; in `lxml
alone` lxml reads the points too, which is the way for texts with any oddity. Both give the same values, those of
`float`. `lxml iterparse` is what one writes for position, height, time, heart rate and cadence only; gpxpy gives
objects."""


@dataclass(frozen=True)
class Format:
    """A kind of file, who reads it, whom each is held against (the limit last), and how to write such files."""

    name: str
    readers: dict[str, Reader]
    against: tuple[str, ...]
    words: str
    grown: tuple[str, ...]
    written: Callable[[int], bytes]
    sizes: tuple[int, ...]

    @property
    def title(self) -> str:
        """Heading of its section."""
        return f"Reading {self.name.upper()} files, beside other readers"


def written(samples: int) -> bytes:
    """A FIT file of some samples: time, place, distance, speed, heart rate."""
    fields = [(253, 4, 0x86), (0, 4, 0x85), (1, 4, 0x85), (5, 4, 0x86), (73, 4, 0x86), (3, 1, 0x02)]
    rows = np.zeros(
        samples,
        dtype=[
            ("header", "u1"),
            ("time", "<u4"),
            ("lat", "<i4"),
            ("long", "<i4"),
            ("m", "<u4"),
            ("v", "<u4"),
            ("hr", "u1"),
        ],
    )
    second = np.arange(samples)
    rows["time"], rows["m"], rows["v"], rows["hr"] = 1_100_000_000 + second, 300 * second, 3000, 120 + second % 60
    rows["lat"], rows["long"] = 600_000_000 + 10 * second, 160_000_000 + 7 * second
    definition = b"\x40\0\0" + struct.pack("<HB", 20, len(fields)) + b"".join(map(bytes, fields))
    body = definition + rows.tobytes()
    head = struct.pack("<BBHI4s", 12, 0x20, 2171, len(body), b".FIT")
    from backstride.recording.crc import crc16

    return head + body + struct.pack("<H", crc16(head + body))


_XML = (xml_readers.OURS, xml_readers.PARSER, xml_readers.LIMIT)
_XML_GROWN = (xml_readers.LIMIT, xml_readers.OURS, xml_readers.PARSER)
FORMATS = {
    kind.name: kind
    for kind in (
        Format(
            "fit",
            READERS,
            (OURS, OURS_FAST, LIMIT),
            FIT_WORDS,
            (LIMIT, OURS, OURS_FAST, "fitfast.records"),
            written,
            SIZES,
        ),
        Format(
            "gpx",
            xml_readers.GPX_READERS,
            _XML,
            XML_WORDS,
            (*_XML_GROWN, xml_readers.GPXPY),
            xml_readers.written_gpx,
            (1_000, 10_000, 86_400),
        ),
        Format(
            "tcx",
            xml_readers.TCX_READERS,
            _XML,
            XML_WORDS,
            _XML_GROWN,
            xml_readers.written_tcx,
            (1_000, 10_000, 86_400),
        ),
    )
}
