"""Findings the runs can answer instead of asking. Yes and no both need enough history; else the finding stays open."""

from __future__ import annotations

from datetime import timedelta
from statistics import fmean
from typing import TYPE_CHECKING

from backstride.exposure import words
from backstride.exposure.jumps import breaks, distance_jump, farthest_above, height_jump, recent_return, single_runs
from backstride.exposure.result import MeasuredFinding
from backstride.exposure.thresholds import threshold, whole

if TYPE_CHECKING:
    from backstride.exposure.history import History
    from backstride.exposure.result import RunExposure


def measured_findings(history: History) -> tuple[MeasuredFinding, ...]:
    """Every finding the record answers, in a fixed order.

    A *no* is given only where the record is whole: it reaches up to the day in question, far enough back, and nothing
    left aside may hide a run. In between, the finding is left out and the runner is asked.
    """
    answers = (
        mileage_spike(history),
        intensity_spike(history),
        downhill_spike(history),
        return_after_break(history),
        long_race_recent(history),
        high_mileage_runner(history),
        novice_runner(history),
        contact_asymmetry(history),
    )
    return tuple(answer for answer in answers if answer is not None)


def mileage_spike(history: History) -> MeasuredFinding | None:
    """Did the distance jump well above the usual in the last four weeks: in a week, or in one run?

    One run far longer than all of the last 30 days counts as a jump although the week may stay level: it is the jump
    that went with overuse trouble, while weekly change did not.
    """
    rules = history.rules
    jumps = []
    spike = farthest_above(history, threshold(rules, "single_run", "jump_above"))
    if spike is not None:
        jumps.append(
            f"{words.km(spike.distance_m)} on {words.day(spike.day)}; "
            f"the longest run of the {spike.window_days} days before was {words.km(spike.longest_before_m)}"
        )
    big = distance_jump(history)
    if big is not None:
        jumps.append(
            f"{words.whole_km(big.amount_m)} in the 7 days to {words.day(big.week.end)}; "
            f"the usual week before was {words.whole_km(big.usual_m)}"
        )
    if jumps:
        return MeasuredFinding("mileage_spike", value=True, from_runs="; ".join(jumps))
    usual_m = history.usual_week("distance_m")
    covered = history.recent_weeks_whole("distance_m")
    if not usual_m or covered is None or not history.reaches(history.reference):
        return None
    flag = threshold(rules, "single_run", "flag_above")
    amounts = [distance_m for _, distance_m in covered]
    if max(amounts) > threshold(rules, "weekly_distance", "level_ratio") * usual_m:
        return None
    if any(run.excess is None or run.excess > flag for run in single_runs(history)):
        return None
    return MeasuredFinding(
        "mileage_spike",
        value=False,
        from_runs=(
            f"{words.km_range(min(amounts), max(amounts))} a week in the {words.count(len(covered), 'week')} to "
            f"{words.day(history.reference)}, {words.whole_km(usual_m)} in the usual week before; no run more than "
            f"{words.percent(flag)} longer than the longest before it"
        ),
    )


def intensity_spike(history: History) -> MeasuredFinding | None:
    """Were hills added? Only ever yes: a no would also need to know about speed work, which is asked."""
    big = height_jump(history, "ascent_m")
    if big is None:
        return None
    return MeasuredFinding(
        "intensity_spike",
        value=True,
        from_runs=f"{words.metres(big.amount_m)} uphill in the 7 days to {words.day(big.week.end)}; "
        f"the usual week before had {words.metres(big.usual_m)}",
    )


def downhill_spike(history: History) -> MeasuredFinding | None:
    """Was there far more downhill than usual in a week of the last four?"""
    big = height_jump(history, "descent_m")
    if big is not None:
        return MeasuredFinding(
            "downhill_spike",
            value=True,
            from_runs=f"{words.metres(big.amount_m)} downhill in the 7 days to {words.day(big.week.end)}; "
            f"the usual week before had {words.metres(big.usual_m)}",
        )
    usual_m = history.usual_week("descent_m")
    covered = history.recent_weeks_whole("descent_m")
    if usual_m is None or covered is None or not history.reaches(history.reference):
        return None
    most_m = max(height_m for _, height_m in covered)
    much_more = most_m - usual_m > threshold(history.rules, "hills", "level_extra_m")
    if much_more and most_m > usual_m * threshold(history.rules, "hills", "level_ratio"):
        return None
    return MeasuredFinding(
        "downhill_spike",
        value=False,
        from_runs=f"at most {words.metres(most_m)} downhill a week in the {words.count(len(covered), 'week')} to "
        f"{words.day(history.reference)}; the usual week before had {words.metres(usual_m)}",
    )


