"""`Record` elements of the kinds that tell of a run, found in the text by a scan of its bytes, many at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backstride.recording.apple.markup import DEVICE_MAX, TAG_REST, plain, raw_attributes
from backstride.recording.apple.times import unix_time, unix_times

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

PREFIX = "HKQuantityTypeIdentifier"
KINDS = (
    "HeartRate",
    "StepCount",
    "DistanceWalkingRunning",
    "RunningSpeed",
    "RunningPower",
    "RunningStrideLength",
    "RunningVerticalOscillation",
    "RunningGroundContactTime",
)
LONGEST_S = 86_400
"""A record over more than a day says nothing of a run. [s]"""
SERIES_MAX = 10_000
"""Different heads of records kept at hand; a phone writes some dozens."""
HEAD_MAX = 2048
"""Bytes of a head that is kept at hand; a phone writes 300."""
NAME_MAX = 200
"""Characters of a name that count."""
_WANTED = f"{PREFIX}(?:{'|'.join(KINDS)})".encode()
_NUMBER = rb"[-+]?(?:\d{1,20}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][-+]?\d{1,3})?"
_DATE = rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [-+]\d{4}"
_VALUE = rb'="[^"<]*+"'
_USUAL = b"".join(
    (
        b'(type="' + _WANTED + b'" sourceName' + _VALUE,
        *(b"(?: " + name + _VALUE + b")?" for name in (b"sourceVersion", b"device", b"unit")),
        b")(?: creationDate" + _VALUE + b')? startDate="(' + _DATE + b')" endDate="(' + _DATE,
        b')" value="(' + _NUMBER + rb')"\s*/?>',
    )
)
_TAG = re.compile(rb"<Record\s++(?:" + _USUAL + rb'|(?!type="(?!' + _WANTED + rb'"))(' + TAG_REST + rb"))")
"""A tag as Apple writes it, in its parts; else any tag whose kind is not seen at once to be another, whole."""
_KIND = re.compile(_WANTED)
_ANY_NUMBER = re.compile(_NUMBER)
_MODEL = re.compile(r"model:\s*([^,<>]+)")


class Series(NamedTuple):
    """What the records of one series have in common.

    Parameters
    ----------
    kind
        One of `KINDS`.
    unit, source
        As they are written.
    model
        `Watch`, `iPhone`, ... by the device; empty where it is not named.
    """

    kind: str
    unit: str
    source: str
    model: str


class Batch(NamedTuple):
    """Some records: their series, Unix times of start and end [s], and values as they are written; shape (n,)."""

    series: list[Series]
    start_s: NDArray[np.int64]
    end_s: NDArray[np.int64]
    values: list[bytes]

    def taken(self, index: NDArray[np.intp]) -> Batch:
        """Those with these numbers."""
        at = index.tolist()
        return Batch([self.series[n] for n in at], self.start_s[index], self.end_s[index], [self.values[n] for n in at])


class Records:
    """The records of a document.

    Attributes
    ----------
    broken
        How many of the wanted kinds could not be read so far.
    """

    def __init__(self) -> None:
        self._heads: dict[bytes, Series] = {}
        self.broken = 0

    def batches(self, pieces: Iterable[bytes]) -> Iterator[Batch]:
        """The records of each piece that holds some, in the order of the document but for unusual ones."""
        for piece in pieces:
            found = _TAG.findall(piece)
            if found:
                yield self._batch(found)

    def _batch(self, found: list[tuple[bytes, ...]]) -> Batch:
        heads, starts, ends, values, others = (list(column) for column in zip(*found, strict=True))
        usual = [n for n, head in enumerate(heads) if head] if any(others) else range(len(heads))
        if len(usual) < len(heads):
            heads, starts, ends, values = ([column[n] for n in usual] for column in (heads, starts, ends, values))
        start_s, end_s = unix_times(starts), unix_times(ends)
        rows = [row for row in map(self._read, filter(None, others)) if row is not None]
        series = [*map(self._series, heads), *(row[0] for row in rows)]
        batch = Batch(
            series,
            np.concatenate([start_s, np.array([row[1] for row in rows], dtype=np.int64)]),
            np.concatenate([end_s, np.array([row[2] for row in rows], dtype=np.int64)]),
            [*values, *(row[3] for row in rows)],
        )
        length_s = batch.end_s - batch.start_s
        sound = (batch.start_s >= 0) & (batch.end_s >= 0) & (length_s >= 0) & (length_s <= LONGEST_S)
        if sound.all():
            return batch
        self.broken += int((~sound).sum())
        return batch.taken(np.flatnonzero(sound))

    def _series(self, head: bytes) -> Series:
        series = self._heads.get(head)
        if series is None:
            if len(self._heads) > SERIES_MAX:
                self._heads.clear()
            series = _series(raw_attributes(head))
            if len(head) <= HEAD_MAX:
                self._heads[head] = series
        return series

    def _read(self, tag: bytes) -> tuple[Series, int, int, bytes] | None:
        """A tag that is not written the usual way; None where it is of another kind or broken."""
        words = raw_attributes(tag)
        if _KIND.fullmatch(words.get(b"type", b"")) is None:
            return None
        start_s, end_s = unix_time(words.get(b"startDate")), unix_time(words.get(b"endDate"))
        value = words.get(b"value", b"").strip()
        if start_s is None or end_s is None or _ANY_NUMBER.fullmatch(value) is None:
            self.broken += 1
            return None
        return _series(words), start_s, end_s, value


def _series(words: dict[bytes, bytes]) -> Series:
    kind, unit, source, device = (plain(words.get(name, b"")) for name in (b"type", b"unit", b"sourceName", b"device"))
    model = _MODEL.search(device[:DEVICE_MAX])
    names = (unit, source, model[1].strip() if model else "")
    return Series(kind.removeprefix(PREFIX), *(name[:NAME_MAX] for name in names))
