"""An independent look at a finished plan: every hard rule it breaks, in words. Shares no code with the solver."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .result import Plan, Session, Window
    from .rulebook import Rulebook

KINDS = {"run", "walk", "strength", "gentle", "cross", "check", "talk", "rest"}


def violations(plan: Plan, rules: Rulebook) -> list[str]:
    """Every hard rule that the plan breaks; empty for a sound plan.

    Parameters
    ----------
    plan
        With the limits it was made under.
    rules
        The rulebook it was made from.
    """
    if plan.stopped_because is not None or not plan.limits.sessions:
        return [f"G1: a stopped plan holds a {s.kind} session" for s in plan.sessions]
    return [
        *_kinds(plan, rules),
        *_exercises(plan, rules),
        *_times(plan, rules),
        *_rest(plan, rules),
        *_runs(plan, rules),
        *_strength(plan, rules),
    ]


def _active(plan: Plan) -> list[Session]:
    return [s for s in plan.sessions if s.kind != "rest"]


def _at(session: Session, rules: Rulebook) -> datetime:
    """Start of a session; an unknown time is the same for all, so that whole days are counted."""
    if session.start is None:
        noon = rules.plan.placing.unknown_start_min
        return datetime.combine(session.day, time(noon // 60, noon % 60))
    return datetime.combine(session.day, time.fromisoformat(session.start))


def _kinds(plan: Plan, rules: Rulebook) -> Iterator[str]:
    limits = plan.limits
    forbidden = {
        "X5/G2: no running is allowed": set() if limits.running else {"run"},
        "G2: no walk before a clinician cleared the bone": set() if limits.walks else {"walk"},
        "G4: only walks are approved": KINDS - {"walk", "talk"} if limits.walks_only else set(),
        "X2: the week has to stay gentle": {"run", "strength"} if limits.gentle_only else set(),
    }
    for s in _active(plan):
        if s.kind not in KINDS:
            yield f"G5: {s.day} holds a session of the kind {s.kind}"
        yield from (f"{rule}, but {s.day} holds a {s.kind}" for rule, kinds in forbidden.items() if s.kind in kinds)
        if s.day in limits.busy:
            yield f"W8: {s.day} already holds something done"
        if not plan.week <= s.day < plan.week + timedelta(days=7):
            yield f"W8: {s.day} lies outside the week"
    cell = rules.cells["recovered" if plan.phase == "recovered" else str(plan.family), plan.phase]
    walks = sum(s.kind == "walk" for s in plan.sessions)
    if cell.walks and limits.walks and not limits.busy and walks < rules.number("W6", "walks_at_least"):
        yield "W6: the walk was taken out of the week"


def _exercises(plan: Plan, rules: Rulebook) -> Iterator[str]:
    limits = plan.limits
    for s in plan.sessions:
        for name in s.exercises:
            exercise = rules.exercises.get(name)
            if exercise is None:
                yield f"{s.day}: there is no exercise {name}"
                continue
            if exercise.bias == "impact" and not limits.impact:
                yield f"G2/L6: {s.day} holds {name}, which has impact"
            if limits.gentle_only and "flare_ok" not in exercise.tags:
                yield f"X2: {s.day} holds {name}, which does not suit a gentle week"
            if name in limits.without:
                yield f"W8: {s.day} holds {name}, which was crossed out"


def _times(plan: Plan, rules: Rulebook) -> Iterator[str]:
    latest = plan.limits.bed_time_min - rules.number("W10", "before_bed_h") * 60
    for s in _active(plan):
        if not any(_inside(s, w) for w in plan.limits.windows):
            yield f"W8: {s.kind} on {s.day} lies outside the free times"
        end = _minute(s) + s.minutes
        if s.start is not None and s.kind in ("run", "strength") and end > latest:
            yield f"W10: {s.kind} on {s.day} ends less than 3 h before bed"
    for w in plan.limits.windows:
        used = sum(s.minutes for s in _active(plan) if s.day == w.day and s.start is None)
        if w.minutes is not None and used > w.minutes:
            yield f"W8: {used} min on {w.day}, where {w.minutes} are free"
    timed = sorted((s for s in _active(plan) if s.start is not None), key=lambda s: (s.day, _minute(s)))
    for a, b in pairwise(timed):
        if a.day == b.day and _minute(a) + a.minutes > _minute(b):
            yield f"W8: {a.kind} and {b.kind} overlap on {a.day}"


def _inside(session: Session, window: Window) -> bool:
    if window.day != session.day:
        return False
    if window.start_min is None or window.end_min is None:
        return session.start is None
    return session.start is not None and window.start_min <= _minute(session) <= window.end_min - session.minutes


def _minute(session: Session) -> int:
    if session.start is None:
        return 0
    clock = time.fromisoformat(session.start)
    return clock.hour * 60 + clock.minute


def _rest(plan: Plan, rules: Rulebook) -> Iterator[str]:
    used = {s.day for s in _active(plan)} | set(plan.limits.busy)
    if 7 - len(used) < rules.number("W1", "rest_days"):
        yield "W1: no day of the week stays free"


def _runs(plan: Plan, rules: Rulebook) -> Iterator[str]:
    limits = plan.limits
    runs = [s for s in plan.sessions if s.kind == "run"]
    days = sorted({*(s.day for s in runs), *limits.ran})
    planned = {s.day for s in runs}
    if len(planned) != len(runs):
        yield "L7: two runs on one day"
    in_row = rules.number("L7", "days_in_row_after") if limits.past_table else 1
    for day in planned:
        row = 1
        while day - timedelta(days=row) in days:
            row += 1
        if row > in_row:
            yield f"L7: {day} is run day {row} in a row"
    for s in plan.sessions:
        if s.kind in ("run", "strength", "check") and limits.easy_before is not None and s.day < limits.easy_before:
            yield f"R3: a {s.kind} on {s.day}, inside the 48 easy hours"
    for s in runs:
        if s.stage is None or limits.stage is None or s.stage > limits.stage:
            yield f"L6: the run on {s.day} is beyond step {limits.stage}"
        if s.distance_m is not None and (limits.max_distance_m is None or s.distance_m > limits.max_distance_m):
            yield f"L1: the run on {s.day} is longer than allowed"


def _strength(plan: Plan, rules: Rulebook) -> Iterator[str]:
    strength = [s for s in plan.sessions if s.kind == "strength"]
    gap = timedelta(hours=rules.number("W2", "gap_h"))
    for a, b in combinations(strength, 2):
        if abs(_at(a, rules) - _at(b, rules)) < gap:
            yield f"W2: strength on {a.day} and {b.day} is less than 48 h apart"
    yield from _too_soon(strength, plan.limits.last_strength, gap, "W2: strength")
    heavy = [s for s in strength if s.heavy_legs]
    apart = timedelta(hours=rules.number("L8", "run_to_heavy_legs_h"))
    for s in heavy:
        for run in (r for r in plan.sessions if r.kind == "run"):
            if abs(_at(s, rules) - _at(run, rules)) < apart:
                yield f"L8: heavy leg work on {s.day} and the run on {run.day} are less than 24 h apart"
    yield from _too_soon(heavy, max(plan.limits.ran, default=None), apart, "L8: heavy leg work")


def _too_soon(sessions: list[Session], before: date | None, gap: timedelta, what: str) -> Iterator[str]:
    """Sessions too close to a day whose time of day is unknown: whole days are counted."""
    if before is None:
        return
    for s in sessions:
        if s.day - before < timedelta(days=-(-int(gap.total_seconds()) // 86400)):
            yield f"{what} on {s.day} is too soon after {before}"
