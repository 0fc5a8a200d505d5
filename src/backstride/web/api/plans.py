"""Weeks: plan one for a check's result, read it, log what became of its sessions."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Status
from pydantic import Field

from backstride.store import plans as kept
from backstride.store.knowledge import the_evidence
from backstride.store.measured import exposures_of_check
from backstride.store.models import Check, Plan, PlanLogEntry

from ..clock import day_of
from .checks import goes_before
from .doors import needs
from .errors import ApiError, not_found, replies
from .once import once
from .owned import find, rows
from .shape import Body, Day, Id, Page, PageNumber, PageSize, Version, page_of

router = Router(tags=["plans"])
MOST_SESSIONS = 1000


class PlanLine(Schema):
    """A week in a list."""

    id: UUID
    runner: UUID
    version: int
    week_starts_on: date
    evidence_version: str


class PlanShown(PlanLine):
    """A week, as `backstride plan --json` gives it.

    `goes_before` names an open check of the same runner whose answers may mean help today; the week stands back for it.
    """

    document: dict[str, Any]
    goes_before: UUID | None


class NewPlan(Body):
    """Which finished check to plan for, and a day of the week."""

    check: Id
    week: Day


class SessionLogged(Body):
    """What became of a session; `version` where it has an entry already."""

    version: Version | None = None
    entry: dict[str, bool | int | float | str | None]


class LogShown(Schema):
    """What became of one session."""

    id: UUID
    version: int
    session: str
    day: date
    entry: dict[str, Any]


@router.get("/plans", response=replies(Page[PlanLine]), **needs("read:plans"))
def list_plans(request: HttpRequest, page: PageNumber = 1, size: PageSize = 50, runner: Id | None = None) -> Any:
    """Weeks, newest first."""
    return page_of(rows(Plan, request, runner), page, size, line)


@router.post("/plans", response=replies(PlanShown, 201), **needs("write:plans", keyed=True))
@once
def make_plan(request: HttpRequest, body: NewPlan) -> Any:
    """Plan a week."""
    assessment = find(Check, request, pk=body.check).assessments.first()
    if assessment is None:
        raise ApiError(409, "not_finished", "This check has no result yet. Finish it first.", field="check")
    evidence, check = the_evidence(), assessment.made_of
    measured = exposures_of_check(check, evidence)
    since = exposures_of_check(check, evidence, by=max(check.day, day_of(check.runner)))
    return Status(201, shown(kept.make_plan(assessment, body.week, evidence, exposures=measured, run_since=since)))


@router.get("/plans/{plan_id}", response=replies(PlanShown), **needs("read:plans"))
def read_plan(request: HttpRequest, plan_id: Id) -> Any:
    """One week."""
    return shown(find(Plan, request, pk=plan_id))


@router.get("/plans/{plan_id}/log", response=replies(list[LogShown]), **needs("read:plans"))
def read_log(request: HttpRequest, plan_id: Id) -> Any:
    """What became of a week's sessions."""
    return list(find(Plan, request, pk=plan_id).log.all())


@router.put("/plans/{plan_id}/sessions/{session}/log", response=replies(LogShown), **needs("write:plans"))
def log_session(
    request: HttpRequest,
    plan_id: Id,
    session: Annotated[int, Field(ge=0, le=MOST_SESSIONS)],
    body: SessionLogged,
) -> Any:
    """Keep what became of a session, or change it."""
    plan = find(Plan, request, pk=plan_id)
    try:
        return kept.log_session(plan, session, body.entry, seen_version=body.version)
    except PlanLogEntry.DoesNotExist:
        raise not_found() from None


def line(plan: Plan) -> dict[str, Any]:
    """A week as a list shows it."""
    values = {name: getattr(plan, name) for name in PlanLine.model_fields if name != "runner"}
    return {**values, "runner": plan.runner_id}


def shown(plan: Plan) -> dict[str, Any]:
    """A week as the API shows it."""
    return {**line(plan), "document": plan.document, "goes_before": goes_before(plan.runner)}
