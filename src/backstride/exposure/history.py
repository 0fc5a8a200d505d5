"""The weeks before a day, counted back from it: the recent ones, the usual one, and how far to rely on the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, Any, Literal

from backstride.exposure.thresholds import threshold, whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import polars as pl

    from backstride.exposure.result import LeftAside, RunExposure

Amount = Literal["distance_m", "ascent_m", "descent_m"]

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days up to and with `end`; an amount is None where it is missing in a run or the record is doubtful."""

    start: date
    end: date
    runs: int
    distance_m: float | None
    ascent_m: float | None
    descent_m: float | None


@dataclass(frozen=True)
class History:
    """What the record says about the weeks before a day.

    Parameters
    ----------
    reference
        The day in question: the first day of the pain, or the day of the check.
    on
        The day of the check.
    runs
        Counted runs up to `on`, in order of time.
    days
        As `daily.day_frame` gives it.
    recent
        The weeks ending on the reference day, newest first; only those the record covers.
    usual
        The weeks before the recent ones, newest first; only those the record covers.
    doubtful_days
        Days with a recording that may have been a run but does not count.
    undated
        True where such a recording has no date: it may lie anywhere.
    """

    reference: date
    on: date
    runs: tuple[RunExposure, ...]
    days: pl.DataFrame
    recent: tuple[Week, ...]
    usual: tuple[Week, ...]
    doubtful_days: frozenset[date]
    undated: bool
    rules: Mapping[str, Any]

    @property
    def first_day(self) -> date:
        """Day of the first run."""
        return self.run_days[0]

    @property
    def run_days(self) -> tuple[date, ...]:
        """Days with a counted run, in order, each once."""
        return tuple(sorted({run.dated for run in self.runs}))

    def usual_week(self, amount: Amount) -> float | None:
        """Median of the usual weeks; None where there are too few, or too many of them hold no run."""
        known = [value for week in self.usual if (value := getattr(week, amount)) is not None]
        with_runs = sum(week.runs > 0 for week in self.usual)
        if len(known) < whole(self.rules, "history", "usual_weeks_min"):
            return None
        if with_runs < threshold(self.rules, "history", "weeks_with_runs_min") * len(self.usual):
            return None
        return float(median(known))

    def recent_weeks_whole(self, amount: Amount) -> tuple[tuple[Week, float], ...] | None:
        """Each recent week with its amount; None unless all of them are covered, known and beyond doubt."""
        known = [(week, value) for week in self.recent if (value := getattr(week, amount)) is not None]
        if len(known) < whole(self.rules, "history", "recent_weeks"):
            return None
        return tuple(known)

    def recent_weeks_known(self, amount: Amount) -> tuple[tuple[Week, float], ...]:
        """The recent weeks whose amount is known, newest first."""
        return tuple((week, value) for week in self.recent if (value := getattr(week, amount)) is not None)

    def reaches(self, day: date) -> bool:
        """True where a run close enough before `day`, or after it, shows that the record goes on up to it."""
        nearest = timedelta(days=whole(self.rules, "history", "last_run_within_days"))
        return any(day - nearest <= run_day <= self.on for run_day in self.run_days)

    def beyond_doubt(self, start: date, end: date) -> bool:
        """True where no recording left aside may hide a run on these days."""
        return not self.undated and not any(start <= doubtful <= end for doubtful in self.doubtful_days)


def history(
    runs: Sequence[RunExposure],
    days: pl.DataFrame,
    left_aside: Sequence[LeftAside],
    *,
    reference: date,
    on: date,
    rules: Mapping[str, Any],
) -> History:
    """The weeks before `reference`, from counted runs and what was left aside."""
    hiding = [aside for aside in left_aside if aside.hides_running]
    doubtful = frozenset(aside.day for aside in hiding if aside.day is not None)
    undated = any(aside.day is None for aside in hiding)
    recent_weeks, usual_weeks = whole(rules, "history", "recent_weeks"), whole(rules, "history", "usual_weeks")
    weeks = [_week(days, reference - i * WEEK, doubtful, undated=undated) for i in range(recent_weeks + usual_weeks)]
    return History(
        reference=reference,
        on=on,
        runs=tuple(runs),
        days=days,
        recent=tuple(week for week in weeks[:recent_weeks] if week is not None),
        usual=tuple(week for week in weeks[recent_weeks:] if week is not None),
        doubtful_days=doubtful,
        undated=undated,
        rules=rules,
    )


def _week(days: pl.DataFrame, end: date, doubtful: frozenset[date], *, undated: bool) -> Week | None:
    start = end - WEEK + timedelta(days=1)
    rows = days.filter(days["date"].is_between(start, end))
    if rows.height < WEEK.days:
        return None
    unsure = undated or any(start <= day <= end for day in doubtful)
    amounts = {
        name: None if unsure or rows[name].null_count() else float(rows[name].sum())
        for name in ("distance_m", "ascent_m", "descent_m")
    }
    return Week(start=start, end=end, runs=int(rows["runs"].sum()), **amounts)
