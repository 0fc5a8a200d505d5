"""`make bench`: measure accuracy, speed, size and peers, print the tables and write them to docs/benchmarks.md."""

from __future__ import annotations

import argparse
import re
import sys
import time
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from accuracy import presentations_section, published_section, vignettes_section
from backstride import evidence as evidence_room
from calibration import calibration_section
from exact_engine import exact_section
from figures import machine, reason
from footprint import footprint_section
from interview import interview_section
from peers import peers_section
from sensitivity_report import sensitivity_section
from simulated_triage import simulated_section
from speed import speed_section
from story import story_section
from tables import NOT_MEASURED, Section, markdown

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
PREFACE = """\
# Benchmarks

Written by `make bench`; do not edit. Every miss is listed. What could not be measured says so.

- Machine: {machine}
- Last run: {took:.0f} s for {sections} of {all_sections} sections; each says its day and its evidence
"""
SECTION = re.compile(r"^(?=## )", re.MULTILINE)


def main() -> int:
    """Run every part; 1 if a part could not run at all."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--day", type=date.fromisoformat, default=None, help="day of the run, YYYY-MM-DD; today if not"
    )
    options.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks.md", help="the Markdown file")
    options.add_argument("--only", nargs="+", default=[], metavar="WORD", help="make again sections whose title has it")
    given = options.parse_args()
    day = given.day or date.today()  # noqa: DTZ011 - the day where the benchmarks are run
    where = machine()
    evidence = evidence_room.load(evidence_room.packaged())
    parts: list[tuple[str, Callable[[], Section]]] = [
        ("Accuracy: vignettes", partial(vignettes_section, evidence, day)),
        ("Accuracy: short presentations", partial(presentations_section, evidence, day)),
        ("Reading the runner's own words", partial(story_section, evidence)),
        ("Simulated runners", partial(simulated_section, evidence)),
        ("Published figures of others", partial(published_section, evidence)),
        ("Calibration on simulated runners", partial(calibration_section, evidence)),
        ("Agreement with an exact engine", partial(exact_section, evidence)),
        ("Sensitivity of the ranking to its numbers", partial(sensitivity_section, evidence)),
        ("The interview", partial(interview_section, evidence)),
        ("Speed", partial(speed_section, evidence, day)),
        ("Size and memory", footprint_section),
        ("Reading watch files, beside other readers", peers_section),
    ]
    # All of them take ten minutes, so what a change touches can be made again alone; each says when it was measured.
    kept = SECTION.split(given.out.read_text(encoding="utf-8"))[1:] if given.only else []
    if given.only and len(kept) != len(parts):
        print(f"{given.out} does not have the {len(parts)} sections; make all of them.", file=sys.stderr)
        return 2
    began = time.perf_counter()
    failed = made = 0
    texts: list[str] = []
    for number, (title, part) in enumerate(parts):
        if given.only and not any(word.casefold() in title.casefold() for word in given.only):
            texts.append(kept[number].strip())
            continue
        try:
            text = markdown(part())
        except Exception as error:
            failed += 1
            text = markdown(Section(title, f"{NOT_MEASURED.capitalize()}: {reason(error)}"))
        made += 1
        print(text, flush=True)
        texts.append(f"{text}\n\nMeasured on {day.isoformat()}, evidence {evidence.version}.")
    took = time.perf_counter() - began
    preface = PREFACE.format(machine=where, took=took, sections=made, all_sections=len(parts))
    given.out.write_text("\n\n".join([preface.strip(), *texts]) + "\n", encoding="utf-8")
    print(f"\n{given.out} written in {took:.0f} s.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
