"""Runs, their samples, and what their runner says about them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from ninja.responses import Status

from backstride.store import run_changes as kept
from backstride.store.models import Run, Shoe
from backstride.store.remove_run import remove_run as forget

from .doors import needs
from .errors import replies
from .owned import find, rows
from .shape import Body, Day, Id, Page, PageNumber, PageSize, Version, page_of

router = Router(tags=["runs"])


class RunShown(Schema):
    """One run."""

    id: UUID
    runner: UUID
    version: int
    shoe: UUID | None
    format: str
    sport: str
    started_at: datetime | None
    utc_offset_s: int | None
    day: date | None
    timer_s: float | None
    elapsed_s: float | None
    distance_m: float | None
    ascent_m: float | None
    descent_m: float | None
    avg_cadence_spm: float | None
    avg_heart_rate_bpm: float | None
    device: str
    indoor: bool
    rpe: float | None
    feel_pct: float | None
    warnings: list[Any]
    trusted: bool
    accepted: bool


class Samples(Schema):
    """The samples of a run by column, all of one length."""

    columns: dict[str, list[Any]]


class RunChange(Body):
    """Fields to change; those left out stay. A shoe of null takes the shoe back."""

    version: Version
    shoe: Id | None = None
    accepted: bool = False


@router.get("/runs", response=replies(Page[RunShown]), **needs("read:runs"))
def list_runs(
    request: HttpRequest,
    page: PageNumber = 1,
    size: PageSize = 50,
    runner: Id | None = None,
    since: Day | None = None,
    until: Day | None = None,
) -> Any:
    """Runs, newest first."""
    found = rows(Run, request, runner)
    if since is not None:
        found = found.filter(day__gte=since)
    if until is not None:
        found = found.filter(day__lte=until)
    return page_of(found, page, size, shown)


@router.get("/runs/{run_id}", response=replies(RunShown), **needs("read:runs"))
def read_run(request: HttpRequest, run_id: Id) -> Any:
    """One run."""
    return shown(find(Run, request, pk=run_id))


PARQUET = "application/vnd.apache.parquet"
BY_SCOPE = needs("read:runs")
BY_SCOPE["openapi_extra"] |= {"responses": {200: {"content": {PARQUET: {"schema": {"type": "string"}}}}}}


@router.get("/runs/{run_id}/samples", response=replies(Samples), **BY_SCOPE)
def read_samples(request: HttpRequest, run_id: Id, form: Literal["json", "parquet"] = "json") -> Any:
    """The samples of a run, as JSON columns or as the Parquet file."""
    run = find(Run, request, pk=run_id)
    if form == "parquet":
        return HttpResponse(
            kept.parquet_of(run),
            content_type=PARQUET,
            headers={"Content-Disposition": f'attachment; filename="{run.pk}.parquet"'},
        )
    return {"columns": kept.columns_of(run)}


@router.patch("/runs/{run_id}", response=replies(RunShown), **needs("write:runs"))
def change_run(request: HttpRequest, run_id: Id, body: RunChange) -> Any:
    """Say which shoes were worn, and whether a doubtful run counts."""
    values = body.model_dump(exclude_unset=True)
    run = find(Run, request, pk=run_id)
    if values.get("shoe") is not None:
        values["shoe"] = find(Shoe, request, pk=values["shoe"])
    return shown(kept.change_run(run, values.pop("version"), **values))


@router.delete("/runs/{run_id}", response=replies(None, 204), **needs("write:runs"))
def remove_run(request: HttpRequest, run_id: Id) -> Any:
    """Forget a run."""
    forget(find(Run, request, pk=run_id))
    return Status(204, None)


def shown(run: Run) -> dict[str, Any]:
    """A run as the API shows it."""
    values = {name: getattr(run, name) for name in RunShown.model_fields if name not in ("runner", "shoe")}
    return {**values, "runner": run.runner_id, "shoe": run.shoe_id}
