"""One answer for whoever has the link, until it ends: nothing else, and no way into the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from backstride.report.intended_use import INTENDED_USE
from backstride.store import limits
from backstride.store.left_open import left_pressing
from backstride.store.shares import open_share
from backstride.web.caller_address import address_of

from .found import newer
from .sections import FRESH_DAYS, sections_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

A_MINUTE_S = 60
MOST = 30
"""Openings a minute from one address, so that nobody tries out tokens."""
HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


@login_not_required
@require_GET
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The answer of a link that holds; for any other the same page, whether it ended or never was.

    Of a newer answer, or of a check that is not finished, it says only that there is one: what it says was not shared.
    """
    try:
        wait_s = limits.take(f"shared {address_of(request)}", most=MOST, within_s=A_MINUTE_S)
    except DatabaseError:
        # What cannot be counted cannot be logged either: the opening below fails by itself.
        wait_s = 0
    if wait_s:
        return _page(request, "answers/shared_over.html", {"too_often": True}, 429, **{"Retry-After": str(wait_s)})
    found = open_share(token)
    assessment = None if found is None else found.of_check.assessments.select_related("made_of", "runner").first()
    if found is None or assessment is None:
        return _page(request, "answers/shared_over.html", {}, 404)
    country = found.runner.country or settings.BACKSTRIDE["COUNTRY"]
    sections = sections_of(assessment, country)
    age_days = (timezone.localdate() - assessment.made_of.day).days
    until = {
        "until": found.expires_at,
        "only_urgency": False,
        "superseded": newer(assessment) is not None,
        "old": age_days > FRESH_DAYS,
        "unfinished": left_pressing(found.runner) is not None,
    }
    return _page(request, "answers/shared.html", {**sections, **until}, 200)


def _page(request: HttpRequest, template: str, context: dict[str, object], status: int, **headers: str) -> HttpResponse:
    shown = {"own": False, "intended_use": INTENDED_USE, **context}
    response = render(request, template, shown, status=status)
    for name, value in {**HEADERS, **headers}.items():
        response[name] = value
    return response
