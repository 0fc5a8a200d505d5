"""What the runner recorded: sessions, days of pain, checks passed; and how a session was borne (green to black)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from .result import PlanError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backstride.evidence.schema.care import PainRuleFile

    from .rulebook import Rulebook

Signal = Literal["green", "amber", "red", "black", "unknown"]
KINDS = ("run", "strength", "walk", "gentle", "cross", "day", "check")
LIMITS = {
    "pain_during": (0, 10, "points of 10"),
    "pain_mean": (0, 10, "points of 10"),
    "morning_change": (-10, 10, "points of 10"),
    "effort": (0, 10, "points of 10"),
    "sleep_h": (0, 24, "hours"),
}
"""Ends of the scales on which an entry is given, and their unit."""
FIRST_YEAR = 1900
YES_NO = ("done", "pain_rising", "limp", "new_leg_symptom", "pain_spread_down", "settled_24h", "danger_sign", "met")
ALWAYS = ("done", "danger_sign")
"""Fields that are yes or no and never unknown."""


@dataclass(frozen=True, slots=True)
class Logged:
    """One entry of the log. Whatever was not recorded is None and never taken for good.

    Parameters
    ----------
    kind
        A session (`run`, `strength`, `walk`, `gentle`, `cross`), a `day` of the diary, or a `check`.
    done
        False where a planned session was left out.
    stage
        Step of the return-to-run table that was run.
    pain_during, pain_mean
        Worst pain in the session; mean pain of the day. [0-10]
    morning_change
        Next morning against the usual morning. [points of 10]
    effort
        How hard it felt. [0-10]
    check, met
        Id of an entry check, `walk_test`, `clinician_seen` or `clinician_approved_plan`, and whether it was met.
    """

    day: date
    kind: str
    done: bool = True
    stage: int | None = None
    pain_during: float | None = None
    pain_rising: bool | None = None
    limp: bool | None = None
    new_leg_symptom: bool | None = None
    pain_spread_down: bool | None = None
    morning_change: float | None = None
    settled_24h: bool | None = None
    danger_sign: bool = False
    effort: float | None = None
    pain_mean: float | None = None
    sleep_h: float | None = None
    check: str | None = None
    met: bool | None = None

    @classmethod
    def from_json(cls, entry: Mapping[str, Any]) -> Logged:
        """An entry of a log file.

        Raises
        ------
        PlanError
            If the day or the kind is missing or unknown, a field has no meaning here, or a value is outside its scale.
        """
        known = {f.name for f in fields(cls)}
        unknown = [name for name in entry if name not in known]
        if unknown:
            raise PlanError(f"Log: there is no field `{unknown[0]}`; known are {', '.join(sorted(known))}.")
        try:
            day = date.fromisoformat(str(entry["day"]))
        except (KeyError, ValueError):
            raise PlanError("Log: every entry needs a `day` as YYYY-MM-DD.") from None
        if day.year < FIRST_YEAR:
            raise PlanError(f"Log: the day {day} is too long ago; correct its year.")
        kind = entry.get("kind")
        if kind not in KINDS:
            raise PlanError(f"Log, {day}: the kind `{kind}` is not one of {', '.join(KINDS)}.")
        values = {name: value for name, value in entry.items() if name not in ("day", "kind")}
        for name, value in values.items():
            wrong = _wrong(name, value)
            if wrong is not None:
                raise PlanError(f"Log, {day}: `{name}` {wrong}.")
        if kind == "check" and values.get("check") is None:
            raise PlanError(f"Log, {day}: an entry of the kind `check` needs `check`, the id of one.")
        return cls(day=day, kind=str(kind), **values)


def _wrong(name: str, value: Any) -> str | None:
    """What is wrong with the value of a field; None where nothing is."""
    if value is None:
        return "has to be true or false" if name in ALWAYS else None
    if name in YES_NO:
        return None if isinstance(value, bool) else f"has to be true or false, not {value!r}"
    if name == "check":
        return None if isinstance(value, str) else f"has to be the id of a check, not {value!r}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"has to be a number, not {value!r}"
    if name == "stage":
        return None if value >= 1 and value == int(value) else f"is a step of the table, from 1 on, not {value}"
    low, high, unit = LIMITS[name]
    return None if low <= value <= high else f"lies between {low} and {high} {unit}, not at {value:g}"


def check_entry(entry: Logged, rules: Rulebook, *, today: date) -> None:
    """Hold an entry against the day and the rulebook.

    Raises
    ------
    PlanError
        If its day has not come yet, its check is not known, or its step is in no table.
    """
    if entry.day > today:
        raise PlanError(f"Log, {entry.day}: this day has not come yet; note what was done, not what is planned.")
    known = known_checks(rules)
    if entry.check is not None and entry.check not in known:
        raise PlanError(f"Log, {entry.day}: there is no check `{entry.check}`; known are {', '.join(known)}.")
    last = max(len(table.stages) for table in rules.tables.values()) + 1
    if entry.stage is not None and entry.stage > last:
        raise PlanError(f"Log, {entry.day}: there is no step {entry.stage}; the longest table ends with {last}.")


def known_checks(rules: Rulebook) -> dict[str, str]:
    """Every check a log may hold, with its words: those of the log itself, then the entry checks of the tables."""
    entry = {check.id: check.plain for table in rules.tables.values() for check in table.entry}
    return {**rules.plan.gates.log_checks, **entry}


def signal(entry: Logged, pain: PainRuleFile, *, zero_pain: bool = False) -> Signal:
    """How a session was borne.

    Parameters
    ----------
    zero_pain
        True on a table for bones: then any pain is red.
    """
    if entry.danger_sign:
        return "black"
    amber, green = pain.levels["amber"], pain.levels["green"]
    worst, morning = entry.pain_during, entry.morning_change
    allowed = pain.bone.pain_allowed if zero_pain else (amber.during or (0.0, 0.0))[1]
    worse_allowed = 0.0 if zero_pain else amber.morning_worse_at_most or 0.0
    signs = (entry.pain_rising, entry.limp, entry.new_leg_symptom, entry.pain_spread_down)
    if any(signs) or entry.settled_24h is False:
        return "red"
    if (worst is not None and worst > allowed) or (morning is not None and morning > worse_allowed):
        return "red"
    if worst is None or morning is None:
        return "unknown"
    settled = worst <= (green.during or (0.0, 0.0))[1] and morning <= (green.morning_worse_at_most or 0.0)
    return "green" if settled else "amber"
