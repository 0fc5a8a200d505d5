"""What to do today: the newest answer, what is planned, the last run; or how to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backstride.report import country_words
from backstride.report.danger import danger_signs
from backstride.store.knowledge import the_evidence
from backstride.store.models import Run
from backstride.web.context import country_of
from backstride.web.runner import runner_of

from ..interview.left_open import may_press, open_check_of, stage_of
from .latest import answered, planned, sessions
from .shown_run import shown

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

NOON, EVENING = 12, 18
FIRST_SIGNS = 5


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The page at `/`."""
    now = timezone.localtime()
    answer, week = answered(request), planned(request)
    last = Run.objects.of(request.user).filter(started_at__isnull=False).first()
    runner = runner_of(request)
    opened = open_check_of(runner)
    stage, pressing = stage_of(opened), may_press(opened)
    if not (answer or week or last):
        evidence = the_evidence()
        signs = danger_signs(evidence, country_words(country_of(request), evidence))
        return render(
            request,
            "welcome.html",
            {"signs": signs.now[:FIRST_SIGNS], "opened": opened, "stage": stage, "may_press": pressing},
        )
    return render(
        request,
        "today.html",
        {
            "now": now,
            "greeting": _greeting(now),
            "name": runner.name.partition(" ")[0] if runner else "",
            "answer": answer,
            "opened": opened,
            "stage": stage,
            "may_press": pressing,
            "sessions": [] if week is None or pressing or (answer and answer.locks) else _of_day(week, now),
            "last": shown(last, runner) if last else None,
        },
    )


def _of_day(week: dict[str, object], now: datetime) -> list[object]:
    return [session for session in sessions(week) if session.day == now.date()]


def _greeting(now: datetime) -> str:
    if now.hour < NOON:
        return _("Good morning")
    return _("Good afternoon") if now.hour < EVENING else _("Good evening")
