"""The sessions this week asks for, before they have a day: how long, how short at least, and how much they matter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from .exercises import Allowed, pick, span_words
from .running import lighter_stage, short_stage_words, stage_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from backstride.evidence.schema.plan_rules import PhaseCell, Sets, Walks

    from .facts import Facts
    from .result import Limits
    from .rulebook import Rulebook
    from .running import Running
    from .shown import Case
    from .wishes import Wishes


@dataclass(frozen=True, slots=True)
class Item:
    """A session looking for its day.

    Parameters
    ----------
    minutes, short_min
        Full length and the least that still counts. [min]
    must
        True where the week makes no sense without it; `wish` names the runner's wish behind it.
    weight
        How much it matters against the others.
    hard_effort
        True where it has to end well before bed.
    days
        The only days it may stand on; None for any.
    """

    kind: str
    minutes: int
    short_min: int
    detail: str
    short: str
    why: str
    weight: int
    exercises: tuple[str, ...] = ()
    heavy_legs: bool = False
    hard_effort: bool = False
    stage: int | None = None
    distance_m: float | None = None
    must: bool = False
    wish: str | None = None
    days: frozenset[date] | None = None


def items_of(case: Case, allowed: Allowed, limits: Limits) -> tuple[Item, ...]:
    """Every session that the phase, the running decision and the wishes ask for."""
    rules, cell, state = case.rules, case.cell, case.course
    sore_until, test_day = None, None
    if state.sore_since is not None:
        sore_until = state.sore_since + timedelta(days=rules.number("S1", "no_running_last_day"))
        test_day = state.sore_since + timedelta(days=rules.number("S2", "test_day"))
    found: list[Item] = []
    if limits.walks:
        found += _walks(cell, rules, sore_until=sore_until, monday=case.monday, limits=limits)
    if not limits.walks_only:
        found += _exercise(cell, allowed, case.facts, rules, level=state.level)
        found += _cross(cell, rules)
        if test_day is None:
            found += [*_runs(case, rules), *_checks(case.running, rules)]
        elif limits.walks:
            found.append(_walk_test(test_day, rules))
    if cell.talk is not None:
        found.append(_talk(cell.talk, cell.plain, rules))
    return tuple(_with_wishes(found, case.wishes))


def _walks(
    cell: PhaseCell, rules: Rulebook, *, sore_until: date | None, monday: date, limits: Limits
) -> Iterator[Item]:
    """Walks of the week; short and several a day until `sore_until`. The first one is never given up."""
    if cell.walks is None:
        return
    days = [monday + timedelta(days=n) for n in range(7)]
    ahead = frozenset(day for day in days if not limits.busy or day > limits.busy[-1])
    sore = frozenset(day for day in ahead if sore_until is not None and day <= sore_until)
    first = rules.whole("W6", "walks_at_least")
    for n in range(cell.walks.per_week):
        if n < len(sore):
            walk, on = _walk(_sore_walks(cell.walks, rules), cell, rules), sore
        else:
            walk, on = _walk(cell.walks, cell, rules), ahead - sore
        yield replace(walk, must=n < first and not limits.busy, days=on if sore else None)


def _sore_walks(walks: Walks, rules: Rulebook) -> Walks:
    span = (rules.number("S1", "walk_from_min"), rules.number("S1", "walk_to_min"))
    return walks.model_copy(update={"minutes": span, "times_a_day": rules.whole("S1", "walks_a_day")})


def _walk(walks: Walks, cell: PhaseCell, rules: Rulebook) -> Item:
    low, high = walks.minutes
    often = f", {walks.times_a_day} times this day" if walks.times_a_day > 1 else ""
    shortest = min(rules.whole("W7", "short_min"), int(high))
    return Item(
        kind="walk",
        minutes=int(high) * walks.times_a_day,
        short_min=shortest,
        detail=f"Walk {span_words(low, high)} min{often}, at a pace that feels easy.",
        short=f"Walk once for {span_words(min(low, shortest), shortest)} min.",
        why=cell.plain if walks.times_a_day > 1 else rules.rules["W4"].plain,
        weight=rules.plan.placing.weights["walk"],
    )


def _exercise(cell: PhaseCell, allowed: Allowed, facts: Facts, rules: Rulebook, *, level: int) -> Iterator[Item]:
    weights = rules.plan.placing.weights
    gentle, strength = cell.gentle, cell.strength
    if strength is not None and allowed.gentle_only:
        gentle = gentle or strength.model_copy(update={"offer": "gentle", "max_level": 1})
        strength = None
    if gentle is not None:
        yield from _sets(gentle, 1, allowed, facts, rules, cell, kind="gentle", weight=weights["gentle"])
    if strength is not None:
        third = rules.whole("W2", "sessions_per_week")
        for n, item in enumerate(
            _sets(strength, level, allowed, facts, rules, cell, kind="strength", weight=weights["strength"])
        ):
            yield item if n < third else replace(item, weight=weights["third_strength"])


def _sets(
    sets: Sets,
    level: int,
    allowed: Allowed,
    facts: Facts,
    rules: Rulebook,
    cell: PhaseCell,
    *,
    kind: str,
    weight: int,
) -> Iterator[Item]:
    gentle = kind == "gentle"
    if gentle:
        allowed = replace(allowed, gentle_only=True)
    picked = pick(sets, level, allowed, facts, rules, gentle=gentle)
    if picked is None:
        return
    each = rules.whole("W7", "minutes_per_gentle_exercise" if gentle else "minutes_per_strength_exercise")
    short_min = rules.whole("W7", "short_min")
    stop = rules.rules["X6"].plain
    for _ in range(sets.per_week):
        yield Item(
            kind=kind,
            minutes=max(short_min, each * len(picked.exercises)),
            short_min=short_min,
            detail=f"{picked.detail} {stop}",
            short=f"{picked.short} {stop}",
            why=cell.plain,
            weight=weight,
            exercises=picked.exercises,
            heavy_legs=picked.heavy_legs,
            hard_effort=not gentle,
        )


def _cross(cell: PhaseCell, rules: Rulebook) -> Iterator[Item]:
    if cell.cross is None:
        return
    low, high = cell.cross.minutes
    short = rules.whole("W7", "short_min")
    item = Item(
        kind="cross",
        minutes=int(high),
        short_min=short,
        detail=f"{cell.cross.words} for {low:g} to {high:g} min.",
        short=f"{cell.cross.words} for {short} min.",
        why="It keeps you fit without the landing.",
        weight=rules.plan.placing.weights["cross"],
    )
    for _ in range(cell.cross.per_week):
        yield item


def _runs(case: Case, rules: Rulebook) -> Iterator[Item]:
    running = case.running
    if running.table is None or running.stage is None:
        return
    short = rules.whole("W7", "short_min")
    warm = rules.common["warm_up_to_min"]
    stage = running.table.stages[-1] if running.past_table else running.table.stages[running.stage - 1]
    if case.course.lighter:
        stage = lighter_stage(stage, rules)
    detail = stage_words(stage, rules)
    if running.distance_m is not None:
        detail += f" No longer than {running.distance_m / 1000:.1f} km."
    item = Item(
        kind="run",
        minutes=ceil(warm + stage.total_min),
        short_min=short,
        detail=detail,
        short=short_stage_words(stage, short),
        why=rules.rules["R1"].plain if not running.past_table else rules.rules["L1"].plain,
        weight=rules.plan.placing.weights["run"],
        hard_effort=True,
        stage=running.stage,
        distance_m=running.distance_m,
    )
    for _ in range(case.cell.running.per_week):
        yield item


def _checks(running: Running, rules: Rulebook) -> Iterator[Item]:
    if not running.checks:
        return
    words = " ".join(f"({n}) {plain}" for n, plain in enumerate(running.checks, 1))
    yield Item(
        kind="check",
        minutes=rules.whole("W7", "walk_check_min"),
        short_min=rules.whole("W7", "walk_check_min"),
        detail=f"Try whether this is so, and note the pain from 0 to 10. {words}",
        short="Do the first check only.",
        why="These checks decide whether running can start.",
        weight=rules.plan.placing.weights["check"],
        hard_effort=True,
    )


def _walk_test(day: date, rules: Rulebook) -> Item:
    low, high = rules.number("S2", "test_from_min"), rules.number("S2", "test_to_min")
    return Item(
        kind="check",
        minutes=int(high),
        short_min=int(low),
        detail=f"Walk for {low:g} to {high:g} min and note the pain from 0 to 10.",
        short=f"Walk for {low:g} min.",
        why=rules.rules["S2"].plain,
        weight=rules.plan.placing.weights["check"],
        days=frozenset({day + timedelta(days=n) for n in range(7)}),
    )


def _talk(words: str, why: str, rules: Rulebook) -> Item:
    short = rules.whole("W7", "short_min")
    return Item("talk", short, short, words, words, why, rules.plan.placing.weights["check"])


def _with_wishes(items: list[Item], wishes: Wishes) -> Iterator[Item]:
    """As many of a kind as the runner asked for, where there is that kind at all."""
    for kind in dict.fromkeys(item.kind for item in items):
        same = [item for item in items if item.kind == kind]
        wanted = wishes.counts.get(kind)
        if wanted is None:
            yield from same
        else:
            yield from (replace(same[min(n, len(same) - 1)], must=True, wish=kind) for n in range(wanted))
