"""Ways to read a FIT file, ours and others', from bytes to values; and what reading costs at the very least."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RECORD = 20


@dataclass(frozen=True)
class Reader:
    """A reader: what it hands over, and how to get ready (returns what reads a file and counts its samples)."""

    name: str
    gives: str
    ready: Callable[[], Callable[[Path], int]]
    slow: bool = False


def _limit() -> Callable[[Path], int]:
    from backstride.recording.crc import crc16

    return lambda path: crc16(path.read_bytes()) and 0


def _plain() -> Callable[[Path], int]:
    from backstride.recording import crc

    crc._compiled = lambda: None
    return _columns


def _fast() -> Callable[[Path], int]:
    import fastcrc

    from backstride.recording.fit import fast

    if not fast.use_compiled():
        raise ImportError("numba is not installed")
    assert fastcrc
    fast.find_messages(b"", 0, 0)  # what is compiled is loaded now, not with the first file
    return _columns


def _everything_fast() -> Callable[[Path], int]:
    _fast()
    return _every_column


def _columns(path: Path) -> int:
    """Every field of the samples that holds one number, app fields included, as a column."""
    from backstride.recording.fit.file import decode

    count = 0
    for one in decode(path.read_bytes()):
        for part in one.parts:
            table = part.table(RECORD)
            columns = table.columns()
            apps = part.app_columns(RECORD)
            count += table.count
            assert columns is not apps
    return count


def _every_column(path: Path) -> int:
    """Every such field of every kind of message as a column."""
    from backstride.recording.fit.file import decode

    count = 0
    for one in decode(path.read_bytes()):
        for part in one.parts:
            for kind in part.message_numbers:
                table = part.table(kind)
                columns = table.columns()
                apps = part.app_columns(kind)
                assert columns is not apps
            count += part.table(RECORD).count
    return count


def _run() -> Callable[[Path], int]:
    _plain()
    from backstride.recording import read

    return lambda path: sum(run.samples.height for run in read(path))


def _fitfast_records() -> Callable[[Path], int]:
    import fitfast  # type: ignore[import-not-found]

    def count(path: Path) -> int:
        columns: dict[str, Any] = fitfast.records(str(path))
        return max(map(len, columns.values()), default=0)

    return count


def _fitfast_parse() -> Callable[[Path], int]:
    import fitfast

    return lambda path: len(fitfast.parse(str(path)).get("record", ()))


def _native() -> Callable[[Path], int]:
    import pyfitparsernative as native  # type: ignore[import-not-found]

    def count(path: Path) -> int:
        return sum(message.get("message_type") == "record" for message in native.parse_fit_file(str(path)))

    return count


def _fitdecode() -> Callable[[Path], int]:
    import fitdecode

    def count(path: Path) -> int:
        with fitdecode.FitReader(path) as reader, warnings.catch_warnings(action="ignore"):
            return sum(frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name == "record" for frame in reader)

    return count


def _fitparse() -> Callable[[Path], int]:
    import fitparse  # type: ignore[import-not-found]

    def count(path: Path) -> int:
        return sum(message.name == "record" for message in fitparse.FitFile(str(path)).get_messages())

    return count


LIMIT = "reading and checksum alone"
OURS, OURS_FAST = "Backstride", "Backstride [fast]"
READERS = {
    reader.name: reader
    for reader in (
        Reader(LIMIT, "nothing", _limit),
        Reader(OURS, "columns of samples", _plain),
        Reader(OURS_FAST, "columns of samples", _fast),
        Reader("Backstride [fast], all", "columns of all messages", _everything_fast),
        Reader("Backstride, runs", "cleaned runs", _run),
        Reader("fitfast.records", "columns of samples", _fitfast_records),
        Reader("fitfast.parse", "messages", _fitfast_parse),
        Reader("pyfitparsernative", "messages", _native),
        Reader("fitdecode", "messages", _fitdecode, slow=True),
        Reader("fitparse", "messages", _fitparse, slow=True),
    )
}
