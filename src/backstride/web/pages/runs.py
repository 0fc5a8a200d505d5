"""The runs that are kept, newest first, by month; what is shown stands in the address."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models.functions import ExtractYear
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backstride.store.models import Run
from backstride.store.removed_run import can_come_back
from backstride.web.runner import runner_of

from .shown_run import kind_of, shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from backstride.store.models import Runner

    from .shown_run import ShownRun

A_PAGE = 50
REMOVED = "removed_run"
"""Under this name the session keeps which run was deleted last."""


@dataclass(frozen=True)
class Month:
    """The runs of one month on the page; no day for those without a date."""

    day: date | None
    runs: list[ShownRun] = field(default_factory=list)


@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """The page at `/runs/`."""
    runner = runner_of(request)
    every = Run.objects.of(request.user)
    years = list(every.filter(day__isnull=False).annotate(y=ExtractYear("day")).values_list("y", flat=True).distinct())
    sports = list(every.order_by("sport").values_list("sport", flat=True).distinct())
    asked = request.GET
    year = asked.get("year", "") if asked.get("year", "") in {str(each) for each in years} else ""
    kind = asked.get("kind", "") if asked.get("kind", "") in sports else ""
    found = every.filter(**({"day__year": int(year)} if year else {}), **({"sport": kind} if kind else {}))
    page = Paginator(found, A_PAGE).get_page(asked.get("page"))
    return render(
        request,
        "runs.html",
        {
            "page": page,
            "removed": _removed(request),
            "months": by_month(page, runner),
            "years": sorted({str(each) for each in years}, reverse=True),
            "kinds": [(sport, kind_of(sport)) for sport in sports],
            "year": year,
            "kind": kind,
            "asked": urlencode({name: value for name, value in (("year", year), ("kind", kind)) if value}),
        },
    )


def _removed(request: HttpRequest) -> dict[str, Any] | None:
    """The run that was deleted last, while that can be undone."""
    kept: dict[str, Any] | None = request.session.get(REMOVED)
    return kept if kept is not None and can_come_back(UUID(kept["runner"]), UUID(kept["run"])) else None


def by_month(runs: Iterable[Run], runner: Runner | None) -> list[Month]:
    """Runs in their order, cut where the month changes."""
    months: list[Month] = []
    for run in runs:
        first = run.day.replace(day=1) if run.day else None
        if not months or months[-1].day != first:
            months.append(Month(first))
        months[-1].runs.append(shown(run, runner))
    return months
