"""The runs that are kept, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from backstride.store.models import Run
from backstride.web.runner import runner_of
from backstride.web.units import distance, duration, pace, units_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from backstride.store.models import Runner

A_PAGE = 50


@dataclass(frozen=True)
class ShownRun:
    """One run in the runner's units, at the time where it was run."""

    at: datetime | None
    sport: str
    distance: str
    time: str
    pace: str
    device: str
    counts: bool


@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """The page at `/runs/`."""
    runner = runner_of(request)
    page = Paginator(Run.objects.of(request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "runs.html",
        {"page": page, "runs": [shown(run, runner) for run in page], "year": timezone.localdate().year},
    )


def shown(run: Run, runner: Runner | None) -> ShownRun:
    """A run as the pages show it."""
    units = units_of(runner.units if runner else "")
    at = run.started_at
    if at is not None and run.utc_offset_s is not None:
        at = at.replace(tzinfo=None) + timedelta(seconds=run.utc_offset_s)
    return ShownRun(
        at=at,
        sport=run.sport.replace("_", " ").capitalize(),
        distance=distance(run.distance_m, units),
        time=duration(run.timer_s),
        pace=pace(run.distance_m, run.timer_s, units),
        device=run.device,
        counts=run.trusted or run.accepted,
    )
