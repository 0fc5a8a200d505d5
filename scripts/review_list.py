"""Writes docs/clinical/review.md: what needs a clinician's signature, most consequential first. review_list.py [OUT]"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml
from pydantic import BaseModel, ConfigDict

import clinical_tables
import safety_log
from backstride.evidence import packaged_sources
from backstride.evidence.source import read
from review_groups import groups

if TYPE_CHECKING:
    from collections.abc import Iterable

    from review_group import Group

ROOT = Path(__file__).resolve().parents[1]
REVIEW = ROOT / "docs" / "clinical" / "review.md"
SIGNATURES = ROOT / "docs" / "clinical" / "signatures.yaml"
UNSIGNED = " Not yet reviewed by any clinician."
FIELDS = ("name", "role", "registration", "date", "decision")


class Signature(BaseModel):
    """One clinician's word on one group, as it stood at `fingerprint`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    group: str
    fingerprint: str
    name: str
    role: str
    registration: str
    date: dt.date
    decision: Literal["accept", "accept_with_changes", "reject"]
    remarks: str = ""


def signatures(path: Path = SIGNATURES) -> list[Signature]:
    """The signatures given so far."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["signatures"]
    return [Signature.model_validate(entry) for entry in entries]


def text(listed: Iterable[Group], signed: Iterable[Signature]) -> str:
    """The whole list as Markdown.

    Raises
    ------
    ValueError
        If a signature names a group that there is none of.
    """
    listed, signed = list(listed), list(signed)
    strangers = {s.group for s in signed} - {g.id for g in listed}
    if strangers:
        raise ValueError(f"signatures.yaml names groups that do not exist: {', '.join(sorted(strangers))}.")
    done = accepted(listed, signed)
    state = (
        f"{len(done)} of {len(listed)} groups are accepted as they stand."
        if signed
        else "**Nothing here has been reviewed by any clinician.**"
    )
    lines = [
        "# What needs a clinician's signature",
        "",
        "<!-- Written by scripts/review_list.py from the evidence base (`make docs`). Change the base, or sign in",
        "     signatures.yaml, and not this file. -->",
        "",
        f"{state} Most consequential first. Read a rule with `backstride evidence show ID`, or on the pages of",
        "`make docs`, where each has its logic in words, its sources with links, and its tests. How to sign:",
        "[CONTRIBUTING.md](../../CONTRIBUTING.md).",
        "",
        "*read*: published and read by the authors. *recalled*: published, written from memory, to be checked.",
        "*judgement*: nobody's publication.",
        "",
        "| | group | items | signed |",
        "| --- | --- | --- | --- |",
    ]
    for number, group in enumerate(listed, 1):
        signed_words = "yes" if group.id in done else "no"
        lines.append(f"| {number} | [{group.title}](#{group.id}) | {len(group.rows)} | {signed_words} |")
    for number, group in enumerate(listed, 1):
        lines += ["", *_section(number, group, [s for s in signed if s.group == group.id])]
    return "\n".join(lines) + "\n"


def accepted(listed: Iterable[Group], signed: Iterable[Signature]) -> set[str]:
    """Groups accepted as they stand now: a signature of an earlier form does not count."""
    given = {(s.group, s.fingerprint) for s in signed if s.decision == "accept"}
    return {g.id for g in listed if (g.id, g.fingerprint) in given}


def _section(number: int, group: Group, signed: list[Signature]) -> list[str]:
    blank = _line([" "] * (len(FIELDS) + 1))
    return [
        f'## <a id="{group.id}"></a>{number}. {group.title}',
        "",
        group.why,
        "",
        _line(group.columns),
        _line(["---"] * len(group.columns)),
        *(_line(row) for row in group.rows),
        "",
        f"Group `{group.id}`, fingerprint `{group.fingerprint}`.{'' if signed else UNSIGNED}",
        "",
        _line((*FIELDS, "remarks")),
        _line(["---"] * (len(FIELDS) + 1)),
        *([_line(_signed(s, group)) for s in signed] or [blank]),
    ]  # fmt: skip


def _signed(signature: Signature, group: Group) -> tuple[str, ...]:
    void = "" if signature.fingerprint == group.fingerprint else " (void: the group has changed since)"
    fields = [str(getattr(signature, name)).replace("_", " ") for name in FIELDS]
    return (*fields[:-1], fields[-1] + void, signature.remarks)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


def current_groups() -> list[Group]:
    """The groups as the base, the tables and the safety logs of this checkout give them."""
    source = read(packaged_sources())
    return groups(source, clinical_tables.tables(), safety_log.hazard_log(), safety_log.never_events())


def current() -> str:
    """The list as it has to stand in the repository."""
    return text(current_groups(), signatures())


if __name__ == "__main__":
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else REVIEW
    out.write_text(current(), encoding="utf-8", newline="\n")
    print(f"What needs a signature: {out}")
