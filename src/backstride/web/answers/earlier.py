"""Earlier checks, newest first, and two of them compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backstride.assess.answers import AnswersError
from backstride.assess.compare import changed, read_previous
from backstride.assess.course import course
from backstride.assess.kept import answers_in, read_result
from backstride.report import country_words
from backstride.report.words import LEVEL_LOOK, sentence
from backstride.store.knowledge import the_evidence
from backstride.store.models import Assessment
from backstride.web.context import country_of
from backstride.web.runner import runner_of

from ..interview.left_open import warning_of
from .sections import PRESSING

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from backstride.evidence import Evidence, Urgency
    from backstride.report import CountryWords
    from backstride.report.words import LevelLook

A_PAGE = 30


@dataclass(frozen=True)
class Line:
    """One check of the list."""

    check: UUID
    day: date
    look: LevelLook
    head: str


@require_safe
def earlier(request: HttpRequest) -> HttpResponse:
    """The list, and the comparison of the two that were chosen, else of the newest two."""
    country = country_words(country_of(request), the_evidence())
    kept = (
        Assessment.objects.of(request.user)
        .filter(runner=runner_of(request))
        .select_related("made_of")
        .defer("result", "runs")
    )
    page = Paginator(kept, A_PAGE).get_page(request.GET.get("page"))
    lines = [_line(assessment, country) for assessment in page]
    chosen = [request.GET.get(name, "") for name in ("before", "after")]
    known = {str(line.check): line for line in lines}
    if not all(check in known for check in chosen) or chosen[0] == chosen[1]:
        chosen = [str(line.check) for line in reversed(lines[:2])]
    pair = sorted((known[check] for check in chosen), key=lambda line: lines.index(line), reverse=True)
    return render(
        request,
        "answers/earlier.html",
        {
            **warning_of(runner_of(request)),
            "page": page,
            "lines": lines,
            "pair": pair if len(pair) == 2 else None,
            "difference": _difference(request, pair) if len(pair) == 2 else None,
        },
    )


def _line(assessment: Assessment, country: CountryWords) -> Line:
    level = cast("Urgency", assessment.urgency)
    words = the_evidence().triage.level_words[level]
    return Line(assessment.made_of_id, assessment.made_of.day, LEVEL_LOOK[level], country.local(words["head"]))


def _difference(request: HttpRequest, pair: list[Line]) -> dict[str, Any] | None:
    """What changed from the first to the second; None where an old document cannot be compared."""
    of_pair = {
        a.made_of_id: a for a in Assessment.objects.of(request.user).filter(made_of__in=[line.check for line in pair])
    }
    before, after = (of_pair[line.check] for line in pair)
    evidence = the_evidence()
    try:
        earlier_one, now = read_previous(before.result, evidence), read_result(after.result, evidence)
        if now.check is None:
            return None
        since = course(earlier_one.check, now.check, answers_in(after.result, evidence), evidence)
        found = changed(earlier_one, now.triage, now.triage, now.differential.candidates, since, now.check, evidence)
    except (AnswersError, KeyError, ValueError):
        return None
    odds = not {before.urgency, after.urgency} & set(PRESSING) and not now.ranking_note
    return {
        "course": found["course"],
        "new": _said(found["new_findings"], evidence),
        "gone": _said(found["gone_findings"], evidence),
        "moved": [_moved(move) for move in found["moved"]] if odds else [],
        "nothing": not (found["course"] or found["new_findings"] or found["gone_findings"] or found["moved"]),
    }


def _said(findings: list[str], evidence: Evidence) -> list[str]:
    known = (evidence.findings[f].yes for f in findings if f in evidence.findings)
    return list(dict.fromkeys(sentence(words).rstrip(".") for words in known if words and "{}" not in words))


def _moved(move: dict[str, Any]) -> str:
    words = _("More likely than before: {name}.") if move["after"] > move["before"] else _("Less likely: {name}.")
    return words.format(name=move["plain_name"])
