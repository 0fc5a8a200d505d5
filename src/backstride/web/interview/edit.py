"""Changing an answer of a finished check: a new dated check, in which the safety questions are asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from backstride.store import checks
from backstride.store.knowledge import the_evidence
from backstride.web.clock import day_of, zone_of

from .found import check_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_POST
def edit(request: HttpRequest, check: UUID) -> HttpResponse:
    """Open the new check, and go to its first question; an open check is gone on with."""
    found = check_of(request, check)
    opened = checks.edit(found, the_evidence(), day=day_of(found.runner), time_zone=zone_of(found.runner))
    return redirect("answer-go-on", opened.pk)
