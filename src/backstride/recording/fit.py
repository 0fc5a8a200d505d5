"""FIT bytes -> messages: the files chained in it, each with record columns and the few other messages a run needs.

A file that is cut off or broken gives everything before the damage. Field and message numbers are those of the FIT
global profile as generated in fitdecode (MIT licence).
"""

from __future__ import annotations

import io
import struct
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import fitdecode
import numpy as np
from fitdecode.reader import CrcCheck, ErrorHandling

from backstride.recording.crc import crc16
from backstride.recording.run import WatchFileError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

FILE_ID, SPORT, SESSION, RECORD, EVENT, DEVICE_INFO, ACTIVITY, HR = 0, 12, 18, 20, 21, 23, 34, 132
TIMESTAMP = 253
LATITUDE, LONGITUDE, ALTITUDE, HEART_RATE, CADENCE, DISTANCE, SPEED, POWER, TEMPERATURE = 0, 1, 2, 3, 4, 5, 6, 7, 13
OSCILLATION, CONTACT_TIME, CADENCE_256, FRACTIONAL_CADENCE, ENHANCED_SPEED = 39, 41, 52, 53, 73
ENHANCED_ALTITUDE, VERTICAL_RATIO, BALANCE, STEP_LENGTH = 78, 83, 84, 85

_KEPT_MESSAGES = frozenset({FILE_ID, SPORT, SESSION, EVENT, DEVICE_INFO, ACTIVITY, HR})
_KEPT_FIELDS = (
    *(TIMESTAMP, LATITUDE, LONGITUDE, ALTITUDE, HEART_RATE, CADENCE, DISTANCE, SPEED, POWER, TEMPERATURE, OSCILLATION),
    *(CONTACT_TIME, CADENCE_256, FRACTIONAL_CADENCE, ENHANCED_SPEED, ENHANCED_ALTITUDE, VERTICAL_RATIO, BALANCE),
    STEP_LENGTH,
)
_KEPT_DEVELOPER_NAMES = frozenset({"power", "ground time", "vertical oscillation"})
_HEADER_SIZES = (12, 14)
_CHECKSUM_SIZE = 2
_RECORDS_MAX = 1_000_000
"""Eleven days at one a second; more would not fit the memory an import is allowed."""

Message = dict[int, Any]
"""Field number -> value, scaled, names instead of numbers for enumerations; missing values are left out."""


@dataclass(slots=True, eq=False)
class FitFile:
    """One FIT file of a chain.

    Parameters
    ----------
    records
        Field number -> one value a record message, shape (n,), scaled, NaN where missing.
    developer
        (name, unit) of a developer field, lower case -> one value a record message, shape (n,).
    messages
        Message number -> messages in file order.
    cut_at
        Byte at which the file ends too early; None where it does not.
    broken
        Byte and reason of the first thing that cannot be read; None for a sound file.
    checksum_ok
        None where the file ends before its checksum.
    """

    records: Mapping[int, NDArray[np.float64]]
    developer: Mapping[tuple[str, str], NDArray[np.float64]]
    messages: Mapping[int, list[Message]]
    cut_at: int | None = None
    broken: tuple[int, str] | None = None
    checksum_ok: bool | None = None
    trailing: int = 0

    @property
    def count(self) -> int:
        """Number of record messages."""
        return len(self.records[TIMESTAMP])


def decode(data: bytes) -> list[FitFile]:
    """Split `data` into its chained FIT files and decode each as far as it goes.

    Parameters
    ----------
    data
        The whole file.

    Returns
    -------
    list of FitFile
        At least one.

    Raises
    ------
    WatchFileError
        If `data` does not begin with a FIT header. The file's name is not part of the sentence.
    """
    files: list[FitFile] = []
    offset = 0
    while offset < len(data):
        try:
            header_size, body_size, header_ok = _header(data, offset)
        except WatchFileError:
            if not files:
                raise
            files[-1].trailing = len(data) - offset
            break
        end = offset + header_size + body_size + _CHECKSUM_SIZE
        one = _decode_one(data, offset, header_size, min(end, len(data)))
        if end <= len(data):
            (stored,) = struct.unpack_from("<H", data, end - _CHECKSUM_SIZE)
            one.checksum_ok = stored == crc16(memoryview(data)[offset : end - _CHECKSUM_SIZE])
        elif not header_ok:
            one.checksum_ok = False
        files.append(one)
        offset = end
    return files


def joined(files: list[FitFile]) -> FitFile:
    """The files of a chain as one, for makers that spread an activity over several."""
    names = list(dict.fromkeys(name for one in files for name in one.developer))
    return FitFile(
        records={number: np.concatenate([one.records[number] for one in files]) for number in _KEPT_FIELDS},
        developer={
            name: np.concatenate([one.developer.get(name, np.full(one.count, np.nan)) for one in files])
            for name in names
        },
        messages={number: [message for one in files for message in one.messages[number]] for number in _KEPT_MESSAGES},
        cut_at=next((one.cut_at for one in files if one.cut_at is not None), None),
        broken=next((one.broken for one in files if one.broken is not None), None),
    )


