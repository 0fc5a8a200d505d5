"""Pairs of shoes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Status
from pydantic import Field

from backstride.store import shoes as kept
from backstride.store.models import Shoe

from .doors import needs
from .errors import replies
from .once import once
from .owned import find, rows, the_runner
from .shape import Body, Day, Id, Name, Page, PageNumber, PageSize, Version, page_of

router = Router(tags=["shoes"])
LONGEST_WALK_M = 1e8


class ShoeShown(Schema):
    """A pair of shoes."""

    id: UUID
    runner: UUID
    version: int
    name: str
    brand: str
    bought_on: date | None
    retired_on: date | None
    distance_before_m: float


class NewShoe(Body):
    """A pair to keep."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    brand: Name = ""
    bought_on: Day | None = None
    retired_on: Day | None = None
    distance_before_m: Annotated[float, Field(ge=0, le=LONGEST_WALK_M)] = 0.0
    runner: Id | None = None


class ShoeChange(Body):
    """Fields to change; those left out stay."""

    version: Version
    name: Annotated[str, Field(min_length=1, max_length=80)] = ""
    brand: Name = ""
    bought_on: Day | None = None
    retired_on: Day | None = None
    distance_before_m: Annotated[float, Field(ge=0, le=LONGEST_WALK_M)] = 0.0


@router.get("/shoes", response=replies(Page[ShoeShown]), **needs("read:runs"))
def list_shoes(request: HttpRequest, page: PageNumber = 1, size: PageSize = 50, runner: Id | None = None) -> Any:
    """Pairs by name."""
    return page_of(rows(Shoe, request, runner), page, size, shown)


@router.post("/shoes", response=replies(ShoeShown, 201), **needs("write:runs", keyed=True))
@once
def add_shoe(request: HttpRequest, body: NewShoe) -> Any:
    """Keep a pair."""
    values = body.model_dump()
    return Status(201, shown(kept.add_shoe(the_runner(request, values.pop("runner")), **values)))


@router.get("/shoes/{shoe_id}", response=replies(ShoeShown), **needs("read:runs"))
def read_shoe(request: HttpRequest, shoe_id: Id) -> Any:
    """One pair."""
    return shown(find(Shoe, request, pk=shoe_id))


@router.patch("/shoes/{shoe_id}", response=replies(ShoeShown), **needs("write:runs"))
def change_shoe(request: HttpRequest, shoe_id: Id, body: ShoeChange) -> Any:
    """Change a pair."""
    values = body.model_dump(exclude_unset=True)
    return shown(kept.change_shoe(find(Shoe, request, pk=shoe_id), values.pop("version"), **values))


@router.delete("/shoes/{shoe_id}", response=replies(None, 204), **needs("write:runs"))
def remove_shoe(request: HttpRequest, shoe_id: Id) -> Any:
    """Forget a pair; its runs stay."""
    find(Shoe, request, pk=shoe_id).delete()
    return Status(204, None)


def shown(shoe: Shoe) -> dict[str, Any]:
    """A pair as the API shows it."""
    return {
        **{name: getattr(shoe, name) for name in ShoeShown.model_fields if name != "runner"},
        "runner": shoe.runner_id,
    }
