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
    foreign: str
    """The language of the question, where it is not that of the page."""
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
    found = []
    for each in measured_findings(answers, evidence, standing.interview.exposures):
        asked, own = words_of(each.finding, each.value, evidence), said.get(each.finding)
        found.append(
            Answered(
                question=asked.question,
                foreign=asked.foreign,
                answer=sentence(statement(each.finding, each.value, evidence)),
                from_runs=sentence(each.from_runs),
                address=f"{reverse('answer-question', args=[standing.check.pk, each.finding])}?from=measured",
                corrected="" if own is None else words_of(each.finding, own, evidence).answer,
            )
        )
    return found
