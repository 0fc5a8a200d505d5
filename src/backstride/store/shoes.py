"""Pairs of shoes, and which run was run in which."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from .models import Run, Shoe
from .refusal import RefusedError
from .text import plain

if TYPE_CHECKING:
    from .models import Runner

NAME_LENGTH = 80


def add_shoe(runner: Runner, **values: Any) -> Shoe:
    """Keep a pair; fields as in `Shoe`.

    Raises
    ------
    RefusedError
        If a value cannot be.
    """
    return Shoe.objects.create(runner=runner, **_checked(values))


def change_shoe(shoe: Shoe, seen_version: int, **values: Any) -> Shoe:
    """Change some fields of a pair.

    Raises
    ------
    RefusedError
        If a value cannot be.
    ChangedMeanwhileError
        If another window has changed the pair since.
    """
    shoe.change(seen_version, **_checked({**_dates_of(shoe), **values}))
    return shoe


def wear(run: Run, shoe: Shoe | None, seen_version: int) -> Run:
    """Say which pair a run was run in; None takes it back.

    Raises
    ------
    RefusedError
        If the pair is somebody else's.
    ChangedMeanwhileError
        If another window has changed the run since.
    """
    if shoe is not None and shoe.runner_id != run.runner_id:
        raise RefusedError(_("There is no such pair of shoes. Choose one of yours."), "shoe")
    run.change(seen_version, shoe=shoe)
    return run


def _dates_of(shoe: Shoe) -> dict[str, Any]:
    return {"bought_on": shoe.bought_on, "retired_on": shoe.retired_on}


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    checked = dict(values)
    for field in ("name", "brand"):
        if field in checked:
            checked[field] = plain(checked[field].strip(), field, NAME_LENGTH)
    if checked.get("name") == "":
        raise RefusedError(_("Give the pair a name."), "name")
    bought, retired = checked.get("bought_on"), checked.get("retired_on")
    if bought and retired and retired < bought:
        raise RefusedError(_("The last day lies before the day they were bought. Check both dates."), "retired_on")
    before = checked.get("distance_before_m", 0)
    if not math.isfinite(before) or before < 0:
        raise RefusedError(_("The distance before the first run has to be zero or more."), "distance_before_m")
    return checked
