"""The newest plan, day by day; kept back while an answer, or a check left open, says to be seen today or at once."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from backstride.web.answers.found import newest
from backstride.web.runner import runner_of

from ..interview.left_open import may_press, open_check_of, stage_of
from .latest import answered, planned, sessions

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """The page at `/week/`."""
    opened = open_check_of(runner_of(request))
    if may_press(opened):
        return render(request, "week.html", {"opened": opened, "stage": stage_of(opened), "may_press": True})
    answer, document = answered(request), planned(request)
    if document is None or (answer and answer.locks):
        locked, found = answer if answer and answer.locks else None, newest(request)
        return render(request, "week.html", {"answer": locked, "check": found.made_of if found else None})
    today = timezone.localdate()
    days = [(day, list(of_day)) for day, of_day in groupby(sessions(document), key=lambda session: session.day)]
    return render(
        request,
        "week.html",
        {
            "plan": document,
            "days": [each for each in days if each[0] >= today],
            "gone": [each for each in days if each[0] < today],
            "today": today,
        },
    )
