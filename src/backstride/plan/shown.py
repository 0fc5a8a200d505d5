"""What the runner sees of a placed week: sessions with their days, the rules behind them, what was left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from .exercises import biases_left_out
from .result import RuleNote, Session

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from backstride.evidence.schema.plan_rules import PhaseCell

    from .course import Course
    from .facts import Facts
    from .gates import Gate
    from .items import Item
    from .result import Limits
    from .rulebook import Rulebook
    from .running import Running
    from .week import Clash, Placed
    from .wishes import Wishes

CLASH_WORDS = {
    "times": "the free times you gave",
    "rest_day": "one day that stays free",
    "run_gap": "a day without running between runs",
    "strength_gap": "48 hours between strength sessions",
    "heavy_legs": "24 hours between running and heavy leg work",
    "evening": "no hard session in the last 3 hours before bed",
    "easy_48": "48 easy hours after a hard reaction",
}
KIND_WORDS = {
    "run": "runs",
    "strength": "strength sessions",
    "walk": "walks",
    "gentle": "gentle sessions",
    "cross": "rides or swims",
}
REST = "Nothing planned. Move as much as feels comfortable."
REST_WITHOUT_RUNNING = "Nothing planned. Move gently, as far as it is comfortable; no running and no jumping."
ORDER = ("check", "run", "strength", "walk", "cross", "gentle", "talk", "rest")


@dataclass(frozen=True, slots=True)
class Case:
    """Everything decided about a week before its sessions have a day."""

    monday: date
    facts: Facts
    rules: Rulebook
    gate: Gate
    course: Course
    family: str
    phase: str
    cell: PhaseCell
    running: Running
    wishes: Wishes


def sessions(case: Case, placed: Sequence[Placed], limits: Limits) -> tuple[Session, ...]:
    """The placed sessions in order of time, and every day without one as a rest day."""
    found = [_session(p, case.rules) for p in placed]
    full = {s.day for s in found} | set(limits.busy)
    for day in (case.monday + timedelta(days=n) for n in range(7)):
        if day not in full:
            why = case.rules.rules["W1"].plain
            found.append(Session(day, None, "rest", 0, REST if case.gate.running else REST_WITHOUT_RUNNING, why))
    return tuple(sorted(found, key=lambda s: (s.day, s.start or "", ORDER.index(s.kind))))


def notes(case: Case, placed: Sequence[Placed]) -> tuple[RuleNote, ...]:
    """The rules that shaped the week."""
    rules, cell = case.rules, case.cell
    names = dict.fromkeys(_names(case, placed))
    own = RuleNote(f"{cell.family}:{cell.phase}", hard=False, text=cell.plain, sources=tuple(cell.sources))
    return (*(rules.note(name) for name in names), own, *_left_out_moves(case, placed))


def clinician_words(case: Case) -> str | None:
    """Whom to see beside the plan, and why."""
    parts = []
    if case.gate.people:
        reasons = ", and ".join(case.gate.people)
        parts.append(case.rules.plan.gates.clinician_first.format(reasons=reasons))
    if case.cell.clinician is not None:
        parts.append(case.cell.clinician)
    return " ".join(parts) or None


def left_out(case: Case, items: Sequence[Item], placed: Sequence[Placed]) -> tuple[str, ...]:
    """What the week had no room for, and wishes that do not belong in it."""
    words = []
    kinds = dict.fromkeys(item.kind for item in items)
    for kind in kinds:
        asked = sum(item.kind == kind for item in items)
        held = sum(p.item.kind == kind for p in placed)
        if kind in KIND_WORDS and held < asked:
            words.append(f"{held} of {asked} {KIND_WORDS[kind]} fit into this week.")
    for kind, count in case.wishes.counts.items():
        if count and kind not in kinds:
            reason = case.running.sentence if kind == "run" else "They are not part of this week's plan."
            words.append(f"You asked for {count} {KIND_WORDS[kind]}. {reason}")
    return tuple(words)


def clash_sentence(clash: Clash, items: Sequence[Item]) -> str:
    """One sentence that names the wishes no week can hold together."""
    wishes = [_clash_words(label, items) for label in clash.labels]
    head = "These two wishes clash" if len(wishes) == 2 else "These wishes clash"
    return f"{head}: {', and '.join(wishes)}."


def _clash_words(label: str, items: Sequence[Item]) -> str:
    if label in CLASH_WORDS:
        return CLASH_WORDS[label]
    same = [item for item in items if item.must and f"must:{item.kind}" == label]
    if len(same) == 1:
        return f"a {same[0].kind} of at least {same[0].short_min} min"
    return f"{len(same)} {KIND_WORDS[same[0].kind]}"


def _session(placed: Placed, rules: Rulebook) -> Session:
    item, few = placed.item, rules.whole("W7", "exercises_in_short")
    start = placed.start_min
    return Session(
        day=placed.day,
        start=None if start is None else f"{start // 60:02d}:{start % 60:02d}",
        kind=item.kind,
        minutes=placed.minutes,
        detail=item.short if placed.short else item.detail,
        why=item.why,
        exercises=item.exercises[:few] if placed.short else item.exercises,
        short=item.short,
        stage=item.stage,
        distance_m=item.distance_m,
        heavy_legs=item.heavy_legs,
    )


def _names(case: Case, placed: Sequence[Placed]) -> Iterator[str]:
    kinds = {p.item.kind for p in placed}
    running, state = case.running, case.course
    yield from case.gate.fired
    if state.sore_since is not None:
        yield from ("S0", "S1", "S2", "S3")
    yield from state.held
    if "run" in kinds:
        yield from ("L1",) if running.past_table else ("R1",)
        yield from ("R2", "R3", "L6", "L7")
        if running.table is not None and running.table.zero_pain:
            yield "R7"
        if state.off_days is not None and state.off_days >= case.rules.number("L3", "off_from_days"):
            yield "L3"
    if "strength" in kinds:
        yield "W2"
    if any(p.item.heavy_legs for p in placed):
        yield "L8"
    if "walk" in kinds:
        yield "W4"
    if any(p.item.exercises for p in placed):
        yield "X6"
    yield from ("W1", "W7", "G5")


def _left_out_moves(case: Case, placed: Sequence[Placed]) -> Iterator[RuleNote]:
    if not any(p.item.exercises for p in placed):
        return
    gone = biases_left_out(case.family, case.facts, case.rules)
    for name, s in case.rules.plan.sensitivities.items():
        if s.leaves_out in gone:
            yield RuleNote(f"sensitivity:{name}", hard=True, text=s.plain, sources=tuple(s.sources))
