"""Places that a runner told in words and confirmed, as marks: where the words name the side, or the place has none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backstride.assess.drawing import Drawing, findings_of
from backstride.assess.facts import PLACE
from backstride.report.heard import quotes
from backstride.store import checks as kept
from backstride.store.models import Answer

from ..interview.course import Course
from .marks import PAIN
from .words import NAMES

if TYPE_CHECKING:
    from collections.abc import Collection

    from backstride.evidence.model import Evidence, Region
    from backstride.store.models import Check

    from .marks import Marks

STRENGTH = "some"
"""Words say where; how strong it is there is for the runner to mark."""
SIDE = r"\b(left|(?<!all )right(?! (?:in|at|on|behind|above|below|under|where|there|now|after|next)\b)|both)\b"
WITHIN = re.compile(SIDE, re.IGNORECASE)
BEFORE = re.compile(SIDE + r"(?: side of)?(?: my| the)? *$", re.IGNORECASE)
AFTER = re.compile(r"^ *(?:on|to) (?:the|my) (left|right)\b|^,? *(left|right|both) sides?\b", re.IGNORECASE)


def told_in_words(check: Check, evidence: Evidence) -> Marks:
    """The marks to begin with; none once the figure was touched or skipped."""
    touched = Course.of(check.course).by_words is not None
    if not check.story or touched or check.answers.filter(finding=PAIN.plain).exists():
        return {}
    confirmed = _confirmed(check)
    said = quotes(kept.answers_of(check, evidence), evidence) if confirmed else {}
    marked = {
        name
        for stem, region in evidence.vocabulary.body_map.items()
        for name in _names(stem, _sides(region, confirmed, said, check.story))
    }
    return {region: STRENGTH for region in NAMES if region in marked}


def taken_back(check: Check, by_words: Collection[str], before: Marks, marks: Marks, evidence: Evidence) -> set[str]:
    """Places of the story that are marked no more: the runner has put right what the words said.

    Both sides are one of them, and are said no more once one side is unmarked.
    """
    gone = tuple(region for region in dict.fromkeys((*by_words, *before)) if region not in marks)
    if not gone:
        return set()
    # What one side says and what both say are two findings, so each drawing is looked at by itself.
    drawings = (tuple(by_words), tuple(before), gone)
    were = {finding for hurts in drawings for finding in findings_of(Drawing(hurts=hurts), evidence)}
    still = set(findings_of(Drawing(hurts=tuple(marks)), evidence))
    return {finding for finding in were - still if finding.startswith(PLACE)} & _confirmed(check)


def names_places(check: Check) -> bool:
    """Whether the confirmed words of a check say where it hurts."""
    return bool(check.story) and bool(_confirmed(check))


def _confirmed(check: Check) -> set[str]:
    told = check.answers.filter(source=Answer.Source.STORY).values_list("finding", "value")
    return {finding for finding, value in told if value is True and finding.startswith(PLACE)}


def _sides(region: Region, confirmed: set[str], said: dict[str, str], story: str) -> set[str]:
    """The sides of a region that the words name; its middle where it has no sides."""
    findings = {*region.findings, region.one_side, region.both_sides} & confirmed
    if not findings:
        return set()
    if "middle" in region.sides:
        return {"middle"}
    if region.both_sides in findings:
        return {"left", "right"}
    return {side for finding in findings if finding in said for side in side_in(said[finding], story)}


def side_in(quote: str, story: str) -> set[str]:
    """The side that a quote names, or the words right beside it do; none where it names two things."""
    words = " ".join(story.split())
    start = words.find(quote)
    found = {side.lower() for side in WITHIN.findall(quote)}
    if start >= 0 and not found:
        near = (BEFORE.search(words[:start]), AFTER.search(words[start + len(quote) :]))
        found = {side.lower() for hit in near if hit for side in hit.groups() if side}
    if "both" in found:
        return {"left", "right"}
    return found if len(found) == 1 else set()


def _names(stem: str, sides: set[str]) -> set[str]:
    return {stem if side == "middle" else f"{stem}_{side}" for side in sides}
