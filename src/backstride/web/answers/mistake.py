""" "I answered by mistake": a new dated check that asks every first safety question; the old one stays on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from backstride.store import checks
from backstride.store.knowledge import the_evidence
from backstride.store.models import Check
from backstride.web.clock import day_of, zone_of

from .emergency import has_ways_out
from .found import own

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def mistake(request: HttpRequest, check: UUID) -> HttpResponse:
    """Say what happens, and open the check on a press of the button."""
    found = own(request, check)
    if not has_ways_out(request, found):
        return redirect("answer-shown", found.made_of_id)
    if request.method != "POST":
        return render(request, "answers/mistake.html", {"check": found.made_of})
    runner = found.made_of.runner
    with transaction.atomic():
        # Pressed twice, or in two windows, it goes on with the check that is open already.
        Check.objects.select_for_update().filter(pk=found.made_of_id).first()
        opened = Check.objects.filter(follows=found.made_of, state=Check.State.OPEN).first() or checks.edit(
            found.made_of, the_evidence(), day=day_of(runner), time_zone=zone_of(runner)
        )
    return redirect("answer-go-on", opened.pk)
