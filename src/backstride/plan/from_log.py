"""What the log asks of a week: danger signs and leg signs that come first, and what it changed, in words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from backstride.exposure.words import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from .course import Course
    from .log import Logged
    from .result import Plan
    from .rulebook import Rulebook

SEEN = "clinician_seen"
ASKED_AGAIN = "check_in_again"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NOTHING = "Nothing in your log changes this week."


def danger_noted(log: Sequence[Logged]) -> bool:
    """A danger sign noted after the last time a clinician looked, whichever week is planned."""
    return any(entry.danger_sign for entry in _since(log, SEEN))


def leg_sign_noted(log: Sequence[Logged]) -> bool:
    """A new leg sign noted after the last time the check-in was answered again or a clinician looked.

    The answers are older than the sign, so their safety questions count as open.
    """
    return any(entry.new_leg_symptom for entry in _since(log, SEEN, ASKED_AGAIN))


def since_seen(log: Sequence[Logged]) -> list[Logged]:
    """What was noted after the last time a clinician looked, in order of day; within a day in the order of the log."""
    return _since(log, SEEN)


def log_words(log: Sequence[Logged], plan: Plan, without: Plan, state: Course, rules: Rulebook) -> str:
    """What the log changed in the week, in one or two sentences; empty without a log.

    Parameters
    ----------
    plan, without
        The same week with the log and without it.
    """
    if not log:
        return ""
    same = (plan.sessions, plan.running, plan.phase) == (without.sessions, without.running, without.phase)
    words = list(_reasons(log, plan, state, rules, same=same))
    return " ".join(words[:2]) or NOTHING


def _reasons(log: Sequence[Logged], plan: Plan, state: Course, rules: Rulebook, *, same: bool) -> Iterator[str]:
    if leg_sign_noted(log):
        yield rules.plan.gates.log_leg_sign
        return
    told = list(_hard_times(plan, state, rules))
    yield from told
    if same:
        return
    held = [name for name in state.held if name != "X3"]
    if held:
        yield f"Your log: {rules.rules[held[0]].plain}"
    if plan.limits.busy:
        yield "What you did this week already counts."
    if plan.limits.running and plan.limits.stage is not None:
        yield f"By your log the next run is step {plan.limits.stage}."
    elif any(entry.kind == "check" for entry in log):
        yield "The checks in your log decide whether running can start."
    if not told:
        yield "What your log holds moved some of the sessions."


def _hard_times(plan: Plan, state: Course, rules: Rulebook) -> Iterator[str]:
    if state.sore_since is not None:
        yield f"Your log: {rules.rules['R4'].plain} Yours began on {_on(state.sore_since)}."
    elif state.red is not None and state.easy_before is not None and _fresh(state.red.day, plan.week):
        yield _hard_reaction(state.red, state.easy_before)


def _fresh(day: date, week: date) -> bool:
    """Within the week before the one to plan, or in it."""
    return day >= week - timedelta(days=7)


def _hard_reaction(entry: Logged, easy_before: date) -> str:
    """One sentence: what was noted, and until when the days stay easy."""
    signs = [
        words
        for words, noted in (
            (f"pain {entry.pain_during:g} of 10" if entry.pain_during is not None else "", entry.pain_during),
            ("rising pain", entry.pain_rising),
            ("a limp", entry.limp),
            ("a new sign in a leg", entry.new_leg_symptom),
            ("pain further down", entry.pain_spread_down),
            (_worse(entry.morning_change), (entry.morning_change or 0) > 0),
            ("not settled after 24 h", entry.settled_24h is False),
        )
        if noted
    ]
    kind = "day" if entry.kind in ("day", "check") else f"{entry.kind} session" if entry.kind != "run" else "run"
    noted = f" ({', '.join(signs)})" if signs else ""
    return (
        f"Your {kind} on {_on(entry.day)} was a hard reaction{noted}, so there are only walks and gentle moves "
        f"before {_on(easy_before)}."
    )


def _worse(change: float | None) -> str:
    return f"{change:g} worse the next morning" if change is not None else ""


def _on(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def _since(log: Sequence[Logged], *checks: str) -> list[Logged]:
    """Entries after the last met check of these, by day; within one day the order of the log decides."""
    entries = sorted(log, key=lambda entry: entry.day)
    last = max((n for n, e in enumerate(entries) if e.kind == "check" and e.check in checks and e.met), default=-1)
    return entries[last + 1 :]
