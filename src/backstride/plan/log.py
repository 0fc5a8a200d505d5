"""What the runner recorded: sessions, days of pain, checks passed; and how a session was borne (green to black)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from .result import PlanError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backstride.evidence.schema.care import PainRuleFile

Signal = Literal["green", "amber", "red", "black", "unknown"]
KINDS = ("run", "strength", "walk", "gentle", "cross", "day", "check")


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
            If the day or the kind is missing or unknown, or a field has no meaning here.
        """
        known = {f.name for f in fields(cls)}
        unknown = [name for name in entry if name not in known]
        if unknown:
            raise PlanError(f"Log: there is no field `{unknown[0]}`; known are {', '.join(sorted(known))}.")
        try:
            day = date.fromisoformat(str(entry["day"]))
        except (KeyError, ValueError):
            raise PlanError("Log: every entry needs a `day` as YYYY-MM-DD.") from None
        kind = entry.get("kind")
        if kind not in KINDS:
            raise PlanError(f"Log, {day}: the kind `{kind}` is not one of {', '.join(KINDS)}.")
        values = {name: value for name, value in entry.items() if name not in ("day", "kind")}
        for name in ("pain_during", "pain_mean", "effort", "morning_change", "sleep_h", "stage"):
            value = values.get(name)
            if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
                raise PlanError(f"Log, {day}: `{name}` has to be a number, not {value!r}.")
        return cls(day=day, kind=str(kind), **values)


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
