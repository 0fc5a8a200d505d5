"""docs/trust.md from docs/safety/trust.yaml: what is promised about keeping and guarding data, and the figures."""

from __future__ import annotations

import sys
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

import living_tests

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "docs" / "safety" / "trust.yaml"
PAGE = ROOT / "docs" / "trust.md"
NOT_MEASURED = "not measured"


class Strict(BaseModel):
    """A record that allows no field the schema does not name."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Row(Strict):
    """One promise. A figure that nobody measured is left out and shown as not measured."""

    id: str = Field(pattern=r"^[BDLS]\d+$")
    promise: str = Field(min_length=1)
    wanted: str = Field(min_length=1)
    in_tests: str | None = None
    long_run: str | None = None
    command: str | None = None
    weaker: str | None = None
    tests: list[str] = []


class Log(Strict):
    """`docs/safety/trust.yaml`."""

    measured: str
    rows: list[Row]


def read() -> Log:
    """The log, its shape checked."""
    return Log.model_validate(yaml.safe_load(SOURCE.read_text(encoding="utf-8")))


def problems(log: Log) -> list[str]:
    """Rows twice, figures without a test, and tests that do not live."""
    found = [f"{row.id} stands twice" for n, row in enumerate(log.rows) if row.id in {r.id for r in log.rows[:n]}]
    found += [f"{row.id} gives a figure and names no test" for row in log.rows if row.in_tests and not row.tests]
    found += [f"{row.id}: {why}" for row in log.rows for test in row.tests if (why := living_tests.problem(test))]
    return found


def page(log: Log) -> str:
    """The page in Markdown."""
    lines = [
        "# What you can trust, and how far it is proven",
        "",
        "Written by `scripts/trust_page.py` from `docs/safety/trust.yaml`; do not edit. *In the tests*: part of every "
        "`make test`. *Long run*: the command beside it, before a release. What nobody measured says so.",
        "",
        f"Measured: {log.measured}",
        "",
        "| row | promise | wanted | in the tests | long run |",
        "| --- | --- | --- | --- | --- |",
    ]
    for row in log.rows:
        long_run = row.long_run or NOT_MEASURED
        command = f" (`{row.command}`)" if row.command else ""
        figures = f"{row.in_tests or NOT_MEASURED} | {long_run}{command}"
        lines.append(f"| {row.id} | {row.promise} | {row.wanted} | {figures} |")
    weaker = [row for row in log.rows if row.weaker]
    if weaker:
        lines += ["", "## Weaker than wanted", "", *(f"- **{row.id}** {row.weaker}" for row in weaker)]
    lines += ["", "## The tests", ""]
    for row in log.rows:
        names = ", ".join(f"{living_tests.in_words(test)} (`{test.partition('::')[0]}`)" for test in row.tests)
        lines.append(f"- **{row.id}** {names or 'none yet'}")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the page; 1 if a row names a test that does not live."""
    log = read()
    PAGE.write_text(page(log), encoding="utf-8")
    wrong = problems(log)
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
