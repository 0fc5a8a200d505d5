"""Reading watch files beside other Python readers, on the same files, in the same run."""

from __future__ import annotations

import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backstride.recording import read
from figures import reason
from tables import NOT_MEASURED, Section, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parents[1]
RECORDINGS = ROOT / "tests" / "data" / "watchfiles"
LARGEST_BYTES = 500_000
REPEATS = 3
OURS = "Backstride"
REPEAT_UP_TO_S = 1.0
INTRO = """\
Backstride reads the bytes and then does what the others leave to their user: it keeps what stands before a damage,
checks the checksum and the clock, puts every sample into one table in SI units, finds pauses and totals. The others
decode and hand over time, distance and heart rate (GPX: place and height) of each sample. The tasks are near, not
equal; benchmarks/decode.py measures decoding alone. TCX is not compared: no reader for it is among the
development packages."""


@dataclass(frozen=True)
class Reader:
    """A way to read a file: returns the number of samples with a time."""

    name: str
    samples: Callable[[Path], int]


@dataclass(frozen=True)
class Reading:
    """One file by one reader: samples and the best time of several [s], or why it could not be read."""

    samples: int
    best_s: float
    failed: str | None = None


def peers_section() -> Section:
    """FIT beside fitdecode, GPX beside gpxpy."""
    compared = {
        "FIT": [Reader(OURS, _ours), Reader("fitdecode", _fitdecode)],
        "GPX": [Reader(OURS, _ours), Reader("gpxpy", _gpxpy)],
    }
    times: list[tuple[str, ...]] = []
    failures: list[tuple[str, ...]] = []
    for ending, readers in compared.items():
        files = _files(ending)
        results = {reader.name: [_reading(reader, path) for path in files] for reader in readers}
        times += [_row(ending, files, results[OURS], reader.name, results[reader.name]) for reader in readers]
        failures += [
            (reader.name, path.name, result.failed)
            for reader in readers
            for path, result in zip(files, results[reader.name], strict=True)
            if result.failed
        ]
    columns = (
        "format",
        "reader",
        "files read",
        "samples",
        f"samples of {OURS}",
        "time",
        "speed",
        f"{OURS} takes, times",
    )
    return Section(
        "Reading watch files, beside other readers",
        INTRO,
        (
            Table(
                "Time",
                columns,
                times,
                note=f"Best of up to {REPEATS}. Samples, time and speed are over the files that this reader and {OURS} "
                f"both read; the last column is the ratio of the two times on those, and its range over the files.",
            ),
            Table("What could not be read", ("reader", "file", "it said"), failures),
        ),
    )


def _row(
    ending: str, files: Sequence[Path], ours: Sequence[Reading], name: str, theirs: Sequence[Reading]
) -> tuple[str, ...]:
    both = [i for i in range(len(files)) if not (ours[i].failed or theirs[i].failed)]
    read_by = sum(not reading.failed for reading in theirs)
    count = f"{read_by} of {len(files)}"
    if not both:
        return (ending, name, count, *[NOT_MEASURED] * 5)
    took_s = sum(theirs[i].best_s for i in both)
    ratios = [ours[i].best_s / theirs[i].best_s for i in both]
    overall = sum(ours[i].best_s for i in both) / took_s
    return (
        ending,
        name,
        count,
        f"{sum(theirs[i].samples for i in both):,}",
        f"{sum(ours[i].samples for i in both):,}",
        f"{took_s:.2f} s",
        f"{sum(files[i].stat().st_size for i in both) / 1e6 / took_s:.2f} MB/s",
        "1" if name == OURS else f"{overall:.2f} ({min(ratios):.2f} to {max(ratios):.2f})",
    )


def _files(ending: str) -> list[Path]:
    """Real recordings, of those small enough for a short run."""
    found = sorted(RECORDINGS.rglob(f"*.{ending.lower()}"))
    return [path for path in found if path.stat().st_size <= LARGEST_BYTES]


def _reading(reader: Reader, path: Path) -> Reading:
    times: list[float] = []
    samples = 0
    while len(times) < REPEATS and sum(times) < REPEAT_UP_TO_S:
        began = time.perf_counter()
        try:
            with warnings.catch_warnings(action="ignore"):
                samples = reader.samples(path)
        except Exception as error:  # the readers raise errors of many kinds; that they do is part of the result
            return Reading(0, 0.0, reason(error, 120))
        times.append(time.perf_counter() - began)
    return Reading(samples, min(times))


def _ours(path: Path) -> int:
    return sum(run.samples.height for run in read(path))


def _fitdecode(path: Path) -> int:
    import fitdecode

    names = ("timestamp", "distance", "heart_rate")
    with fitdecode.FitReader(path) as reader:
        rows = [
            tuple(frame.get_value(name, fallback=None) for name in names)
            for frame in reader
            if frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name == "record"
        ]
    return sum(row[0] is not None for row in rows)


def _gpxpy(path: Path) -> int:
    import gpxpy

    with path.open(encoding="utf-8-sig") as text:
        parsed = gpxpy.parse(text)
    rows = [(p.time, p.latitude, p.longitude, p.elevation) for p, *_ in parsed.walk()]
    return sum(row[0] is not None for row in rows)
