"""The runner's wishes: free times, equipment, exercises crossed out, how many of a kind, and bed time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from .result import PlanError, Window

if TYPE_CHECKING:
    from .rulebook import Rulebook

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
BESIDES = ("equipment", "without", "wish", "bed_time")
COUNTED = ("run", "strength", "walk", "gentle", "cross")
DAY_MIN = 24 * 60


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the runner asked for; every one of these is kept.

    Parameters
    ----------
    windows
        Free time of the week, day by day; a day without one stays free of sessions.
    equipment
        What the runner has beyond a household; None where not told.
    without
        Exercise ids crossed out.
    counts
        Kind -> how many, where asked for.
    bed_time_min
        Minute of the day.
    """

    windows: tuple[Window, ...]
    bed_time_min: int
    equipment: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    counts: Mapping[str, int] = field(default_factory=dict)


def wishes_of(availability: Mapping[str, Any] | None, week: date, rules: Rulebook) -> Wishes:
    """Read the wishes for the week that begins on a Monday.

    Parameters
    ----------
    availability
        Weekday (`monday` or `mon`) -> minutes, or a list of (start, end) as `HH:MM`; a weekday left out is not free.
        Besides: `equipment` and `without` (lists), `wish` (kind -> how many) and `bed_time` (`HH:MM`).
        None: every day is free.

    Raises
    ------
    PlanError
        If a name or a time cannot be understood.
    """
    days = [week + timedelta(days=n) for n in range(7)]
    bed = rules.whole("W10", "bed_time_min")
    if availability is None:
        return Wishes(tuple(Window(day) for day in days), bed)
    windows: dict[date, list[Window]] = {day: [] for day in days}
    extra: dict[str, Any] = {}
    given: set[int] = set()
    for name, value in availability.items():
        weekday = _weekday(name)
        if weekday is None:
            extra[str(name).strip().lower()] = value
            continue
        if weekday in given:
            raise PlanError(f"Availability: {WEEKDAYS[weekday]} is given twice; keep one of them.")
        given.add(weekday)
        windows[days[weekday]] += _windows(days[weekday], name, value)
    unknown = [name for name in extra if name not in BESIDES]
    if unknown:
        raise PlanError(
            f"Availability: `{unknown[0]}` is neither a weekday (mon, tue, wed, thu, fri, sat, sun) nor one of "
            f"{', '.join(BESIDES)}."
        )
    _check_lists(extra, rules)
    if not any(_weekday(name) is not None for name in availability):
        windows = {day: [Window(day)] for day in days}
    crossed = [str(name) for name in extra.get("without", ())]
    return Wishes(
        windows=tuple(w for day in days for w in sorted(windows[day], key=lambda w: w.start_min or 0)),
        bed_time_min=_minute("bed_time", extra["bed_time"]) if "bed_time" in extra else bed,
        equipment=frozenset(map(str, extra["equipment"])) if "equipment" in extra else None,
        without=frozenset(crossed),
        counts=_counts(extra.get("wish", {})),
    )


def _check_lists(extra: Mapping[str, Any], rules: Rulebook) -> None:
    """Refuse equipment that no exercise uses and exercises that there are not: a slip would go unnoticed."""
    for name in ("equipment", "without"):
        value = extra.get(name, ())
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise PlanError(f"Availability: `{name}` is a list of names, not {value!r}.")
    known = {thing for exercise in rules.exercises.values() for group in exercise.needs for thing in group}
    known |= set(rules.library.about.household)
    strange = [thing for thing in extra.get("equipment", ()) if thing not in known]
    if strange:
        raise PlanError(
            f"Availability: no exercise uses the equipment `{strange[0]}`; known are {', '.join(sorted(known))}."
        )
    missing = [name for name in extra.get("without", ()) if str(name) not in rules.exercises]
    if missing:
        raise PlanError(f"Availability: there is no exercise `{missing[0]}` to leave out.")


def _weekday(name: str) -> int | None:
    key = str(name).strip().lower()
    found = [n for n, full in enumerate(WEEKDAYS) if key == full or (len(key) == 3 and full.startswith(key))]
    return found[0] if found else None


def _windows(day: date, name: str, value: Any) -> list[Window]:
    if value is None or value is False:
        return []
    if isinstance(value, int | float):
        if not 0 <= value <= DAY_MIN:
            raise PlanError(f"Availability, {name}: {value} minutes are not between 0 and {DAY_MIN}.")
        return [Window(day, minutes=int(value))] if value else []
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise PlanError(f"Availability, {name}: give minutes, or a list of start and end times, not {value!r}.")
    windows = []
    for span in value:
        if not isinstance(span, Sequence) or isinstance(span, str) or len(span) != 2:
            raise PlanError(f"Availability, {name}: each time is a start and an end, not {span!r}.")
        start, end = _minute(name, span[0]), _minute(name, span[1])
        if end <= start:
            raise PlanError(f"Availability, {name}: {span[0]} to {span[1]} ends before it starts.")
        windows.append(Window(day, start, end))
    windows.sort(key=lambda w: w.start_min or 0)
    for first, second in pairwise(windows):
        if (second.start_min or 0) < (first.end_min or 0):
            raise PlanError(f"Availability, {name}: two free times overlap; give each stretch once.")
    return windows


def _minute(name: str, text: Any) -> int:
    hour, _, minute = str(text).partition(":")
    if hour.isdigit() and minute.isdigit() and len(minute) == 2:
        value = int(hour) * 60 + int(minute)
        if value <= DAY_MIN and int(minute) < 60:
            return value
    raise PlanError(f"Availability, {name}: `{text}` is not a time of day; write it as HH:MM.")


def _counts(wish: Any) -> dict[str, int]:
    if not isinstance(wish, Mapping):
        raise PlanError("Availability: `wish` is a list of kinds with how many, such as run: 3.")
    for kind, count in wish.items():
        if kind not in COUNTED:
            raise PlanError(f"Availability: the wish `{kind}` is not one of {', '.join(COUNTED)}.")
        if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= 7:
            raise PlanError(f"Availability: {count!r} sessions of `{kind}` are not a number from 0 to 7.")
    if wish.get("walk") == 0:
        raise PlanError("Availability: the walk stays in every week; ask for one walk or more.")
    return dict(wish)
