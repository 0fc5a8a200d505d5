"""Writes tests/data/evidence/pinned_numbers.yaml: the numbers of the base as last reviewed. pin_numbers.py [OUT]

A short section is written out; of a longer one, how many numbers it has and a digest of them, each with its place.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from backstride.evidence import packaged_sources

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
PINS = ROOT / "tests" / "data" / "evidence" / "pinned_numbers.yaml"
PINNED = ("conditions/*.yaml", "facts/*.yaml", "ranking.yaml", "composites.yaml", "vocabulary.yaml", "exposure.yaml")
"""Files with numbers that the ranking reads or reports; those of the triage rules are held by the rows of their own."""
WRITTEN_OUT = 12
"""Up to so many numbers of a section are written out."""
IN_WORDS = re.compile(r"[<>]?=?\s*-?\d+(\.\d+)?(-\d+(\.\d+)?)?")
"""A text that is nothing but a number or a range."""
NAMES = ("id", "finding", "setting", "place")
"""What tells the entries of a list apart, so that a number keeps its place when another entry is added."""

Pins = dict[str, dict[str, str]]


def numbers(part: Any, place: str = "") -> Iterator[tuple[str, float | str]]:
    """(place, number) for every number below a part of a file."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield from numbers(value, f"{place}.{key}" if place else str(key))
    elif isinstance(part, list):
        seen = Counter[str]()
        for index, value in enumerate(part):
            name = str(next((value[n] for n in NAMES if n in value), index) if isinstance(value, dict) else index)
            seen[name] += 1
            yield from numbers(value, f"{place}[{name}]" if seen[name] == 1 else f"{place}[{name} {seen[name]}]")
    elif (
        IN_WORDS.fullmatch(part)
        if isinstance(part, str)
        else isinstance(part, int | float) and not isinstance(part, bool)
    ):
        yield place, part


def pin(section: Any) -> str | None:
    """What stands for the numbers of a section; None where it has none."""
    found = sorted(f"{place} {value}".strip() for place, value in numbers(section))
    if len(found) <= WRITTEN_OUT:
        return ", ".join(found) or None
    return f"{len(found)} numbers, {hashlib.sha256(chr(10).join(found).encode()).hexdigest()[:12]}"


def sections(folder: Path | None = None) -> dict[str, dict[str, Any]]:
    """File (relative to the base, without ending) -> its sections."""
    base = folder or packaged_sources()
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return {
        path.relative_to(base).with_suffix("").as_posix(): yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - safe
        for pattern in PINNED
        for path in sorted(base.glob(pattern))
    }


def pins(files: dict[str, dict[str, Any]]) -> Pins:
    """File -> section -> what stands for its numbers."""
    made = {file: {name: pin(part) for name, part in content.items()} for file, content in files.items()}
    return {file: {name: text for name, text in of.items() if text} for file, of in made.items() if any(of.values())}


def pinned(path: Path = PINS) -> Pins:
    """What was pinned last."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))["files"]


def changed(now: Pins, before: Pins) -> list[str]:
    """In words, every section whose numbers are not those pinned."""
    told = []
    for file in sorted({*now, *before}):
        for name in sorted({*now.get(file, {}), *before.get(file, {})}):
            is_, was = now.get(file, {}).get(name, "none"), before.get(file, {}).get(name, "none")
            if is_ != was:
                told.append(f"{file}, {name}: was {was}, is {is_}")
    return told


def main() -> None:
    """Pin the numbers of this checkout and say what changed."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else PINS
    now = pins(sections())
    for line in changed(now, pinned(out)) if out.is_file() else ():
        print(line)
    head = "# The numbers of the base as last reviewed; a change of any is told by name until somebody looked and ran\n"
    head += "# python scripts/pin_numbers.py. A short section is written out, of a longer one its count and a digest.\n"
    out.write_text(head + yaml.safe_dump({"files": now}, sort_keys=False, width=140), encoding="utf-8")


if __name__ == "__main__":
    main()
