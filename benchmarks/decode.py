"""`python benchmarks/decode.py`: reading FIT, GPX and TCX files beside every other Python reader that is installed.

Each reader reads each file in a fresh process: once to get warm, then several times; the best time and the growth of
the peak memory count. Readers that are not installed are named as such. garmin-fit-sdk is left out: its licence
forbids measuring it. Peers: `pip install fitfast fitparse pyfitparsernative numba fastcrc`, into an own environment.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from figures import machine, reason
from formats import FORMATS, Format
from tables import NOT_MEASURED, Section, Table, markdown

if TYPE_CHECKING:
    from fit_readers import Reader

ROOT = Path(__file__).resolve().parents[1]
RECORDINGS = ROOT / "tests" / "data" / "watchfiles"
SHARED = Path(os.environ.get("BACKSTRIDE_SHARED", ROOT.parent / "shared")) / "samples/watchfiles"
OUT = ROOT / "docs" / "benchmarks-decode.md"
MIN_BYTES, LARGE_BYTES = 50_000, 1_000_000
REPEATS, ENOUGH_S = 15, 2.0
TIMEOUT_S = 600
HEADING = "# Reading watch files"
INTRO = """\
Written by `python benchmarks/decode.py`; do not edit. From the bytes on the disk (in its cache) to values in memory,
all files over {least} kB, best of up to {repeats} in a process of its own. Processor time, as the machine is shared.

- Machine: {machine}
- Files: {files}, {size:.1f} MB

"""


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
    options.add_argument("folders", nargs="*", type=Path, default=[SHARED, RECORDINGS], help="folders with files")
    options.add_argument("--out", type=Path, default=OUT, help="the Markdown file")
    names = sorted({name for kind in FORMATS.values() for name in kind.readers})
    options.add_argument("--only", nargs="*", choices=names, default=names, help="readers")
    options.add_argument("--formats", nargs="*", choices=FORMATS, default=list(FORMATS), help="others stay as they are")
    options.add_argument("--one", nargs=3, metavar=("FORMAT", "READER", "FILE"), help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one:
        print(json.dumps(_measured(FORMATS[given.one[0]].readers[given.one[1]], Path(given.one[2]))))
        return
    parts = _parts(given.out)
    for name in given.formats:
        kind = FORMATS[name]
        chosen = [reader for reader in kind.readers.values() if reader.name in given.only]
        parts[kind.title] = markdown(decode_section(given.folders, kind, chosen))
        print(parts[kind.title], end="\n\n")
    ours = [parts.pop(kind.title) for kind in FORMATS.values() if kind.title in parts]
    given.out.write_text("\n\n".join([HEADING, *ours, *parts.values()]) + "\n", encoding="utf-8")


def _parts(path: Path) -> dict[str, str]:
    """Sections of an earlier measurement by their titles."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    sections = ["## " + part.strip() for part in text.split("\n## ")[1:]]
    return {section.splitlines()[0].removeprefix("## "): section for section in sections}


def decode_section(folders: list[Path], kind: Format, readers: list[Reader]) -> Section:
    """All tables of one format."""
    found = {path.name: path for folder in folders for path in sorted(folder.glob(f"*.{kind.name}"))}
    files = [path for path in found.values() if path.stat().st_size > MIN_BYTES]
    readings = {reader.name: [_read_apart(kind, reader, path) for path in files] for reader in readers}
    intro = INTRO.format(
        least=MIN_BYTES // 1000,
        repeats=REPEATS,
        machine=machine(),
        files=len(files),
        size=sum(path.stat().st_size for path in files) / 1e6,
    )
    large = [number for number, path in enumerate(files) if path.stat().st_size > LARGE_BYTES]
    ratios = (*(f"times {name}" for name in kind.against[:-1]), "times the limit")
    columns = ("reader", "gives", "files read", "time", "speed", *ratios)
    tables = [
        Table(title, columns, [_row(reader, readings, files, which, kind.against) for reader in readers], note)
        for title, which, note in (
            (
                f"All files over {MIN_BYTES // 1000} kB",
                list(range(len(files))),
                "Ratios are over the files that both readers read: the time of this reader by that of the other.",
            ),
            (f"Files over {LARGE_BYTES // 1_000_000} MB", large, ""),
        )
        if which
    ]
    memory, refused = _memory(readers, readings, files), _refused(readers, readings, files)
    return Section(kind.title, intro + kind.words, (*tables, memory, refused, _growth(kind)))


def _row(
    reader: Reader, readings: dict[str, list[Reading]], files: list[Path], which: list[int], against: tuple[str, ...]
) -> tuple[str, ...]:
    mine = readings[reader.name]
    read = [number for number in which if not mine[number].failed]
    count = f"{len(read)} of {len(which)}"
    took_s = sum(mine[number].best_s for number in read)
    if not took_s:
        return (reader.name, reader.gives, count, *[NOT_MEASURED] * (2 + len(against)))
    ratios = [_ratio(mine, readings.get(other, []), read) for other in against]
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


def _growth(kind: Format) -> Table:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for samples in kind.sizes:
            path = Path(folder) / f"{samples}.{kind.name}"
            path.write_bytes(kind.written(samples))
            mib = path.stat().st_size / 2**20
            readings = [_read_apart(kind, kind.readers[name], path) for name in kind.grown]
            per = [NOT_MEASURED if one.failed else f"{1000 * one.best_s / mib:,.2f}" for one in readings]
            peaks = [NOT_MEASURED if one.failed else f"{one.peak_bytes / 2**20:,.0f} MiB" for one in readings[1:2]]
            rows.append((f"{samples:,}", f"{mib:.2f} MiB", *per, *peaks))
    return Table(
        "Growth with size [ms per MiB]",
        ("samples", "size", *kind.grown, f"peak of {kind.grown[1]}"),
        rows,
        "Written files, all points alike. Where the figure stays the same, time grows with size alone.",
    )


def _read_apart(kind: Format, reader: Reader, path: Path) -> Reading:
    command = [sys.executable, __file__, "--one", kind.name, reader.name, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        return Reading(failed=f"longer than {TIMEOUT_S} s")
    if done.returncode:
        return Reading(failed=done.stderr.strip().splitlines()[-1][:120] if done.stderr.strip() else "it died")
    return Reading(**json.loads(done.stdout.splitlines()[-1]))


def _measured(reader: Reader, path: Path) -> dict[str, object]:
    """In the process of its own."""
    try:
        read = reader.ready()
        with path.open("rb") as stream:
            while stream.read(2**16):
                pass
        before = _peak_bytes()
        samples = read(path)
        peak_bytes = _peak_bytes() - before
        times: list[float] = []
        while len(times) < (1 if reader.slow else REPEATS) and sum(times) < ENOUGH_S:
            began = time.process_time()
            read(path)
            times.append(time.process_time() - began)
    except Exception as error:  # readers raise errors of many kinds; that they do is part of the result
        return {"failed": reason(error, 120)}
    return {"samples": samples, "best_s": min(times), "peak_bytes": peak_bytes}


def _peak_bytes() -> int:
    """Most memory this process has held; elsewhere than on Linux at least that of the process that started it."""
    status = Path("/proc/self/status")
    if status.is_file():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
