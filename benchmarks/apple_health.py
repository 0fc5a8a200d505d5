"""`python benchmarks/apple_health.py`: an export of Apple Health of some size, beside the two XML readers of Python.

Writes its section into docs/benchmarks-decode.md and leaves the rest of that page alone. The export is generated: days
of heart rate, steps and distance around runs with all that a watch records. Each reader works in a process of its own.
The peers pick the same records out of the document and drop every element they are done with, which is the least that
any program has to do; they make no runs of them.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from figures import machine
from tables import Section, Table, markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "benchmarks-decode.md"
TITLE = "Exports of Apple Health"
ZONE = timezone(timedelta(hours=1))
FIRST = datetime(2024, 1, 1, 6, tzinfo=UTC)
DEVICE = (
    "&lt;&lt;HKDevice: 0x301e0b{address:03x}&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, "
    "hardware:Watch7,2, software:11.6.1, creation date:2025-08-14 23:49:07 +0000&gt;"
)
RUN_S = 2700
IN_RUN = {
    # kind: unit, seconds between two records, value
    "RunningSpeed": ("km/hr", 3, "9.8"),
    "RunningPower": ("W", 3, "231"),
    "RunningStrideLength": ("m", 5, "0.96"),
    "RunningVerticalOscillation": ("cm", 5, "8.9"),
    "RunningGroundContactTime": ("ms", 5, "268"),
}
ALL_DAY = {
    "HeartRate": ("count/min", 240, "71"),
    "StepCount": ("count", 300, "180"),
    "BasalEnergyBurned": ("kcal", 60, "1.4"),
}
ALWAYS = {
    "HeartRate": ("count/min", 5, "148"),
    "StepCount": ("count", 3, "8"),
    "DistanceWalkingRunning": ("km", 3, "0.0081"),
}
PEERS = ("lxml iterparse", "ElementTree iterparse")
OURS = ("Backstride, split", "Backstride, runs")


def main() -> None:
    """Measure, print the section and put it into the page."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--mb", type=int, nargs="*", default=[75, 300, 1000], help="sizes of the document [MB]")
    options.add_argument("--out", type=Path, default=OUT, help="the Markdown file")
    options.add_argument("--one", nargs=2, metavar=("READER", "FILE"), help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one:
        print(json.dumps(_measured(READERS[given.one[0]], Path(given.one[1]))))
        return
    text = markdown(section(given.mb))
    print(text)
    page = given.out.read_text(encoding="utf-8") if given.out.exists() else ""
    parts = [part.strip() for part in f"\n{page}".split("\n## ")]
    others = [parts[0], *(f"## {part}" for part in parts[1:] if not part.startswith(TITLE))]
    given.out.write_text("\n\n".join([*filter(None, others), text]) + "\n", encoding="utf-8")


def section(sizes_mb: list[int]) -> Section:
    """One table for each size."""
    tables = []
    for size_mb in sizes_mb:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "export.xml"
            runs, records = write(path, size_mb * 1_000_000)
            rows = [_row(name, path) for name in (*OURS, *PEERS)]
        title = f"{size_mb} MB: {runs} runs among {records:,} records, without routes"
        tables.append(Table(title, ("reader", "gives", "processor time", "speed", "growth of the peak"), rows))
    intro = (
        "Written by `python benchmarks/apple_health.py`; do not edit. A generated `export.xml`, read once in a process "
        "of its own.\n\n"
        f"- Machine: {machine()}\n\n"
        "`split` gives one extract for each workout, ready to be kept, and is what an import does before it reads "
        "them. `runs` goes on to cleaned runs and drops each before the next. The two XML readers only pick the same "
        "records out and drop every element they are done with, which is the least any program has to do."
    )
    return Section(TITLE, intro, tuple(tables))


def write(path: Path, size: int) -> tuple[int, int]:
    """An export of about `size` bytes: how many runs and records it holds."""
    days = max(1, round(size / _bytes_a_day()))
    records = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HealthData [\n<!ELEMENT HealthData ANY>\n]>\n')
        file.write('<HealthData locale="de_DE">\n <ExportDate value="2026-01-12 13:58:48 +0100"/>\n')
        for kind, day in ((kind, day) for kind in {**ALWAYS, **IN_RUN, **ALL_DAY} for day in range(days)):
            for line in _records(kind, day):
                file.write(line)
                records += 1
        for day in range(days):
            file.write(_workout(day))
        file.write("</HealthData>\n")
    return days, records


def _bytes_a_day() -> int:
    return sum(len(line) for kind in {**ALWAYS, **IN_RUN, **ALL_DAY} for line in _records(kind, 0)) + len(_workout(0))


def _records(kind: str, day: int) -> Iterator[str]:
    start = FIRST + timedelta(days=day)
    for table, length_s in (({**ALWAYS, **IN_RUN}, RUN_S), (ALL_DAY, 86_400)):
        if kind in table:
            unit, every_s, value = table[kind]
            begin = start if length_s == RUN_S else start + timedelta(seconds=RUN_S)
            for at in range(0, length_s - RUN_S if length_s != RUN_S else RUN_S, every_s):
                yield _record(kind, begin + timedelta(seconds=at), 0 if kind == "HeartRate" else every_s, value, unit)


def _record(kind: str, at: datetime, length_s: int, value: str, unit: str) -> str:
    begin, end = (_text(at + timedelta(seconds=seconds)) for seconds in (0, length_s))
    return (
        f' <Record type="HKQuantityTypeIdentifier{kind}" sourceName="Apple Watch" sourceVersion="11.6.1" '
        f'device="{DEVICE.format(address=at.second)}" unit="{unit}" creationDate="{end}" startDate="{begin}" '
        f'endDate="{end}" value="{value}"/>\n'
    )


def _workout(day: int) -> str:
    start = FIRST + timedelta(days=day)
    return (
        f' <Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="{RUN_S / 60}" durationUnit="min" '
        f'sourceName="Apple Watch" sourceVersion="11.6.1" creationDate="{_text(start)}" startDate="{_text(start)}" '
        f'endDate="{_text(start + timedelta(seconds=RUN_S))}">\n'
        '  <MetadataEntry key="HKTimeZone" value="Europe/Paris"/>\n </Workout>\n'
    )


def _text(at: datetime) -> str:
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S %z")


def _row(name: str, path: Path) -> tuple[str, ...]:
    command = [sys.executable, __file__, "--one", name, str(path)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    speed = path.stat().st_size / 1e6 / told["cpu_s"]
    gives = f"{told['count']:,} {'records' if name in PEERS else 'runs'}"
    return name, gives, f"{told['cpu_s']:.1f} s", f"{speed:,.0f} MB/s", f"{told['peak_bytes'] / 1e6:,.0f} MB"


def _measured(reader: Callable[[Path], int], path: Path) -> dict[str, float]:
    """In the process of its own."""
    import xml.etree.ElementTree  # noqa: F401, ICN001

    import lxml.etree  # noqa: F401 (loaded before the measuring begins)

    import backstride.recording.apple  # noqa: F401

    unit = 1 if sys.platform == "darwin" else 1024
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    count = reader(path)
    cpu_s = time.process_time() - began
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit
    return {"count": count, "cpu_s": cpu_s, "peak_bytes": peak}


def _split(path: Path) -> int:
    from backstride.recording import split

    return sum(1 for _ in split(path) or ())


def _runs(path: Path) -> int:
    from backstride.recording import apple, split
    from backstride.recording.assemble import run_of

    return sum(
        1
        for extract in split(path) or ()
        for leg in apple.read_extract(extract.content)
        if run_of(leg, source=extract.name, file_format="apple").samples.height
    )


def _wanted() -> set[str]:
    return {f"HKQuantityTypeIdentifier{kind}" for kind in (*ALWAYS, *IN_RUN)}


def _lxml(path: Path) -> int:
    from lxml import etree

    kinds, count = _wanted(), 0
    for _, element in etree.iterparse(
        str(path), events=("end",), tag="Record", resolve_entities=False, no_network=True
    ):
        if element.get("type") in kinds:
            count += bool((element.get("startDate"), element.get("endDate"), element.get("value")))
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return count


def _element_tree(path: Path) -> int:
    from xml.etree import ElementTree as ET

    kinds, count = _wanted(), 0
    events = ET.iterparse(path, events=("start", "end"))  # noqa: S314 (a file of our own making)
    _, root = next(events)
    for event, element in events:
        if event == "end" and element.tag == "Record":
            if element.get("type") in kinds:
                count += bool((element.get("startDate"), element.get("endDate"), element.get("value")))
            root.clear()
    return count


READERS: dict[str, Callable[[Path], int]] = {
    "Backstride, split": _split,
    "Backstride, runs": _runs,
    "lxml iterparse": _lxml,
    "ElementTree iterparse": _element_tree,
}

if __name__ == "__main__":
    main()
