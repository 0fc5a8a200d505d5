"""`python benchmarks/decode.py`: reading FIT files beside every other Python reader that is installed.

Each reader reads each file in a fresh process: once to get warm, then several times; the best time and the growth of
the peak memory count. Readers that are not installed are named as such. garmin-fit-sdk is left out: its licence
forbids measuring it. Peers: `pip install fitfast fitparse pyfitparsernative numba fastcrc`, into an own environment.
"""

from __future__ import annotations

import argparse
import json
import os
import struct
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from figures import machine, reason
from fit_readers import LIMIT, OURS, OURS_FAST, READERS, Reader
from tables import NOT_MEASURED, Section, Table, markdown

ROOT = Path(__file__).resolve().parents[1]
RECORDINGS = ROOT / "tests" / "data" / "watchfiles"
SHARED = Path(os.environ.get("BACKSTRIDE_SHARED", ROOT.parent / "shared")) / "samples/watchfiles"
OUT = ROOT / "docs" / "benchmarks-decode.md"
MIN_BYTES, LARGE_BYTES = 50_000, 1_000_000
REPEATS, ENOUGH_S = 15, 2.0
TIMEOUT_S = 600
SIZES = (1_000, 10_000, 100_000, 900_000)
"""Samples of the written files that show how time grows."""
INTRO = """\
Written by `python benchmarks/decode.py`; do not edit. From the bytes on the disk (in its cache) to values in memory,
all files over {least} kB, best of up to {repeats} in a process of its own. Processor time, as the machine is shared.

- Machine: {machine}
- Files: {files}, {size:.1f} MB

What the readers hand over is not equal: Backstride and fitfast.records give a column for every field of the samples
that holds one number, fields of apps included; the others give every message as Python objects. `Backstride` is numpy
alone; `[fast]` adds numba and fastcrc, of which the compiled pass serves only programs that ask for it.
`Backstride, runs` goes all the way to cleaned runs with totals and pauses, which no other reader does."""


@dataclass(frozen=True)
class Reading:
    """One file by one reader: samples, best processor time [s], growth of the peak memory [bytes]; or why not."""

    samples: int = 0
    best_s: float = 0.0
    peak_bytes: int = 0
    failed: str = ""


