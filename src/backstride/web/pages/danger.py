"""Danger signs and whom to call: for everybody, without sign-in, and fit to be kept by a cache."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from backstride.report import country_words
from backstride.report.danger import DangerSigns, danger_signs
from backstride.store.knowledge import the_evidence
from backstride.web.countries import SAME, choices

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from backstride.report import CountryWords


TWO_LETTERS = 2
"""Of a country; other packs are no choice."""


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def danger(request: HttpRequest) -> HttpResponse:
    """The signs, with the numbers of the country that is asked for, else of this installation."""
    packs = the_evidence().sections["country_packs"]
    wanted = request.GET.get("country", settings.BACKSTRIDE["COUNTRY"]).lower()
    code = SAME.get(wanted, wanted) if wanted in packs else ""
    country, signs = _of(code)
    return render(
        request,
        "danger.html",
        {
            "bare": True,
            # The same page for everybody, so that a cache may keep it.
            "theme": "",
            "has_session": False,
            "country": country,
            "signs": signs,
            "code": code,
            "countries": choices(pack for pack in packs if len(pack) == TWO_LETTERS),
        },
    )


@cache
def _of(code: str) -> tuple[CountryWords, DangerSigns]:
    country = country_words(code, the_evidence())
    return country, danger_signs(the_evidence(), country)
