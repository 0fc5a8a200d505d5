"""The week made from an answer: on a press of a button, and never while the answer says to be seen today or at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from backstride.store import plans
from backstride.store.knowledge import the_evidence
from backstride.store.measured import exposures_of_check
from backstride.store.models import Plan
from backstride.store.refusal import RefusedError
from backstride.web.clock import day_of

from .found import newer, own
from .sections import FRESH_DAYS, PRESSING

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from backstride.store.models import Assessment

DAYS_OF_A_WEEK = 7


@require_POST
def make_week(request: HttpRequest, check: UUID) -> HttpResponse:
    """Plan this week for the newest answer, unless that was done, and show it."""
    found = own(request, check)
    later = newer(found)
    if later is not None:
        return redirect("answer-shown", later.made_of_id)
    if (timezone.localdate() - found.made_of.day).days > FRESH_DAYS:
        messages.warning(request, _("This answer is older than two weeks. Check again."))
        return redirect("answer-shown", found.made_of_id)
    if found.urgency not in PRESSING and not has_week(found):
        today, evidence = day_of(found.runner), the_evidence()
        measured = exposures_of_check(found.made_of, evidence)
        since = exposures_of_check(found.made_of, evidence, by=max(found.made_of.day, today))
        try:
            plans.make_plan(found, today, evidence, exposures=measured, run_since=since)
        except RefusedError as error:
            messages.error(request, str(error))
    return redirect("week")


def has_week(assessment: Assessment) -> bool:
    """Whether a week from today on was made for this answer."""
    newest = Plan.objects.filter(made_for=assessment).order_by("-week_starts_on").first()
    return newest is not None and (timezone.localdate() - newest.week_starts_on).days < DAYS_OF_A_WEEK
