"""Reads the tables of `rules/`: for each triage rule the check-ins that fire it and those that just miss it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TABLES = Path(__file__).parent / "rules"
IN_TURN = ("each", "one_denied", "one_added", "one_open")

CheckIn = dict[str, bool | float]


@dataclass(frozen=True, slots=True)
class RuleTable:
    """The rows of one rule, each spelled out as finding -> answer."""

    rule: str
    family: str
    title: str
    level: str
    activity: str
    hours: float | None
    fires: tuple[CheckIn, ...]
    near_misses: tuple[CheckIn, ...]


def read(first_questions: Sequence[str]) -> dict[str, RuleTable]:
    """Rule id -> its table; a rule listed twice is an error."""
    tables: dict[str, RuleTable] = {}
    for path in sorted(TABLES.glob("*.yaml")):
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
        for entry in content["rules"]:
            if entry["rule"] in tables:
                raise ValueError(f"{path.name}: {entry['rule']} is listed twice")
            tables[entry["rule"]] = RuleTable(
                rule=entry["rule"],
                family=content["family"],
                title=entry["title"],
                level=entry["level"],
                activity=entry["activity"],
                hours=entry.get("hours"),
                fires=tuple(c for row in entry["fires"] for c in check_ins(row, first_questions)),
                near_misses=tuple(c for row in entry["near_misses"] for c in check_ins(row, first_questions)),
            )
    return tables


def check_ins(row: Mapping[str, Any], first_questions: Sequence[str]) -> Iterator[CheckIn]:
    """The check-ins that one row stands for; see `rules/README.md`."""
    given: CheckIn = {}
    if row.get("first_questions") == "denied":
        given |= dict.fromkeys(first_questions, False)
    given |= dict.fromkeys(row.get("denies", ()), False)
    given |= dict.fromkeys(row.get("has", ()), True)
    special = {"has", "denies", "first_questions", *IN_TURN}
    given |= {finding: answer for finding, answer in row.items() if finding not in special}
    turns = [key for key in IN_TURN if key in row]
    if not turns:
        yield given
        return
    (turn,) = turns
    for finding in row[turn]:
        if turn == "one_open":
            left = set(first_questions) - {*row.get("denies", ())} if finding == "first_questions" else {finding}
            if not left & given.keys():
                raise ValueError(f"{finding} is left open but was not answered: {row}")
            yield {f: answer for f, answer in given.items() if f not in left}
        else:
            yield {**given, finding: turn != "one_denied"}
