"""How old a reader has to be for what we write: Flesch-Kincaid grade of each surface, and the hardest texts of one.

reading_grade.py [SURFACE]

A grade is a year of school in the USA: pupils of grade 6 are 11 to 12 years old. Our limit, reading age 12, is grade 6.
Numbers count as words of one syllable. The dictionary of syllables comes with the package; nothing is fetched.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from typing import TYPE_CHECKING

import textstat

from backstride.evidence import packaged_sources
from backstride.evidence.runner_texts import runner_texts
from backstride.evidence.source import read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backstride.evidence.source import Source

LIMIT = 6.0
"""Highest grade of a surface."""
NUMBER = re.compile(r"\d[\d.,]*")
HARDEST = 20


def grade(texts: Iterable[str]) -> float:
    """Flesch-Kincaid grade of several texts read one after the other, each ended as a sentence."""
    whole = " ".join(text if text.endswith((".", "?", "!")) else f"{text}." for text in texts)
    return float(textstat.flesch_kincaid_grade(NUMBER.sub("ten", whole)))


def by_surface(source: Source) -> dict[str, list[str]]:
    """The texts for runners on each surface."""
    texts = defaultdict(list)
    for told in runner_texts(source):
        texts[told.surface].append(told.text)
    return dict(texts)


def main() -> None:
    """Print the grade of each surface, then the hardest texts of the one that was named."""
    surfaces = by_surface(read(packaged_sources()))
    for surface, texts in surfaces.items():
        print(f"{surface:14} {len(texts):5d} texts  grade {grade(texts):4.1f}  (limit {LIMIT:g})")
    for surface in sys.argv[1:]:
        for text in sorted(surfaces[surface], key=lambda t: -grade([t]))[:HARDEST]:
            print(f"  {grade([text]):4.1f}  {text}")


if __name__ == "__main__":
    main()
