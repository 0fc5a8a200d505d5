"""An open emergency: its own page, and the strip that stands on every other page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse

from backstride.report import country_words
from backstride.store.emergencies import EMERGENCY, open_emergency
from backstride.store.knowledge import the_evidence
from backstride.store.left_open import left_pressing, level_so_far
from backstride.web.context import country_of

from .composed import page_of
from .found import newer
from .sections import PRESSING

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from backstride.report import CountryWords
    from backstride.store.models import Assessment, Check


@dataclass(frozen=True)
class Strip:
    """What every page shows while an emergency is open: whom to call, and where to read what to say."""

    address: str
    country: CountryWords


def strip_of(request: HttpRequest) -> Strip | None:
    """The strip for whoever is signed in: of an answer, else of an open check of anybody in the household."""
    found = emergency_of(request)
    left = _left_open(request) if found is None else None
    if found is not None:
        address = reverse("answer-shown", args=[found.made_of_id])
    elif left is not None:
        address = reverse("answer-go-on", args=[left.pk])
    else:
        return None
    return Strip(address, country_words(country_of(request), the_evidence()))


def _left_open(request: HttpRequest) -> Check | None:
    """An open check whose own answers are an emergency; the pages of whoever comes first tell only of their own."""
    account: Any = request.user
    left = (left_pressing(runner) for runner in account.runners.order_by("created_at"))
    return next((check for check in left if check is not None and level_so_far(check) == EMERGENCY), None)


def emergency_of(request: HttpRequest) -> Assessment | None:
    """The open emergency of whoever is signed in, looked up once a request."""
    held: Any = request
    if not hasattr(held, "_open_emergency"):
        held._open_emergency = open_emergency(request.user)
    found: Assessment | None = held._open_emergency
    return found


def has_ways_out(request: HttpRequest, assessment: Assessment) -> bool:
    """Whether being seen, or a mistake, can be said of an answer: an open emergency, else the newest that presses.

    A newer answer that left questions open does not close the emergency, so it closes no way out of it either.
    """
    opened = emergency_of(request)
    if opened is not None and opened.pk == assessment.pk:
        return True
    return assessment.urgency in PRESSING and newer(assessment) is None


def emergency_page(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """The page without menus: call, why, what to say, what to do on the way, and the two ways out."""
    country = country_of(request)
    return render(
        request,
        "answers/emergency.html",
        {
            "page": page_of(assessment, country),
            "country": country_words(country, the_evidence()),
            "check": assessment.made_of,
        },
    )
