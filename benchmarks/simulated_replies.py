"""A simulated runner in an interview: what they would reply to every question, with slips and gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backstride.assess.askable import ASKABLE
from backstride.assess.body_map import MAP as PLACES
from backstride.assess.derive import compile_derivations, derive
from backstride.assess.drawing import region_ids
from simulated_runners import AGE, NEVER_ASKED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.random import Generator

    from backstride.evidence import Evidence
    from simulated_runners import Simulated

NOT_KNOWN, YES_MISSED, NO_MISSED = 0.1, 0.03, 0.01
"""How often a question is answered "don't know", a yes by no, and a no by yes. Assumed."""
REASON = "new_ordinary_ache"
ALWAYS_KNOWN = ("check_reason", "regions")
DURATION = "pain_duration_weeks"


@dataclass(frozen=True)
class Replies:
    """One runner's replies, the same whenever a question is put.

    Parameters
    ----------
    opening : age, sex and duration in days
    answers : finding, `regions` or `check_reason` -> the reply; what they do not know is left out
    """

    condition: str
    opening: Mapping[str, Any]
    answers: Mapping[str, Any]

    def to(self, question: str) -> Any:
        """The reply to one question; None for "don't know"."""
        return self.opening[question] if question in self.opening else self.answers.get(question)


def replies_of(runner: Simulated, evidence: Evidence, random: Generator) -> Replies:
    """What a simulated runner who knows everything replies; what the base holds no numbers of is answered no."""
    answers: dict[str, Any] = {"check_reason": REASON, "regions": _marks(runner, evidence, random)}
    bands = {band.finding: band.number for band in evidence.vocabulary.bands}
    for finding in evidence.findings.values():
        name = finding.id
        if finding.who not in ASKABLE or name.startswith("loc_") or name in NEVER_ASKED:
            continue
        if name in bands:
            if bands[name] not in (AGE, DURATION):
                answers[bands[name]] = runner.numbers[bands[name]]
        elif name in runner.choices:
            answers[name] = runner.choices[name]
        elif finding.kind == "yes_no":
            answers[name] = name in runner.yes
    # Nobody denies the broader that follows from what they affirm; drawn one by one, the two can disagree.
    follows = derive({name: True for name, value in answers.items() if value is True}, compile_derivations(evidence))
    answers |= {name: True for name, value in answers.items() if value is False and name in follows.firm}
    opening = {"age": runner.numbers[AGE], "sex": runner.sex, "duration_days": round(7 * runner.numbers[DURATION])}
    return Replies(runner.condition, opening, answers)


def with_slips(right: Replies, evidence: Evidence, random: Generator) -> Replies:
    """The same runner with gaps and slips; a slip stays the same whenever its question is put."""
    answers: dict[str, Any] = {}
    for name, value in right.answers.items():
        if name not in ALWAYS_KNOWN and random.random() < NOT_KNOWN:
            continue
        slip = isinstance(value, bool) and random.random() < (YES_MISSED if value else NO_MISSED)
        answers[name] = not value if slip and evidence.findings[name].in_ranking else value
    return Replies(right.condition, right.opening, answers)


def _marks(runner: Simulated, evidence: Evidence, random: Generator) -> list[str]:
    """The places that hurt as marks on the drawing: the finest that are true, else any mark of the larger place."""
    regions = region_ids(evidence)
    wider = {i.when: i.yes for i in evidence.vocabulary.implications if isinstance(i.when, str)}
    hurt = {f for f in runner.yes if evidence.findings[f].dependence_group == PLACES}
    marked: set[str] = set()
    for place in sorted(hurt, key=lambda f: f not in wider):
        if any(place in _closed(regions[mark].findings, wider) for mark in marked):
            continue
        fitting = [mark for mark, region in regions.items() if place in _closed(region.findings, wider)]
        right = [mark for mark in fitting if set(regions[mark].findings) <= hurt] or fitting
        if right:
            marked.add(right[int(random.integers(len(right)))])
    return sorted(marked)


def _closed(findings: tuple[str, ...], wider: Mapping[Any, tuple[str, ...]]) -> set[str]:
    found, new = set(findings), [*findings]
    while new:
        for name in wider.get(new.pop(), ()):
            if name not in found:
                found.add(name)
                new.append(name)
    return found
