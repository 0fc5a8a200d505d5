"""The whole site for reviewers: the evidence with its tests, the clinical tables, the review list, the hazard log.

docs_site.py OUT
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import ChoiceLoader, FileSystemLoader

import clinical_tables
import living_tests
import review_list
import safety_log
from backstride.evidence import packaged_sources
from backstride.evidence.pages import Pin, Surroundings, environment, write_pages
from backstride.evidence.source import read

if TYPE_CHECKING:
    from jinja2 import Environment

    from backstride.evidence.source import Source

ROOT = Path(__file__).resolve().parents[1]
MORE = {
    "review.html": "What needs a signature",
    "hazards.html": "Hazard log",
    "clinical/index.html": "Clinical tables",
}
OF_EVERY_RULE = "tests/property/assess"
"""Where the tests stand that hold for each rule; those of the files named `test_triage_*`."""


def surroundings(source: Source, found: list[clinical_tables.Table]) -> Surroundings:
    """What the tests and the logs of this checkout say of the entries of the base."""
    rules = {rule.id for family in source.rules.values() for rule in family}
    for_all = []
    for path in sorted((ROOT / OF_EVERY_RULE).glob("test_triage_*.py")):
        file = path.relative_to(ROOT).as_posix()
        for_all += [Pin(f"{file}::{test}", living_tests.in_words(f"::{test}")) for test in living_tests.tests_of(file)]
    pins = {**clinical_tables.pins(found, rules), **safety_log.never_event_pins()}
    return Surroundings(pins=pins, of_every_rule=tuple(for_all), more=MORE)


def templates(source: Source, around: Surroundings) -> Environment:
    """The templates of the evidence pages, and those of this folder."""
    pages = environment(source, around)
    pages.loader = ChoiceLoader([FileSystemLoader(Path(__file__).parent / "templates"), pages.loader])
    pages.filters["cell"] = clinical_tables.words
    pages.filters["sentence"] = living_tests.in_words
    return pages


def write_site(out: Path) -> list[Path]:
    """Write every page below `out`; returns them."""
    source, found = read(packaged_sources()), clinical_tables.tables()
    around = surroundings(source, found)
    written = write_pages(source, out, around)
    pages = templates(source, around)
    written += clinical_tables.write_pages(found, pages, out)
    log = safety_log.hazard_log()
    content = {
        "hazards": {
            "log": log,
            "unsigned": [h for h in log.hazards if log.needs_signature(h)],
            "counts": Counter(h.status for h in log.hazards),
        },
        "review": {
            "groups": review_list.current_groups(),
            "signed": review_list.signatures(),
            "accepted": review_list.accepted(review_list.current_groups(), review_list.signatures()),
            "fields": review_list.FIELDS,
        },
    }
    for name, values in content.items():
        page = pages.get_template(f"{name}.html").render(title=MORE[f"{name}.html"], root="", here=name, **values)
        written.append(out / f"{name}.html")
        written[-1].write_text(page, encoding="utf-8")
    return written


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: docs_site.py OUT")
    print(f"{len(write_site(Path(sys.argv[1])))} pages in {sys.argv[1]}")
