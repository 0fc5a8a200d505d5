"""What is fuzzed: for each reader of foreign bytes a function that lets every undeclared error out."""

from __future__ import annotations

import struct
import tempfile
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[[bytes], None]


@dataclass(frozen=True)
class Target:
    """A reader: how to get ready (imports happen there, so that their branches are watched), and its seeds."""

    ready: Callable[[], Run]
    seeds: str = ""


def _recordings(wrap: Callable[[bytes], bytes]) -> Run:
    import polars as pl

    from backstride import recording

    path = Path(tempfile.mkdtemp(prefix="backstride-fuzz-")) / "run"

    def read(data: bytes) -> None:
        path.write_bytes(wrap(data))
        try:
            runs = recording.read(path)
        except recording.WatchFileError as error:
            _one_line(error)
            return
        for run in runs:
            for column in run.samples.select(pl.col(pl.Float64)).iter_columns():
                if not column.is_finite().all():
                    raise AssertionError(f"{column.name} holds a number that is not finite")
            recording.summary(run)

    return read


def _fit_header(data: bytes) -> bytes:
    """A header that fits, where there is none: otherwise hardly any input gets past it."""
    if data[8:12] == b".FIT":
        return data
    return struct.pack("<BBHI4s", 12, 0x20, 2171, len(data), b".FIT") + data + b"\0\0"


def _fit() -> Run:
    return _recordings(_fit_header)


def _xml() -> Run:
    return _recordings(lambda data: data if data.lstrip().startswith(b"<") else b"<" + data)


def _apple() -> Run:
    return _recordings(lambda data: data if data.lstrip().startswith(b"<") else b"<HealthData>" + data)


def _gzip() -> Run:
    return _recordings(lambda data: data if data[:2] == b"\x1f\x8b" else b"\x1f\x8b\x08\x00" + data)


def _story() -> Run:
    from backstride import evidence
    from backstride.assess.story import read_story

    known = evidence.load(evidence.packaged())
    return lambda data: _ignore(read_story(data.decode("utf-8", "replace")[:4000], known))


def _answers() -> Run:
    from backstride import evidence
    from backstride.assess import assess
    from backstride.assess.answers import AnswersError, read_answers
    from backstride.cli.inputs import parse_json
    from backstride.cli.terminal import UsageError

    known = evidence.load(evidence.packaged())

    def read(data: bytes) -> None:
        try:
            answers = read_answers(parse_json(data.decode("utf-8", "replace"), "answers"), known)
        except (UsageError, AnswersError) as error:
            _one_line(error)
            return
        assess(answers, known, today=date(2026, 11, 1))

    return read


def _backup() -> Run:
    from backstride.store.archive import BackupDamagedError, read

    def unpack(data: bytes) -> None:
        try:
            read(BytesIO(data), lambda _: BytesIO())
        except BackupDamagedError:
            return

    return unpack


def _planted() -> Run:
    """An error behind two branches: what the harness must find."""

    def read(data: bytes) -> None:
        if data[:1] == b"F" and data[1:2] == b"U":
            raise KeyError("planted")

    import atheris

    return atheris.instrument_func(read)


def _one_line(error: Exception) -> None:
    if "\n" in str(error):
        raise AssertionError("the sentence about it runs over several lines")


def _ignore(_: Any) -> None:
    return


TARGETS = {
    "fit": Target(_fit, ".fit"),
    "gpx": Target(_xml, ".gpx"),
    "tcx": Target(_xml, ".tcx"),
    "apple": Target(_apple),
    "gzip": Target(_gzip),
    "story": Target(_story),
    "answers": Target(_answers),
    "backup": Target(_backup),
    "planted": Target(_planted),
}
