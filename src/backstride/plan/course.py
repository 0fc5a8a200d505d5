"""Where the runner stands: step, strength level, sore spells and holds, worked out from the log alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from .from_log import SEEN, since_seen
from .log import Logged, signal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backstride.evidence.schema.care import ReturnTable

    from .rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Course:
    """The state of a plan at the start of a week.

    Parameters
    ----------
    stage
        Step to run next; one more than the table's last where the table is done. 1 without a log.
    held
        Why nothing goes up this week, as rule ids.
    level
        Strength level to do next, from 1.
    lighter
        True in a deload week.
    sore_since
        First day of a sore spell whose walk test is still open; None without one.
    stop
        The sentence that stops the plan, where the log holds a reason.
    pain_free
        True after four weeks of diary without pain.
    off_days
        Days since the last run; None where no run is on record.
    red
        The latest hard reaction of the pain; None without one.
    easy_before
        First day after it that may hold a run, strength work or a check.
    """

    stage: int = 1
    held: tuple[str, ...] = ()
    level: int = 1
    lighter: bool = False
    sore_since: date | None = None
    stop: str | None = None
    pain_free: bool = False
    off_days: int | None = None
    red: Logged | None = None
    easy_before: date | None = None
    ran: tuple[date, ...] = ()
    last_strength: date | None = None


def course(log: Sequence[Logged], rules: Rulebook, table: ReturnTable | None, *, week: date, hold: bool) -> Course:
    """Read the log up to now.

    Parameters
    ----------
    table
        The return-to-run table in use; None without one.
    week
        Monday of the week to plan.
    hold
        True where the check-in itself forbids going up.
    """
    entries = sorted((e for e in log if e.day < week + timedelta(days=7)), key=lambda e: e.day)
    zero_pain = table is not None and table.zero_pain
    spells = _sore_spells(entries, rules, zero_pain=zero_pain)
    sore = _open_spell(spells, entries, rules)
    runs = [e for e in entries if e.kind == "run" and e.done]
    lighter = _lighter(entries, rules, week, zero_pain=zero_pain)
    held = _held(entries, rules, week, hold=hold, lighter=lighter)
    off = (week - runs[-1].day).days if runs else None
    stage, done = _stage(entries, rules, table, spells) if table is not None else (1, 1)
    stage = _after_break(stage, off, rules)
    reds = _reds(entries, rules, zero_pain=zero_pain)
    easy_days = round(rules.number("R3", "easy_h") / 24)
    strength = [e.day for e in entries if e.kind == "strength" and e.done]
    return Course(
        stage=min(stage, done) if held else stage,
        held=held,
        level=_level(entries, rules, held=bool(held)),
        lighter=lighter,
        sore_since=sore,
        stop=_stop(entries, spells, rules, week, table),
        pain_free=pain_free(log, rules, week),
        off_days=off,
        red=reds[-1] if reds else None,
        easy_before=reds[-1].day + timedelta(days=easy_days) if reds else None,
        ran=tuple(e.day for e in runs),
        last_strength=strength[-1] if strength else None,
    )


def check_met(log: Sequence[Logged], check: str, rules: Rulebook, week: date) -> bool | None:
    """The latest record of an entry check; None where there is none that still counts.

    A check counts for some days, and as long as running went on without a break that sends one back to the start.
    """
    found = [e for e in log if e.kind == "check" and e.check == check and e.day < week + timedelta(days=7)]
    if not found:
        return None
    latest = max(found, key=lambda e: e.day)
    limit = timedelta(days=rules.common["check_counts_days"])
    gap = timedelta(days=rules.number("L3", "restart_after_days"))
    seen = latest.day
    for run in sorted(e.day for e in log if e.kind == "run" and e.done and e.day >= latest.day):
        if run - seen < gap:
            seen = run
    return latest.met if week - latest.day <= limit or (seen > latest.day and week - seen < gap) else None


def pain_free(log: Sequence[Logged], rules: Rulebook, week: date) -> bool:
    """True after four weeks of diary without pain and without a gap in it."""
    since = week - timedelta(weeks=rules.number("L2", "pain_free_weeks"))
    recent = [e for e in log if since <= e.day < week]
    days = sorted({e.day for e in recent if e.kind == "day" and e.pain_mean is not None})
    gap = timedelta(days=rules.number("D2", "missing_days"))
    without_gap = all(b - a <= gap for a, b in pairwise([since, *days, week]))
    return bool(days) and without_gap and not any(e.pain_mean or e.pain_during for e in recent)


def _stage(entries: list[Logged], rules: Rulebook, table: ReturnTable, spells: list[date]) -> tuple[int, int]:
    """The step to run next, and the step run last."""
    stage, greens, moved = 1, 0, None
    last = len(table.stages) + 1
    done = 1
    pending = list(spells)
    for entry in entries:
        if entry.kind != "run" or not entry.done:
            continue
        if pending and entry.day > pending[0]:
            stage, greens = max(1, done - rules.whole("S2", "stages_back")), 0
            pending = [day for day in pending if day >= entry.day]
        if entry.stage is not None:
            stage = min(stage, entry.stage)
        done = stage
        how = signal(entry, rules.pain, zero_pain=table.zero_pain)
        too_hard = entry.effort is not None and entry.effort >= rules.number("D3", "effort_too_hard")
        if how == "red" or too_hard:
            stage, greens = max(1, stage - (table.step_back_stages if how == "red" else 1)), 0
        elif how == "green":
            greens += 1
        else:
            greens = 0
        a_week_ago = moved is None or (entry.day - moved).days >= 7
        if greens >= table.green_sessions_to_advance and (table.stages_per_week_at_most is None or a_week_ago):
            stage, greens, moved = min(last, stage + 1), 0, entry.day
    if pending:
        stage = max(1, done - rules.whole("S2", "stages_back"))
    return stage, done


def _after_break(stage: int, off: int | None, rules: Rulebook) -> int:
    if off is None:
        return stage
    if off >= rules.number("L3", "restart_after_days"):
        return 1
    return max(1, stage - 1) if off >= rules.number("D3", "missed_days") else stage


def _level(entries: list[Logged], rules: Rulebook, *, held: bool) -> int:
    """Strength level: two green sessions at moderate effort go up, amber or red goes down."""
    rule = rules.library.about.level_rule
    level = best = 1
    greens = 0
    for entry in entries:
        if entry.kind != "strength" or not entry.done:
            continue
        best = level
        how = signal(entry, rules.pain)
        easy = entry.effort is not None and entry.effort <= rule.effort_at_most
        if how in ("amber", "red", "black"):
            level, greens = max(1, level - 1), 0
        else:
            greens = greens + 1 if how == "green" and easy else 0
        if greens >= rule.green_sessions:
            level, greens = level + 1, 0
    return min(level, best) if held else level


def _reds(entries: list[Logged], rules: Rulebook, *, zero_pain: bool) -> list[Logged]:
    return [e for e in entries if e.done and signal(e, rules.pain, zero_pain=zero_pain and e.kind == "run") == "red"]


def _sore_spells(entries: list[Logged], rules: Rulebook, *, zero_pain: bool) -> list[date]:
    """First days of sore spells: two reds within a week, or three days well above the mean before them."""
    reds = [e.day for e in _reds(entries, rules, zero_pain=zero_pain)]
    needed, within = rules.whole("R4", "reds"), rules.whole("R4", "reds_within_days")
    starts = [reds[i] for i in range(needed - 1, len(reds)) if (reds[i] - reds[i - needed + 1]).days < within]
    pain = {e.day: e.pain_mean for e in entries if e.kind == "day" and e.pain_mean is not None}
    run_of, before = rules.whole("R4", "rise_days"), rules.whole("R4", "mean_of_days")
    for day in pain:
        days = [day - timedelta(days=k) for k in range(run_of)]
        base = [pain[d] for k in range(before) if (d := days[-1] - timedelta(days=k + 1)) in pain]
        if base and all(d in pain for d in days):
            usual = sum(base) / len(base)
            if all(pain[d] >= usual + rules.number("R4", "mean_rise") for d in days):
                starts.append(day)
    spells: list[date] = []
    for day in sorted(starts):
        if not spells or (day - spells[-1]).days >= within:
            spells.append(day)
    return spells


def _open_spell(spells: list[date], entries: list[Logged], rules: Rulebook) -> date | None:
    if not spells:
        return None
    first_test = spells[-1] + timedelta(days=rules.number("S2", "test_day"))
    passed = any(e.kind == "check" and e.check == "walk_test" and e.met and e.day >= first_test for e in entries)
    return None if passed else spells[-1]


def _lighter(entries: list[Logged], rules: Rulebook, week: date, *, zero_pain: bool) -> bool:
    if not entries or entries[0].day >= week:
        return False
    first = entries[0].day - timedelta(days=entries[0].day.weekday())
    every = rules.whole("W5", "every_weeks")
    since = week - timedelta(days=rules.number("W5", "ambers_within_days"))
    ambers = [
        e for e in entries if since <= e.day < week and e.done and signal(e, rules.pain, zero_pain=zero_pain) == "amber"
    ]
    return ((week - first).days // 7 + 1) % every == 0 or len(ambers) >= rules.whole("W5", "ambers")


def _held(entries: list[Logged], rules: Rulebook, week: date, *, hold: bool, lighter: bool) -> tuple[str, ...]:
    held = ["X3"] if hold else []
    if lighter:
        held.append("W5")
    since = week - timedelta(days=rules.number("D1", "adherence_over_days"))
    recent = [e for e in entries if since <= e.day < week]
    nights = [e.sleep_h for e in recent if e.sleep_h is not None]
    if nights and 2 * sum(h < rules.number("R6", "sleep_h") for h in nights) > len(nights):
        held.append("R6")
    sessions = [e for e in recent if e.kind in ("run", "strength")]
    if sessions and sum(e.done for e in sessions) < rules.number("D1", "adherence") * len(sessions):
        held.append("D1")
    before = [e.day for e in entries if e.day < week]
    if before and (week - before[-1]).days > rules.number("D2", "missing_days"):
        held.append("D2")
    return tuple(held)


def _stop(
    entries: list[Logged], spells: list[date], rules: Rulebook, week: date, table: ReturnTable | None
) -> str | None:
    seen = max((e.day for e in entries if e.kind == "check" and e.check == SEEN and e.met), default=None)
    since = week - timedelta(days=rules.number("D4", "sore_spells_within_days"))
    later = since_seen(entries)
    words = rules.plan.gates.log_stops
    if sum(day >= since and (seen is None or day > seen) for day in spells) >= rules.whole("D4", "sore_spells"):
        return words.two_sore_spells
    days = [(e.day, e.pain_mean) for e in later if e.kind == "day" and e.pain_mean is not None]
    last = days[-rules.whole("S6", "days") :]
    strong = len(last) == rules.whole("S6", "days") and all(p > rules.number("S6", "pain_above") for _, p in last)
    if strong and all((b - a).days == 1 and q >= p for (a, p), (b, q) in pairwise(last)):
        return words.no_easing
    if table is not None and table.zero_pain:
        painful = rules.whole("R7", "painful_sessions_to_clinician")
        tail = [e for e in later if e.kind == "run" and e.done][-painful:]
        if len(tail) == painful and all(signal(e, rules.pain, zero_pain=True) == "red" for e in tail):
            return words.bone_hurt_twice
    return None
