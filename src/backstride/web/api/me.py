"""The account and the runners of its household."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Status
from pydantic import Field

from backstride.store import runners as kept
from backstride.store.models import Runner

from .doors import needs
from .errors import replies
from .once import once
from .owned import caller, the_runner
from .shape import Body, Id, Name, Version

router = Router(tags=["me"])


class RunnerShown(Schema):
    """One runner."""

    id: UUID
    version: int
    name: str
    birth_year: int | None
    sex: str
    height_m: float | None
    mass_kg: float | None
    time_zone: str
    country: str
    language: str
    units: str


class Me(Schema):
    """The account."""

    email: str
    runners: list[RunnerShown]


class NewRunner(Body):
    """What is known of a runner; leave out what is not."""

    name: Name = ""
    birth_year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    sex: Literal["", "female", "male"] = ""
    height_m: Annotated[float, Field(gt=0.4, le=3)] | None = None
    mass_kg: Annotated[float, Field(gt=2, le=500)] | None = None
    time_zone: Annotated[str, Field(max_length=64)] = ""
    country: Annotated[str, Field(pattern="^([A-Z]{2})?$")] = ""
    language: Annotated[str, Field(pattern="^([a-z]{2,3}(-[A-Za-z]{2,8})?)?$", max_length=16)] = ""
    units: Literal["metric", "imperial"] = "metric"


class RunnerChange(NewRunner):
    """Fields to change; those left out stay."""

    version: Version


@router.get("/me", response=replies(Me), **needs("read:me"))
def read_me(request: HttpRequest) -> Any:
    """Who is calling."""
    account = caller(request)
    return {"email": account.email, "runners": list(account.runners.order_by("created_at", "id"))}


@router.post("/runners", response=replies(RunnerShown, 201), **needs("write:me", keyed=True))
@once
def add_runner(request: HttpRequest, body: NewRunner) -> Any:
    """Add somebody of the household."""
    return Status(201, shown(kept.add_runner(caller(request), **body.model_dump(exclude_unset=True))))


@router.get("/runners/{runner_id}", response=replies(RunnerShown), **needs("read:me"))
def read_runner(request: HttpRequest, runner_id: Id) -> Any:
    """One runner."""
    return the_runner(request, runner_id)


@router.patch("/runners/{runner_id}", response=replies(RunnerShown), **needs("write:me"))
def change_runner(request: HttpRequest, runner_id: Id, body: RunnerChange) -> Any:
    """Change what is known of a runner."""
    values = body.model_dump(exclude_unset=True)
    return kept.change_runner(the_runner(request, runner_id), values.pop("version"), **values)


def shown(runner: Runner) -> dict[str, Any]:
    """A runner as the API shows it."""
    return RunnerShown.from_orm(runner).dict()
