"""Days in the runner's words and numbers."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Status
from pydantic import Field

from backstride.store import diary as kept
from backstride.store.models import DiaryEntry

from .doors import needs
from .errors import not_found, replies
from .owned import find, rows, the_runner
from .shape import Body, Day, Id, Page, PageNumber, PageSize, Text, Version, page_of

router = Router(tags=["diary"])


class DayShown(Schema):
    """One day."""

    id: UUID
    runner: UUID
    version: int
    day: date
    values: dict[str, Any]
    note: str


class DayNoted(Body):
    """What to keep of a day; `version` where it has an entry already."""

    version: Version | None = None
    values: dict[str, bool | int | float | str | None] = Field(default_factory=dict)
    note: Text = ""


@router.get("/diary", response=replies(Page[DayShown]), **needs("read:diary"))
def list_days(
    request: HttpRequest,
    page: PageNumber = 1,
    size: PageSize = 50,
    runner: Id | None = None,
    since: Day | None = None,
    until: Day | None = None,
) -> Any:
    """Days, newest first."""
    found = rows(DiaryEntry, request, runner)
    if since is not None:
        found = found.filter(day__gte=since)
    if until is not None:
        found = found.filter(day__lte=until)
    return page_of(found, page, size, shown)


@router.get("/diary/{day}", response=replies(DayShown), **needs("read:diary"))
def read_day(request: HttpRequest, day: Day, runner: Id | None = None) -> Any:
    """One day."""
    return shown(find(DiaryEntry, request, day=day, runner=the_runner(request, runner)))


@router.put("/diary/{day}", response=replies(DayShown), **needs("write:diary"))
def note_day(request: HttpRequest, day: Day, body: DayNoted, runner: Id | None = None) -> Any:
    """Keep a day, or change it."""
    whose = the_runner(request, runner)
    try:
        entry = kept.note_day(whose, day, body.values, body.note, seen_version=body.version)
    except DiaryEntry.DoesNotExist:
        raise not_found() from None
    return shown(entry)


@router.delete("/diary/{day}", response=replies(None, 204), **needs("write:diary"))
def remove_day(request: HttpRequest, day: Day, runner: Id | None = None) -> Any:
    """Forget a day."""
    find(DiaryEntry, request, day=day, runner=the_runner(request, runner)).delete()
    return Status(204, None)


def shown(entry: DiaryEntry) -> dict[str, Any]:
    """A day as the API shows it."""
    values = {name: getattr(entry, name) for name in DayShown.model_fields if name != "runner"}
    return {**values, "runner": entry.runner_id}
