"""Shapes that many operations share: strict bodies, ids, days, pages."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from ninja import Schema
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

T = TypeVar("T")
FIRST_YEAR, LAST_YEAR = 1900, 2100
LARGEST_PAGE = 200


class Body(BaseModel):
    """A request body: every field known, no guessing at types, no NaN."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


def _day(value: Any) -> date:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        day = date.fromisoformat(value)
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
    raise ValueError("write the day as 2026-11-21, between 1900 and 2100")


def _id(value: Any) -> UUID:
    if isinstance(value, str) and re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", value, re.ASCII | re.I):
        return UUID(value)
    raise ValueError("an id looks like 0f8fad5b-d9cb-469f-a165-70867728950e")


Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": r"^(19\d\d|20\d\d)-\d\d-\d\d$"}),
]
Id = Annotated[UUID, BeforeValidator(_id), WithJsonSchema({"type": "string", "format": "uuid"})]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
Text = Annotated[str, Field(max_length=20_000)]
Name = Annotated[str, Field(max_length=80)]
PageNumber = Annotated[int, Field(ge=1, le=1_000_000)]
PageSize = Annotated[int, Field(ge=1, le=LARGEST_PAGE)]


class Page(Schema, Generic[T]):
    """Some of many rows."""

    items: list[T]
    total: int
    page: int
    size: int


def page_of(rows: Any, page: int, size: int, shown: Any) -> dict[str, Any]:
    """One page of a queryset, each row through `shown`."""
    first = (page - 1) * size
    items = [shown(row) for row in rows[first : first + size]]
    return {"items": items, "total": rows.count(), "page": page, "size": size}