def main() -> None:
    """Measure, print the tables and write them to a file."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folders", nargs="*", type=Path, default=[SHARED, RECORDINGS], help="folders with FIT files")
    options.add_argument("--out", type=Path, default=OUT, help="the Markdown file")
    options.add_argument("--only", nargs="*", default=list(READERS), choices=list(READERS), help="readers")
    options.add_argument("--one", nargs=2, metavar=("READER", "FILE"), help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one:
        print(json.dumps(_measured(READERS[given.one[0]], Path(given.one[1]))))
        return
    text = markdown(decode_section(given.folders, [READERS[name] for name in given.only]))
    print(text)
    given.out.write_text(f"# Reading FIT files\n\n{text}\n", encoding="utf-8")


def decode_section(folders: list[Path], readers: list[Reader]) -> Section:
    """All tables."""
    found = {path.name: path for folder in folders for path in sorted(folder.glob("*.fit"))}
    files = [path for path in found.values() if path.stat().st_size > MIN_BYTES]
    readings = {reader.name: [_read_apart(reader, path) for path in files] for reader in readers}
    intro = INTRO.format(
        least=MIN_BYTES // 1000,
        repeats=REPEATS,
        machine=machine(),
        files=len(files),
        size=sum(path.stat().st_size for path in files) / 1e6,
    )
    large = [number for number, path in enumerate(files) if path.stat().st_size > LARGE_BYTES]
    columns = (
        "reader",
        "gives",
        "files read",
        "time",
        "speed",
        f"times {OURS}",
        f"times {OURS_FAST}",
        "times the limit",
    )
    tables = [
        Table(title, columns, [_row(reader, readings, files, which) for reader in readers], note)
        for title, which, note in (
            (
                f"All files over {MIN_BYTES // 1000} kB",
                list(range(len(files))),
                "Ratios are over the files that both readers read: the time of this reader by that of the other.",
            ),
            (f"Files over {LARGE_BYTES // 1_000_000} MB", large, ""),
        )
    ]
    return Section(
        "Reading FIT files, beside other readers",
        intro,
        (*tables, _memory(readers, readings, files), _refused(readers, readings, files), _growth()),
    )


def _row(reader: Reader, readings: dict[str, list[Reading]], files: list[Path], which: list[int]) -> tuple[str, ...]:
    mine = readings[reader.name]
    read = [number for number in which if not mine[number].failed]
    count = f"{len(read)} of {len(which)}"
    took_s = sum(mine[number].best_s for number in read)
    if not took_s:
        return (reader.name, reader.gives, count, *[NOT_MEASURED] * 5)
    ratios = [_ratio(mine, readings.get(other, []), read) for other in (OURS, OURS_FAST, LIMIT)]
    speed = sum(files[number].stat().st_size for number in read) / 1e6 / took_s
    return (reader.name, reader.gives, count, f"{1000 * took_s:,.1f} ms", f"{speed:,.1f} MB/s", *ratios)


def _ratio(mine: list[Reading], other: list[Reading], which: list[int]) -> str:
    both = [number for number in which if other and not other[number].failed]
    theirs_s = sum(other[number].best_s for number in both)
    return f"{sum(mine[number].best_s for number in both) / theirs_s:,.2f}" if theirs_s else NOT_MEASURED


def _memory(readers: list[Reader], readings: dict[str, list[Reading]], files: list[Path]) -> Table:
    largest = max(range(len(files)), key=lambda number: files[number].stat().st_size)
    rows = [
        (
            reader.name,
            one.failed or f"{one.samples:,}",
            NOT_MEASURED if one.failed else f"{one.peak_bytes / 1e6:,.1f} MB",
        )
        for reader in readers
        for one in [readings[reader.name][largest]]
    ]
    size = files[largest].stat().st_size / 1e6
    return Table(
        f"Memory: the largest file ({size:.1f} MB)",
        ("reader", "samples", "growth of the peak"),
        rows,
        "Of the first reading, after the reader was loaded.",
    )


def _refused(readers: list[Reader], readings: dict[str, list[Reading]], files: list[Path]) -> Table:
    rows = [
        (reader.name, path.name, one.failed)
        for reader in readers
        for path, one in zip(files, readings[reader.name], strict=True)
        if one.failed
    ]
    return Table("What could not be read", ("reader", "file", "it said"), rows)


def _growth() -> Table:
    names = [LIMIT, OURS, OURS_FAST, "fitfast.records"]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for samples in SIZES:
            path = Path(folder) / f"{samples}.fit"
            path.write_bytes(written(samples))
            mib = path.stat().st_size / 2**20
            readings = [_read_apart(READERS[name], path) for name in names]
            per = [NOT_MEASURED if one.failed else f"{1000 * one.best_s / mib:,.2f}" for one in readings]
            rows.append((f"{samples:,}", f"{mib:.2f} MiB", *per))
    return Table(
        "Growth with size [ms per MiB]",
        ("samples", "size", *names),
        rows,
        "Written files: one definition, six fields. Where the figure stays the same, time grows with size alone.",
    )


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


def _read_apart(reader: Reader, path: Path) -> Reading:
    command = [sys.executable, __file__, "--one", reader.name, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        return Reading(failed=f"longer than {TIMEOUT_S} s")
    if done.returncode:
        return Reading(failed=done.stderr.strip().splitlines()[-1][:120] if done.stderr.strip() else "it died")
    return Reading(**json.loads(done.stdout.splitlines()[-1]))


def _measured(reader: Reader, path: Path) -> dict[str, object]:
    """In the process of its own."""
    import resource

    try:
        read = reader.ready()
        path.read_bytes()
        unit = 1 if sys.platform == "darwin" else 1024
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        samples = read(path)
        peak_bytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit
        times: list[float] = []
        while len(times) < (1 if reader.slow else REPEATS) and sum(times) < ENOUGH_S:
            began = time.process_time()
            read(path)
            times.append(time.process_time() - began)
    except Exception as error:  # readers raise errors of many kinds; that they do is part of the result
        return {"failed": reason(error, 120)}
    return {"samples": samples, "best_s": min(times), "peak_bytes": peak_bytes}


if __name__ == "__main__":
    main()
