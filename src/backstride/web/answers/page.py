"""The answer: the newest one, or that of one check; an open emergency stands before either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from backstride.web.context import country_of
from backstride.web.runner import runner_of

from ..interview.left_open import warning_of
from .emergency import emergency_of, emergency_page
from .found import newer, newest, own
from .sections import FRESH_DAYS, sections_of
from .unworded import unworded
from .week import has_week

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from backstride.store.models import Assessment


@require_safe
def answer(request: HttpRequest) -> HttpResponse:
    """The page at `/answer/`."""
    emergency = emergency_of(request)
    if emergency is not None:
        return _or_unworded(emergency_page, request, emergency)
    found = newest(request)
    if found is None:
        return render(request, "answers/none.html", warning_of(runner_of(request)))
    return _or_unworded(_shown, request, found)


@require_safe
def one(request: HttpRequest, check: UUID) -> HttpResponse:
    """The answer of one check."""
    found = own(request, check)
    emergency = emergency_of(request)
    if emergency is not None and emergency.pk == found.pk:
        return _or_unworded(emergency_page, request, found)
    return _or_unworded(_shown, request, found)


def _or_unworded(
    page: Callable[[HttpRequest, Assessment], HttpResponse], request: HttpRequest, assessment: Assessment
) -> HttpResponse:
    """A page of an answer; where it cannot be made, one that still says how soon and names the danger signs."""
    try:
        return page(request, assessment)
    except DatabaseError:
        raise
    except Exception as error:
        return unworded(request, assessment, error)


def _shown(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    later, warning = newer(assessment), warning_of(assessment.runner)
    age_days = (timezone.localdate() - assessment.made_of.day).days
    return render(
        request,
        "answers/answer.html",
        {
            **sections_of(assessment, country_of(request)),
            **warning,
            "own": True,
            "has_week": later is None and has_week(assessment),
            "later": later,
            "old": later is None and age_days > FRESH_DAYS,
            "only_urgency": bool(warning) or emergency_of(request) is not None or assessment.urgency == "emergency",
        },
    )