def return_after_break(history: History) -> MeasuredFinding | None:
    """Did the runner come back, within the last weeks, from three weeks or more without a run?"""
    rules = history.rules
    back = recent_return(history)
    if back is not None:
        return MeasuredFinding(
            "return_after_break",
            value=True,
            from_runs=f"no run recorded for {words.count(back.days_off, 'day')} after {words.day(back.last_before)}; "
            f"running again since {words.day(back.back_on)}",
        )
    looked_at = whole(rules, "break", "back_within_days") + whole(rules, "break", "days_min")
    start = history.reference - timedelta(days=looked_at)
    longest = max((gap.days_off for gap in breaks(history) if gap.back_on >= start), default=0)
    regular = history.first_day <= start and longest < whole(rules, "break", "short_gap_max_days")
    if not regular or not history.reaches(history.reference):
        return None
    return MeasuredFinding(
        "return_after_break",
        value=False,
        from_runs=f"never more than {words.count(longest, 'day')} without a run between {words.day(start)} and "
        f"{words.day(history.reference)}",
    )


def long_race_recent(history: History) -> MeasuredFinding | None:
    """Was there a run of half-marathon distance in the week before the pain began, or in the last week?"""
    rules = history.rules
    within = timedelta(days=whole(rules, "long_race", "within_days"))
    enough_m = threshold(rules, "long_race", "distance_m") * (1 - threshold(rules, "long_race", "watch_error"))
    ends = sorted({history.reference, history.on})
    in_window = [run for run in history.runs if any(end - within <= run.dated <= end for end in ends)]
    long_runs = [run for run in in_window if run.distance_m is not None and run.distance_m >= enough_m]
    if long_runs:
        run = max(long_runs, key=lambda r: (r.distance_m or 0.0, r.dated))
        return MeasuredFinding(
            "long_race_recent", value=True, from_runs=f"{words.km(run.distance_m or 0)} on {words.day(run.dated)}"
        )
    whole_record = all(
        history.first_day <= end - within and history.reaches(end) and history.beyond_doubt(end - within, end)
        for end in ends
    )
    if not whole_record or any(run.distance_m is None for run in in_window):
        return None
    if not in_window:
        said = "no run recorded in the last week"
    else:
        run = max(in_window, key=lambda r: (r.distance_m or 0.0, r.dated))
        said = f"the longest run of the week was {words.km(run.distance_m or 0)}, on {words.day(run.dated)}"
    return MeasuredFinding("long_race_recent", value=False, from_runs=said)


def high_mileage_runner(history: History) -> MeasuredFinding | None:
    """Does the runner usually run more than about 64 km a week?"""
    usual_m = history.usual_week("distance_m")
    limit_m = threshold(history.rules, "high_mileage", "weekly_m")
    if usual_m is None:
        return None
    clearly_below = usual_m < limit_m * threshold(history.rules, "high_mileage", "clearly_below")
    if usual_m <= limit_m and not clearly_below:
        return None
    weeks = len(history.usual)
    return MeasuredFinding(
        "high_mileage_runner",
        value=usual_m > limit_m,
        from_runs=f"{words.whole_km(usual_m)} in the usual week of the {words.count(weeks, 'week')} to "
        f"{words.day(history.usual[0].end)}",
    )


def novice_runner(history: History) -> MeasuredFinding | None:
    """Only ever no: half a year of regular runs on record. A short record may be a new watch."""
    weeks = whole(history.rules, "novice", "regular_weeks")
    if history.first_day > history.reference - timedelta(weeks=weeks):
        return None
    with_run = {(history.reference - day).days // 7 for day in history.run_days if day <= history.reference}
    regular = sum(week in with_run for week in range(weeks))
    if regular < threshold(history.rules, "history", "weeks_with_runs_min") * weeks:
        return None
    return MeasuredFinding(
        "novice_runner",
        value=False,
        from_runs=f"runs in {regular} of the {weeks} weeks to {words.day(history.reference)}",
    )


def contact_asymmetry(history: History) -> MeasuredFinding | None:
    """Has the left share of ground contact shifted from the runner's own baseline, measured by the same device?"""
    rules = history.rules
    recent_from = history.on - timedelta(days=whole(rules, "contact_balance", "recent_days") - 1)
    before = recent_from
    if history.reference < history.on:
        before, recent_from = history.reference, max(recent_from, history.reference)
    baseline_from = before - timedelta(days=whole(rules, "contact_balance", "baseline_days"))
    with_balance = [run for run in history.runs if run.contact_time_balance_left_pct is not None]
    recent = [run for run in with_balance if run.dated >= recent_from]
    baseline = [run for run in with_balance if baseline_from <= run.dated < before]
    if (
        len(recent) < whole(rules, "contact_balance", "recent_runs_min")
        or len(baseline) < whole(rules, "contact_balance", "baseline_runs_min")
        or len({run.device for run in (*recent, *baseline)}) > 1
    ):
        return None
    now_pct, before_pct = _balance(recent), _balance(baseline)
    shift = abs(now_pct - before_pct)
    shifted = shift > threshold(rules, "contact_balance", "shift_points")
    if not shifted and shift > threshold(rules, "contact_balance", "level_points"):
        return None
    return MeasuredFinding(
        "contact_asymmetry",
        value=shifted,
        from_runs=f"left share of ground contact {now_pct:.1f} % in {words.count(len(recent), 'run')} since "
        f"{words.day(recent[0].dated)}, {before_pct:.1f} % in the {words.count(len(baseline), 'run')} before",
    )


def _balance(runs: list[RunExposure]) -> float:
    return fmean(run.contact_time_balance_left_pct or 0.0 for run in runs)
