"""What would change the answer most: a safety question, another question, an examination, each with its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from backstride.evidence.model import URGENCIES

from .beside_result import WouldChange
from .information import Outcomes, outcomes
from .weigh import softmax

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from backstride.evidence.model import Evidence

    from .result import Assessment
    from .weigh import Weighed

LOOKED_AT = 12
"""Open questions, and as many examinations, whose answers are weighed: those that tell most."""


def would_change(
    weighed: Weighed, assessment: Assessment, settings: Mapping[str, Any], evidence: Evidence
) -> tuple[WouldChange, ...]:
    """At most three: the safety question that leads highest, then the question and the examination that move most."""
    open_safety = {q.finding for q in assessment.triage.open_safety_questions}
    apart = [question for group in assessment.differential.groups for question in group.ask]
    asked = dict.fromkeys(q.finding for q in (*apart, *assessment.ask_next))
    to_runner = [f for f in asked if f not in open_safety and f not in weighed.said][:LOOKED_AT]
    examinations = _examinations(weighed, evidence)
    found = (
        _level(assessment, settings, evidence),
        moves_most(to_runner, "you", weighed, settings, evidence),
        moves_most(examinations, "clinician", weighed, settings, evidence),
    )
    return tuple(change for change in found if change is not None)


def _level(assessment: Assessment, settings: Mapping[str, Any], evidence: Evidence) -> WouldChange | None:
    """The open safety question whose yes would lead to the most urgent level, if above the present one."""
    now = URGENCIES.index(assessment.urgency)
    above = [q for q in assessment.triage.open_safety_questions if URGENCIES.index(q.could_become) < now]
    if not above:
        return None
    first = min(above, key=lambda q: URGENCIES.index(q.could_become))
    words = evidence.findings[first.finding].yes or first.question
    text = f"If yes ({words}), {settings['level'][first.could_become]}."
    return WouldChange("level", "you", first.finding, first.question, True, first.could_become, plan=True, text=text)


def _examinations(weighed: Weighed, evidence: Evidence) -> list[str]:
    """The examinations nobody has done that tell most about which explanation is right."""
    open_ones = [
        f
        for f, entry in evidence.findings.items()
        if entry.who == "clinician" and entry.in_ranking and entry.kind == "yes_no" and f not in weighed.said
    ]
    bits = outcomes(open_ones, weighed, evidence).bits()
    return sorted(open_ones, key=lambda f: -bits.get(f, 0.0))[:LOOKED_AT]


def moves_most(
    findings: Sequence[str], asked: Any, weighed: Weighed, settings: Mapping[str, Any], evidence: Evidence
) -> WouldChange | None:
    """The question whose answers are most likely to put another explanation first, else that which moves the first."""
    ahead = outcomes(findings, weighed, evidence)
    if not ahead.questions:
        return None
    share, after = ahead.share, softmax(ahead.after)
    top = int(ahead.now.argmax())
    other = (after.argmax(axis=1) != top) & (share >= settings["least_share"])
    move = share * np.abs(after[:, top] - ahead.now[top])
    swaps = np.bincount(ahead.which, share * other, len(ahead.questions))
    if swaps.max() > 0.0:
        question = int(swaps.argmax())
        row = _best(ahead.which == question, share * other)
    else:
        moved = np.bincount(ahead.which, move, len(ahead.questions))
        question = int(moved.argmax())
        shift = np.abs(after[:, top] - ahead.now[top]) * (share >= settings["least_share"])
        row = _best(ahead.which == question, shift)
        if shift[row] < settings["least_move"]:
            return None
    answer = _answers(ahead, weighed)[row]
    conditions = weighed.known.conditions
    then = conditions[int(after[row].argmax())]
    return _told(
        ahead.questions[question], answer, asked, conditions[top], then, after[row, top] > ahead.now[top], evidence
    )


def _best(mask: NDArray[np.bool_], score: NDArray[np.float64]) -> int:
    return int(np.where(mask, score, -1.0).argmax())


def _answers(ahead: Outcomes, weighed: Weighed) -> list[bool | str]:
    """The answer that each row stands for, in the order in which `information.outcomes` lays them."""
    rows: list[bool | str] = []
    for finding in ahead.questions:
        rows += [*weighed.known.options[finding]] if finding in weighed.known.options else [True, False]
    return rows


def _told(
    finding: str, answer: bool | str, asked: Any, first: str, then: str, more: Any, evidence: Evidence
) -> WouldChange:
    entry = evidence.findings[finding]
    words = _words(entry, answer)
    names = {c: evidence.conditions[c].plain_name for c in (first, then)}
    plan = evidence.conditions[first].care_family != evidence.conditions[then].care_family
    if then != first:
        text = f"If it is “{words}”, this would come first: {names[then].lower()}."
        if plan:
            text += " Your week would change too."
    else:
        text = f"If it is “{words}”, this would be {'more' if more else 'less'} likely: {names[first].lower()}."
    changes: Any = "first" if then != first else "shift"
    return WouldChange(changes, asked, finding, entry.question, answer, then, plan=plan and then != first, text=text)


def _words(entry: Any, answer: bool | str) -> str:
    if isinstance(answer, str):
        option = entry.option_words[entry.options.index(answer)]
        return str(entry.yes.format(option) if "{}" in entry.yes else option)
    return str(entry.yes if answer else entry.no)
