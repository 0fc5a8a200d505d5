"""One entry a day, checked as the planner will read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from .models import DiaryEntry
from .models.runner import ChangedMeanwhileError
from .refusal import RefusedError
from .text import plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from .models import Runner


def note_day(
    runner: Runner, day: date, values: Mapping[str, Any], note: str = "", *, seen_version: int | None = None
) -> DiaryEntry:
    """Keep what a runner noted of a day.

    Parameters
    ----------
    values
        As in a `day` entry of the plan's log: `pain_mean`, `sleep_h`, `danger_sign`, ...
    seen_version
        Version of the entry that is being changed; None for a day that has none yet.

    Raises
    ------
    RefusedError
        If a value is unknown or cannot be.
    ChangedMeanwhileError
        If the day has an entry the writer did not see.
    """
    _must_be_readable(day, values)
    note = plain(note, "note")
    if seen_version is not None:
        entry = DiaryEntry.objects.get(runner=runner, day=day)
        entry.change(seen_version, values=dict(values), note=note)
        return entry
    try:
        with transaction.atomic():
            return DiaryEntry.objects.create(runner=runner, day=day, values=dict(values), note=note)
    except IntegrityError:
        raise ChangedMeanwhileError(DiaryEntry.objects.get(runner=runner, day=day)) from None


def _must_be_readable(day: date, values: Mapping[str, Any]) -> None:
    from backstride.plan import Logged, PlanError

    try:
        Logged.from_json({**values, "day": day.isoformat(), "kind": "day"})
    except PlanError as error:
        raise RefusedError(str(error), "values") from None
