"""Jumps in load before a day: one run far longer than before, a week far above the usual one, a return from a break."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from backstride.exposure.thresholds import threshold, whole

if TYPE_CHECKING:
    from datetime import date

    from backstride.exposure.history import Amount, History, Week


@dataclass(frozen=True, slots=True)
class SingleRun:
    """The longest run of a day beside the longest run of the days before it; `excess` is None where that is unknown."""

    day: date
    distance_m: float | None
    longest_before_m: float | None
    excess: float | None


@dataclass(frozen=True, slots=True)
class Spike:
    """A run far longer than the longest run of the `window_days` before it."""

    day: date
    distance_m: float
    longest_before_m: float
    excess: float
    window_days: int


@dataclass(frozen=True, slots=True)
class BigWeek:
    """A week and its amount beside the usual week's [m]; `most_on` is its day with the largest share."""

    week: Week
    amount_m: float
    usual_m: float
    most_on: date


@dataclass(frozen=True, slots=True)
class Return:
    """A return to running: the last run before the break, the first after it, and the full days between."""

    last_before: date
    back_on: date
    days_off: int


def single_runs(history: History) -> tuple[SingleRun, ...]:
    """The longest run of each running day in the recent weeks, oldest first.

    Parameters
    ----------
    history : History
        The weeks before the day in question.

    Returns
    -------
    tuple of SingleRun
        `excess` is the day's longest run over the longest of the 30 days before, minus 1 [fraction] [1]_. It is None
        where the record does not reach back that far, holds hardly a run there, or a recording left aside there.

    References
    ----------
    .. [1] Schuster Brandt Frandsen J et al. (2025), Br J Sports Med 59:1203-1210.
    """
    window = timedelta(days=whole(history.rules, "single_run", "window_days"))
    runs_min = whole(history.rules, "single_run", "runs_before_min")
    recent = timedelta(weeks=whole(history.rules, "history", "recent_weeks"))
    running = history.days.filter(history.days["runs"] > 0)
    found = []
    for row in running.filter(
        running["date"].is_between(history.reference - recent, history.reference, "right")
    ).iter_rows(named=True):
        day = row["date"]
        runs_before = running.filter(running["date"].is_between(day - window, day, "left"))["runs"].sum()
        sure = runs_before >= runs_min and history.beyond_doubt(day - window, day)
        found.append(
            SingleRun(day, row["longest_m"], row["longest_before_m"], row["single_run_spike"] if sure else None)
        )
    return tuple(found)


def farthest_above(history: History, excess: float) -> Spike | None:
    """The recent run that stands out most, if any exceeds the longest before it by more than `excess` [fraction]."""
    window_days = whole(history.rules, "single_run", "window_days")
    above = [
        Spike(run.day, run.distance_m, run.longest_before_m, run.excess, window_days)
        for run in single_runs(history)
        if run.distance_m is not None and run.longest_before_m is not None and run.excess is not None
    ]
    return max((run for run in above if run.excess > excess), key=lambda run: (run.excess, run.day), default=None)


def biggest_week(history: History, amount: Amount) -> BigWeek | None:
    """The recent week with the largest amount beside the usual week; None where either is unknown."""
    usual_m = history.usual_week(amount)
    weeks = history.recent_weeks_known(amount)
    if usual_m is None or not weeks:
        return None
    week, amount_m = max(weeks, key=lambda known: known[1])
    rows = history.days.filter(history.days["date"].is_between(week.start, week.end))
    most_on = rows["date"][int(rows[amount].arg_max() or 0)]
    return BigWeek(week, amount_m, usual_m, most_on)


def distance_jump(history: History) -> BigWeek | None:
    """The recent week far above the usual weekly distance, if there is one."""
    big = biggest_week(history, "distance_m")
    if big is None or big.usual_m == 0:
        return None
    return big if big.amount_m > threshold(history.rules, "weekly_distance", "jump_ratio") * big.usual_m else None


def height_jump(history: History, amount: Amount) -> BigWeek | None:
    """The recent week with far more climbing or descending than the usual one, if there is one."""
    big = biggest_week(history, amount)
    if big is None:
        return None
    far_above = big.amount_m >= threshold(history.rules, "hills", "jump_ratio") * big.usual_m
    real = big.amount_m - big.usual_m >= threshold(history.rules, "hills", "jump_extra_m")
    return big if far_above and real else None


def breaks(history: History) -> tuple[Return, ...]:
    """Every pause between neighbouring running days up to the day in question, oldest first."""
    days = [day for day in history.run_days if day <= history.reference]
    return tuple(Return(a, b, (b - a).days - 1) for a, b in pairwise(days))


def recent_return(history: History) -> Return | None:
    """The latest return from a break of three weeks or more, if it is recent and there was running before it.

    A recording left aside that may hide a run in the break makes it doubtful, and it does not count.
    """
    rules = history.rules
    earliest = history.reference - timedelta(days=whole(rules, "break", "back_within_days"))
    month = timedelta(days=whole(rules, "rolling", "month_days") - 1)
    for gap in reversed(breaks(history)):
        if gap.days_off < whole(rules, "break", "days_min") or gap.back_on < earliest:
            continue
        runs_before = sum(gap.last_before - month <= run.dated <= gap.last_before for run in history.runs)
        if runs_before >= whole(rules, "break", "runs_before_min") and history.beyond_doubt(
            gap.last_before, gap.back_on
        ):
            return gap
    return None
