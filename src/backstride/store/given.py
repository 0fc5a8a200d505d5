"""When an answer was given: a copy of it keeps that time, and only what was given after a danger speaks against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery

from .checks import document_from
from .models import Answer

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from backstride.evidence import Evidence

    from .models import Check


WHO = frozenset({"age", "sex"})
"""Answers that no pain changes."""


def copy_answers(check: Check, into: Check, evidence: Evidence, *, without: Collection[str] = ()) -> None:
    """Take the answers of one check over into a new one, each with the time at which it was given."""
    Answer.objects.bulk_create(
        Answer(runner_id=check.runner_id, answered_in=into, finding=a.finding, value=a.value, source=a.source)
        for a in check.answers.all()
        if _name(a.finding, evidence) not in without
    )
    given = check.answers.filter(finding=OuterRef("finding")).order_by().values("changed_at")[:1]
    into.answers.update(changed_at=Subquery(given))


def told_since(check: UUID, told: Check, moment: datetime, evidence: Evidence) -> dict[str, Any] | None:
    """What a check says by itself of all that another one told, as a result says it; None where it cannot be read.

    Left out is what was said before the other one told of danger: it was no reply to that. What stands in both as
    the same answer takes nothing back, so it counts whenever it was given, and so does who the runner is. A first
    safety question has to be answered after it.
    """
    from backstride.assess.answers import AnswersError, read_answers
    from backstride.assess.check import triage_of
    from backstride.assess.course import Check as Findings

    now = list(Answer.objects.filter(answered_in=check))
    before = {_name(a.finding, evidence): a.value for a in told.answers.all() if a.value is not None}
    first, placed = set(evidence.triage.ask_first), {name for name in before if _is_place(name, evidence)}
    # One place of several says nothing of the others: only the same drawing is the same answer.
    drawn = {name: a.value for a in now if _is_place(name := _name(a.finding, evidence), evidence)}
    stands = set(before) - first if drawn == {p: before[p] for p in placed} else set(before) - first - placed

    def counts(answer: Answer) -> bool:
        name = _name(answer.finding, evidence)
        same = name in stands and before[name] == answer.value
        return answer.changed_at >= moment or name in WHO or same

    said = {a.finding: a.value for a in now if counts(a)}
    try:
        answers = read_answers(document_from(said), evidence)
    except AnswersError:
        return None
    asked = triage_of(answers, evidence, {})
    return {
        "check": Findings(told.day, answers.findings, answers.regions).as_json(),
        "safety_asked": asked.safety_asked,
        "safety_total": asked.safety_total,
    }


def _is_place(name: str, evidence: Evidence) -> bool:
    from backstride.assess.compare import PLACES
    from backstride.assess.drawing import KEYS

    return name in KEYS or (name in evidence.findings and evidence.findings[name].group in PLACES)


def _name(finding: str, evidence: Evidence) -> str:
    return evidence.finding_id(finding) or finding
