"""What the runs have answered already, with the run each answer came from, and a way to correct it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from backstride.assess.check import measured_findings
from backstride.report.heard import statement
from backstride.report.words import sentence
from backstride.store import checks
from backstride.store.models import Check

from .addresses import next_address, onward, shown_address
from .answer_words import words_of
from .found import standing_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from .standing import Standing


@dataclass(frozen=True)
class Answered:
    """One question that the runs answer."""

    question: str
    answer: str
    from_runs: str
    address: str
    corrected: str
    """What the runner says instead; empty where nothing was said."""


@require_safe
def measured(request: HttpRequest, check: UUID) -> HttpResponse:
    """The page at `/answer/<check>/measured/`."""
    standing = standing_of(request, check)
    if isinstance(standing, Check):
        return onward(request, shown_address(standing))
    context = {"check": standing.check, "found": by_the_runs(standing), "back": next_address(standing)}
    return render(request, "interview/measured.html", context)


def by_the_runs(standing: Standing) -> list[Answered]:
    """Everything the runs answer in this check."""
    evidence, said = standing.evidence, standing.saved.get("answers") or {}
    answers = checks.answers_of(standing.check, evidence)
    return [
        Answered(
            question=words_of(found.finding, found.value, evidence).question,
            answer=sentence(statement(found.finding, found.value, evidence)),
            from_runs=sentence(found.from_runs),
            address=f"{reverse('answer-question', args=[standing.check.pk, found.finding])}?from=measured",
            corrected="" if (own := said.get(found.finding)) is None else words_of(found.finding, own, evidence).answer,
        )
        for found in measured_findings(answers, evidence, standing.interview.exposures)
    ]
