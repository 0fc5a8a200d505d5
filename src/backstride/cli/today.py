"""The only place of the command line that reads the clock; BACKSTRIDE_TODAY sets another day, for demonstrations."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta

from .terminal import UsageError


def today() -> date:
    """The runner's local date."""
    given = os.environ.get("BACKSTRIDE_TODAY")
    if not given:
        return datetime.now().astimezone().date()
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise UsageError(f"BACKSTRIDE_TODAY: `{given}` is not a date; write it as 2026-11-21.") from None
    return usable_day(day, "BACKSTRIDE_TODAY")


def usable_day(day: date, option: str) -> date:
    """A day that has weeks before and after it in the calendar of the computer.

    Raises
    ------
    UsageError
        If it lies where no runner's day can be.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UsageError(f"{option}: {day} cannot be; give a day between the years {FIRST_YEAR} and {LAST_YEAR}.")
    return day


FIRST_YEAR, LAST_YEAR = 1970, 2100
FRIDAY = 4


def week_to_plan(today: date) -> date:
    """A day of the week worth planning: this one until Thursday, from Friday on the next."""
    return today if today.weekday() < FRIDAY else today + timedelta(days=7)
