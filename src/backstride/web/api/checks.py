"""Checks: open one, answer, finish, read what came out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Status
from pydantic import Field

from backstride.store import checks as kept
from backstride.store.knowledge import the_evidence
from backstride.store.left_open import left_pressing
from backstride.store.measured import exposures_of_check
from backstride.store.models import Check, Runner

from ..clock import day_of, zone_of
from .doors import needs
from .errors import ApiError, replies
from .once import once
from .owned import find, rows, the_runner
from .shape import Body, Day, Id, Page, PageNumber, PageSize, Text, Version, page_of

router = Router(tags=["checks"])
MOST_ANSWERS = 500

Said = bool | int | float | str | list[str] | None


class CheckLine(Schema):
    """A check in a list."""

    id: UUID
    runner: UUID
    version: int
    state: str
    day: date
    time_zone: str
    follows: UUID | None


class CheckShown(CheckLine):
    """A check with what was answered, and what came out where it is finished.

    `goes_before` names an open check of the same runner whose answers may mean help today; a result stands back for it.
    """

    document: dict[str, Any]
    result: dict[str, Any] | None
    goes_before: UUID | None


class NewCheck(Body):
    """Where a check begins; `follows` names the earlier one of the same pain."""

    runner: Id | None = None
    day: Day | None = None
    follows: Id | None = None


class Answered(Body):
    """Answers to keep; null means don't know. `story_dropped` names findings that were misread in the story."""

    version: Version
    age: float | None = None
    sex: Literal["female", "male"] | None = None
    duration_days: float | None = None
    story: Text | None = None
    story_dropped: Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=MOST_ANSWERS)] | None = None
    answers: Annotated[dict[Annotated[str, Field(max_length=80)], Said], Field(max_length=MOST_ANSWERS)] = Field(
        default_factory=dict
    )


class Seen(Body):
    """Which version the caller has seen."""

    version: Version


@router.get("/checks", response=replies(Page[CheckLine]), **needs("read:checks"))
def list_checks(request: HttpRequest, page: PageNumber = 1, size: PageSize = 50, runner: Id | None = None) -> Any:
    """Checks, newest first."""
    return page_of(rows(Check, request, runner), page, size, line)


@router.post("/checks", response=replies(CheckShown, 201), **needs("write:checks", keyed=True))
@once
def open_check(request: HttpRequest, body: NewCheck) -> Any:
    """Begin a check."""
    follows = None if body.follows is None else find(Check, request, pk=body.follows)
    runner = the_runner(request, body.runner)
    latest = day_of(runner) + timedelta(days=1)
    if body.day is not None and body.day > latest:
        # An answer of a day to come would never grow old, and would date every later check of its pain.
        raise ApiError(422, "day", "The day of a check cannot lie in the future. Leave it out.", field="day")
    opened = kept.open_check(runner, day=body.day or day_of(runner), time_zone=zone_of(runner), follows=follows)
    return Status(201, shown(opened))


@router.get("/checks/{check_id}", response=replies(CheckShown), **needs("read:checks"))
def read_check(request: HttpRequest, check_id: Id) -> Any:
    """One check, with its result where it is finished."""
    return shown(find(Check, request, pk=check_id))


@router.patch("/checks/{check_id}/answers", response=replies(CheckShown), **needs("write:checks"))
def put_answers(request: HttpRequest, check_id: Id, body: Answered) -> Any:
    """Keep answers."""
    check = find(Check, request, pk=check_id)
    given = body.model_dump(exclude_unset=True)
    beside = {key: given[key] for key in kept.TOP_LEVEL if key in given}
    kept.put_answers(
        check,
        {**body.answers, **beside},
        the_evidence(),
        seen_version=body.version,
        story=body.story,
        story_dropped=(body.story_dropped or []) if "story_dropped" in given else None,
    )
    return shown(check)


@router.post(
    "/checks/{check_id}/finish",
    response=replies(CheckShown, 201),
    **needs("write:checks", keyed=True),
)
@once
def finish_check(request: HttpRequest, check_id: Id, body: Seen) -> Any:
    """Assess what was answered with what the kept runs say, and close the check."""
    check, evidence = find(Check, request, pk=check_id), the_evidence()
    kept.finish(check, evidence, seen_version=body.version, exposures=exposures_of_check(check, evidence))
    return Status(201, shown(check))


@router.post(
    "/checks/{check_id}/edit",
    response=replies(CheckShown, 201),
    **needs("write:checks", keyed=True),
)
@once
def edit_check(request: HttpRequest, check_id: Id) -> Any:
    """Open a new check from a finished one, to change an answer; the first safety questions are asked again."""
    check = find(Check, request, pk=check_id)
    runner = check.runner
    return Status(201, shown(kept.edit(check, the_evidence(), day=day_of(runner), time_zone=zone_of(runner))))


def goes_before(runner: Runner) -> UUID | None:
    """The open check of a runner that may mean help today."""
    left = left_pressing(runner)
    return None if left is None else left.pk


def line(check: Check) -> dict[str, Any]:
    """A check as a list shows it."""
    plain = ("id", "version", "state", "day", "time_zone")
    return {**{k: getattr(check, k) for k in plain}, "runner": check.runner_id, "follows": check.follows_id}


def shown(check: Check) -> dict[str, Any]:
    """A check as the API shows it."""
    result = check.assessments.first()
    return {
        **line(check),
        "document": kept.document_of(check),
        "result": None if result is None else result.result,
        "goes_before": None if result is None else goes_before(check.runner),
    }
