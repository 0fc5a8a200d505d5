"""Changing an answer of a finished check: a new dated check, in which the safety questions are asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from backstride.store import checks
from backstride.store.knowledge import the_evidence
from backstride.store.refusal import RefusedError
from backstride.web.clock import day_of, zone_of

from .found import check_of
from .left_open import answer_of_what_presses, open_check_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_POST
def edit(request: HttpRequest, check: UUID) -> HttpResponse:
    """Open the new check, and go to its first question; an open check is gone on with."""
    found = check_of(request, check)
    left = open_check_of(found.runner)
    urgent = None if left == found else answer_of_what_presses(left)
    if urgent is not None:
        messages.warning(request, _("What you told us so far comes first. Read this before you start again."))
        return redirect(urgent)
    try:
        opened = checks.edit(found, the_evidence(), day=day_of(found.runner), time_zone=zone_of(found.runner))
    except RefusedError as error:
        messages.warning(request, str(error))
        return redirect("answer-shown", found.pk)
    return redirect("answer-go-on", opened.pk)