def _header(data: bytes, offset: int) -> tuple[int, int, bool]:
    """Size of header and body, and whether the header's own checksum holds (a stored 0 means it has none)."""
    head = data[offset : offset + _HEADER_SIZES[1]]
    if len(head) < _HEADER_SIZES[0]:
        raise WatchFileError(f"byte {offset}: only {len(head)} bytes where a FIT header needs 12; copy the file again")
    header_size, body_size, magic = struct.unpack_from("<B3xI4s", head)
    if magic != b".FIT":
        raise WatchFileError(f"byte {offset + 8}: the mark '.FIT' is missing, so this is no FIT file; export it again")
    if header_size not in _HEADER_SIZES or len(head) < header_size:
        raise WatchFileError(f"byte {offset}: the FIT header is broken (length {header_size}); export the file again")
    (stored,) = struct.unpack_from("<H", head, 12) if header_size == _HEADER_SIZES[1] else (0,)
    header_ok = stored in (0, crc16(head[:12]))
    if body_size == 0:
        body_size = len(data) - offset - header_size
    return header_size, body_size, header_ok


def _decode_one(data: bytes, start: int, header_size: int, end: int) -> FitFile:
    # The size in the header is rewritten because a watch that died never filled it in.
    declared = struct.unpack_from("<I", data, start + 4)[0] or end - start - header_size
    header = data[start : start + 4] + struct.pack("<I", declared) + data[start + 8 : start + header_size]
    stream = io.BytesIO(header + data[start + header_size : end])
    reader = fitdecode.FitReader(
        stream, processor=None, check_crc=CrcCheck.DISABLED, error_handling=ErrorHandling.IGNORE
    )
    rows = _RecordColumns()
    messages: dict[int, list[Message]] = {number: [] for number in _KEPT_MESSAGES}
    cut_at: int | None = None
    broken: tuple[int, str] | None = None
    try:
        for frame in reader:
            if frame.frame_type != fitdecode.FIT_FRAME_DATA:
                continue
            number = frame.global_mesg_num
            if number == RECORD:
                rows.append(frame)
                if rows.count >= _RECORDS_MAX:
                    broken = (start + stream.tell(), f"more than {_RECORDS_MAX} samples")
                    break
            elif number in _KEPT_MESSAGES:
                messages[number].append(_values(frame))
    except fitdecode.FitEOFError:
        cut_at = end
    except fitdecode.FitParseError as error:
        broken = (start + error.offset, str(error).partition(": ")[2] or "bytes that make no sense")
    except Exception as error:  # damaged bytes make fitdecode fail in many ways, also with assertions and key errors
        broken = (start + stream.tell(), " ".join(str(error).split()) or "bytes that make no sense")
    return FitFile(rows.columns(), rows.developer_columns(), messages, cut_at, broken)


def _values(frame: Any) -> Message:
    """Native fields of a message by number; a field stored by the device wins over one expanded from another."""
    values: Message = {}
    for item in frame.fields:
        if item.value is None:
            continue
        if item.field_def is None:
            values.setdefault(item.field.def_num, item.value)
        elif not item.field_def.is_dev:
            values[item.field_def.def_num] = item.value
    return values


@dataclass(slots=True)
class _RecordColumns:
    """Grows the columns of the record messages, one row at a time."""

    count: int = 0
    native: dict[int, array[float]] = field(default_factory=lambda: {number: array("d") for number in _KEPT_FIELDS})
    developer: dict[tuple[str, str], array[float]] = field(default_factory=dict)

    def append(self, frame: Any) -> None:
        values = _values(frame)
        for number, column in self.native.items():
            value = values.get(number)
            column.append(float(value) if isinstance(value, int | float) else np.nan)
        self.count += 1
        if frame.def_mesg.dev_field_defs:
            self._append_developer(frame)

    def _append_developer(self, frame: Any) -> None:
        for item in frame.fields:
            if item.field_def is None or not item.field_def.is_dev or not isinstance(item.value, int | float):
                continue
            name, unit = _lower(item.field.name), _lower(item.field.units)
            if name in _KEPT_DEVELOPER_NAMES:
                column = self.developer.setdefault((name, unit), array("d"))
                self._fill_up(column, self.count - 1)
                column[self.count - 1 :] = array("d", [float(item.value)])

    @staticmethod
    def _fill_up(column: array[float], count: int) -> None:
        column.extend([np.nan] * (count - len(column)))

    def columns(self) -> dict[int, NDArray[np.float64]]:
        return {number: np.array(column, dtype=np.float64) for number, column in self.native.items()}

    def developer_columns(self) -> dict[tuple[str, str], NDArray[np.float64]]:
        for column in self.developer.values():
            self._fill_up(column, self.count)
        return {key: np.array(column, dtype=np.float64) for key, column in self.developer.items()}


def _lower(text: Any) -> str:
    """Names and units of developer fields are free text, sometimes a list or missing."""
    return text.strip().casefold() if isinstance(text, str) else ""
