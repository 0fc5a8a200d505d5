"""An answer that could not be put into words: how soon, and the danger signs, by whatever still works."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import structlog
from django.shortcuts import render

from backstride.report import country_words
from backstride.report.danger import danger_signs
from backstride.report.words import LEVEL_LOOK
from backstride.store.knowledge import the_evidence
from backstride.web.context import country_of
from backstride.web.logs import place_of

from .sections import HASTE

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from backstride.evidence.model import Urgency
    from backstride.store.models import Assessment

log = structlog.get_logger("backstride.fault")


def unworded(request: HttpRequest, assessment: Assessment, error: Exception) -> HttpResponse:
    """The page in place of the answer, which says nothing milder than to be seen within days.

    A level below that is not named: without its reasons and what to watch for it would only reassure.
    """
    log.error("fault", error=type(error).__name__, place=place_of(error), status=500)
    evidence = the_evidence()
    country = country_words(country_of(request), evidence)
    level = cast("Urgency", assessment.urgency)
    presses = assessment.urgency in HASTE
    context = {
        "check": assessment.made_of,
        "country": country,
        "look": LEVEL_LOOK[level] if presses else None,
        "head": country.local(evidence.triage.level_words[level]["head"]) if presses else "",
        "signs": danger_signs(evidence, country),
        "reference": getattr(request, "reference", ""),
    }
    return render(request, "answers/unworded.html", context, status=500)
