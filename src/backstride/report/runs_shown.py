"""What the runs show beside an answer: a sentence and at most four facts, and back from a kept document."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from backstride.report.chart import StandOut, Week, reading, twelve_weeks
from backstride.report.page import Fact, Runs
from backstride.report.words import day_words, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backstride.exposure.result import Exposures, RunFact

CAME_BEFORE = "Coming before the pain does not prove it was the cause."
FACTS = 4
BARS = 10
"""Weeks beside a fact; fewer than on the chart, as they stand in one line of a phone."""
STAND_OUT = "single_run_spike"
"""Kind of the fact that is about one run."""
BY_KIND = {
    STAND_OUT: "longest_m",
    "longest_run_level": "longest_m",
    "downhill_spike": "descent_m",
    "downhill_level": "descent_m",
}
"""Which amount of a week a fact is about; all others are about the distance."""


def runs_shown(exposures: Exposures | None, on: date, pain_began: date | None) -> Runs | None:
    """The facts and weeks to show; None where no run of the last twelve weeks has a distance.

    Parameters
    ----------
    exposures
        What the runs amount to.
    on
        Day of the check.
    pain_began
        First day of pain, where it is known.
    """
    if exposures is None or not exposures.runs:
        return None
    rows = {row["week_start"]: row for row in exposures.weeks.iter_rows(named=True)}
    weeks = twelve_weeks(
        [Week(start, row["distance_m"] or 0.0, row["longest_m"] or 0.0) for start, row in rows.items()], on
    )
    if not any(week.distance_m > 0 for week in weeks):
        return None
    facts = exposures.facts[:FACTS]
    return Runs(
        reading=reading(weeks),
        facts=tuple(sentence(fact.sentence) for fact in facts),
        told=tuple(_told(fact, weeks[-BARS:], rows) for fact in facts),
        count=len(exposures.runs),
        weeks=weeks,
        stand_out=_stand_out(exposures),
        pain_began=pain_began,
        note=CAME_BEFORE,
    )


def as_document(runs: Runs) -> dict[str, Any]:
    """The same as plain JSON, to be kept beside the result."""
    return {
        "count": runs.count,
        "reading": runs.reading,
        "note": runs.note,
        "facts": [_plain(fact) for fact in runs.told],
        "weeks": [_plain(week) for week in runs.weeks],
        "stand_out": None if runs.stand_out is None else _plain(runs.stand_out),
        "pain_began": None if runs.pain_began is None else runs.pain_began.isoformat(),
    }


def from_document(document: Mapping[str, Any] | None) -> Runs | None:
    """What `as_document` kept."""
    if not document:
        return None
    told = tuple(
        Fact(f["kind"], f["sentence"], _day(f["on"]), f["days_before_pain"], tuple(f["bars"]), f["marked"])
        for f in document["facts"]
    )
    out = document["stand_out"]
    return Runs(
        reading=document["reading"],
        facts=tuple(fact.sentence for fact in told),
        told=told,
        count=document["count"],
        weeks=tuple(Week(date.fromisoformat(w["start"]), w["distance_m"], w["longest_m"]) for w in document["weeks"]),
        stand_out=None if out is None else StandOut(date.fromisoformat(out["on"]), out["distance_m"], out["label"]),
        pain_began=_day(document["pain_began"]),
        note=document["note"],
    )


def _told(fact: RunFact, weeks: tuple[Week, ...], rows: Mapping[date, Mapping[str, Any]]) -> Fact:
    amount = BY_KIND.get(fact.kind, "distance_m")
    starts = [week.start for week in weeks]
    of_the_day = [n for n, start in enumerate(starts) if fact.on is not None and 0 <= (fact.on - start).days < 7]
    return Fact(
        kind=fact.kind,
        sentence=sentence(fact.sentence),
        on=fact.on,
        days_before_pain=fact.days_before_pain,
        bars=tuple(float((rows.get(start) or {}).get(amount) or 0.0) for start in starts),
        marked=of_the_day[0] if of_the_day else None,
    )


def _stand_out(exposures: Exposures) -> StandOut | None:
    """The run that was much longer than those before it, where a fact says so."""
    for fact in exposures.facts:
        that_day = [run.distance_m for run in exposures.runs if run.day == fact.on and run.distance_m]
        if fact.kind == STAND_OUT and fact.on is not None and that_day:
            distance_m = max(that_day)
            return StandOut(fact.on, distance_m, f"{distance_m / 1000:.0f} km on {day_words(fact.on)}")
    return None


def _plain(record: Fact | Week | StandOut) -> dict[str, Any]:
    return {name: v.isoformat() if isinstance(v, date) else v for name, v in asdict(record).items()}


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
