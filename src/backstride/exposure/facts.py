"""At most four sentences about the runs before the pain: what changed, and what did not."""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from backstride.exposure import words
from backstride.exposure.jumps import distance_jump, farthest_above, height_jump, recent_return, single_runs
from backstride.exposure.result import RunFact
from backstride.exposure.thresholds import threshold, whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from backstride.exposure.history import History

SHOWN = 4
"""Facts on the answer page, a limit of the page and not a clinical number."""


def run_facts(history: History, *, pain_began: date | None) -> tuple[RunFact, ...]:
    """What came before the pain, most telling first; changes before what stayed level.

    Parameters
    ----------
    history : History
        The weeks before the day in question.
    pain_began : date or None
        First day of the pain; without it the facts hold no distance in time.

    Returns
    -------
    tuple of RunFact
        At most four. None of them says that a run caused anything.
    """
    told = [
        RunFact(kind, sentence, on, (pain_began - on).days if pain_began is not None and on is not None else None)
        for kind, sentence, on in (*_changes(history), *_unchanged(history))
    ]
    if not told:
        told = [_short_record(history)]
    return tuple(told[:SHOWN])


Told = tuple[str, str, "date | None"]


def _changes(history: History) -> Iterator[Told]:
    spike = farthest_above(history, threshold(history.rules, "single_run", "flag_above"))
    if spike is not None:
        yield (
            "single_run_spike",
            f"You ran {words.km(spike.distance_m)} on {words.day(spike.day)}. "
            f"Your longest run of the {spike.window_days} days before was {words.km(spike.longest_before_m)}.",
            spike.day,
        )
    big = distance_jump(history)
    if big is not None:
        yield (
            "weekly_distance_jump",
            f"You ran {words.whole_km(big.amount_m)} in 7 days, the most on {words.day(big.most_on)}. "
            f"Your usual week was {words.whole_km(big.usual_m)}.",
            big.most_on,
        )
    big = height_jump(history, "descent_m")
    if big is not None:
        yield (
            "downhill_spike",
            f"Your runs went down {words.metres(big.amount_m)} in 7 days, the most on {words.day(big.most_on)}. "
            f"Your usual week had {words.metres(big.usual_m)}.",
            big.most_on,
        )
    back = recent_return(history)
    if back is not None:
        yield (
            "return_after_break",
            f"You came back to running on {words.day(back.back_on)}, "
            f"after {words.count(back.days_off, 'day')} without a run.",
            back.back_on,
        )


def _unchanged(history: History) -> Iterator[Told]:
    rules = history.rules
    usual_m, covered = history.usual_week("distance_m"), history.recent_weeks_whole("distance_m")
    if usual_m and covered is not None:
        amounts = [distance_m for _, distance_m in covered]
        span = words.km_range(min(amounts), max(amounts))
        high = threshold(rules, "weekly_distance", "level_ratio") * usual_m
        if threshold(rules, "weekly_distance", "level_low_ratio") * usual_m <= min(amounts) and max(amounts) <= high:
            yield "weekly_distance_level", f"Your weekly distance stayed level: {span}.", None
        elif max(amounts) <= threshold(rules, "weekly_distance", "jump_ratio") * usual_m:
            yield (
                "weekly_distance",
                f"Your last {len(covered)} weeks were {span}. Your usual week was {words.whole_km(usual_m)}.",
                None,
            )
    runs = single_runs(history)
    flag = threshold(rules, "single_run", "flag_above")
    if runs and all(run.excess is not None and run.excess <= flag for run in runs):
        longest = max(runs, key=lambda run: (run.distance_m or 0.0, run.day))
        yield (
            "longest_run_level",
            f"No run was much longer than before. The longest was {words.km(longest.distance_m or 0)} "
            f"on {words.day(longest.day)}.",
            longest.day,
        )
    usual_m, covered = history.usual_week("descent_m"), history.recent_weeks_whole("descent_m")
    if usual_m is not None and covered is not None:
        heights = [height_m for _, height_m in covered]
        if max(heights) - usual_m <= threshold(rules, "hills", "level_extra_m"):
            yield (
                "downhill_level",
                f"You did no more downhill than usual: at most {words.metres(max(heights))} a week.",
                None,
            )
    yield from _runs_a_week(history)


def _runs_a_week(history: History) -> Iterator[Told]:
    """How often the runner ran, where it hardly changed."""
    if (
        len(history.recent) < whole(history.rules, "history", "recent_weeks")
        or history.usual_week("distance_m") is None
    ):
        return
    counts = [week.runs for week in history.recent]
    if abs(median(counts) - median(week.runs for week in history.usual)) > 1:
        return
    low, high = min(counts), max(counts)
    often = words.count(high, "time") if low == high else f"{low} to {words.count(high, 'time')}"
    yield "runs_a_week_level", f"You ran {often} a week, about as often as before.", None


def _short_record(history: History) -> RunFact:
    """Where nothing can be compared: how far the record reaches."""
    weeks = timedelta(weeks=whole(history.rules, "history", "recent_weeks"))
    runs = sum(history.reference - weeks < run.dated <= history.reference for run in history.runs)
    held = words.count(runs, "run") if runs else "no run"
    return RunFact(
        "short_record",
        f"We have {held} from the {words.count(weeks.days // 7, 'week')} before. "
        "That is too little to know your usual week.",
        None,
        None,
    )
