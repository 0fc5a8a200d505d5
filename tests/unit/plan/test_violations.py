"""The independent check sees each hard rule broken: a sound week is changed by hand, one rule at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from plan_cases import WEEK, of_kind, week_of

from backstride.plan import Session, Window, violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from backstride.plan import Limits, Plan, Rulebook


def day(n: int) -> date:
    return WEEK + timedelta(days=n)


def session(n: int, kind: str, start: str | None = None, **more: object) -> Session:
    return Session(day(n), start, kind, 20, "", "", **more)  # type: ignore[arg-type]


def limited(plan: Plan, **limits: object) -> Plan:
    return replace(plan, limits=replace(plan.limits, **limits))


def holding(plan: Plan, *sessions: Session, **limits: object) -> Plan:
    return limited(replace(plan, sessions=sessions), **limits)


BROKEN: dict[str, Callable[[Plan], Plan]] = {
    "G1": lambda p: replace(p, stopped_because="See a clinician today."),
    "G5": lambda p: holding(p, session(0, "tablet"), session(1, "walk")),
    "X5/G2": lambda p: limited(p, running=False),
    "G2: no walk": lambda p: limited(p, walks=False),
    "G4": lambda p: limited(p, walks_only=True),
    "X2: the week": lambda p: limited(p, gentle_only=True),
    "G2/L6": lambda p: holding(p, session(0, "strength", exercises=("pogo",)), session(1, "walk")),
    "X2: 2026-11-23 holds squat": lambda p: holding(
        p, session(0, "gentle", exercises=("squat",)), session(1, "walk"), gentle_only=True
    ),
    "there is no exercise": lambda p: holding(p, session(0, "strength", exercises=("headstand",)), session(1, "walk")),
    "W8: 2026-11-23 holds squat": lambda p: holding(
        p, session(0, "strength", exercises=("squat",)), session(1, "walk"), without=frozenset({"squat"})
    ),
    "W6": lambda p: holding(p, session(0, "strength")),
    "W1": lambda p: holding(p, *(session(n, "walk") for n in range(7))),
    "W8: 2026-11-23 already": lambda p: limited(p, busy=(day(0),)),
    "W8: 2026-12-01 lies outside the week": lambda p: holding(p, session(8, "walk")),
    "W8: walk on 2026-11-23 lies outside the free times": lambda p: holding(
        p, session(0, "walk", "07:00"), windows=(Window(day(0), 480, 540),)
    ),
    "W8: 40 min": lambda p: holding(
        p, session(0, "walk"), session(0, "strength"), windows=(Window(day(0), minutes=30),)
    ),
    "W8: walk and strength overlap": lambda p: holding(
        p, session(0, "walk", "08:00"), session(0, "strength", "08:10"), windows=(Window(day(0), 480, 600),)
    ),
    "W10": lambda p: holding(
        p, session(0, "run", "19:20", stage=1), session(0, "walk", "18:30"), windows=(Window(day(0), 1080, 1260),)
    ),
    "L7: two runs": lambda p: holding(p, *(session(0, "run", stage=1) for _ in range(2)), session(1, "walk")),
    "L7: 2026-11-24 is run day 2": lambda p: holding(
        p, session(0, "run", stage=1), session(1, "run", stage=1), session(2, "walk")
    ),
    "L7: 2026-11-23 is run day 2": lambda p: limited(p, ran=(day(-1),)),
    "R3": lambda p: limited(p, easy_before=day(6)),
    "L6: the run": lambda p: holding(p, session(0, "run", stage=2), session(1, "walk")),
    "L1": lambda p: holding(
        p, session(0, "run", stage=1, distance_m=11_100.0), session(1, "walk"), max_distance_m=11_000.0
    ),
    "W2: strength on 2026-11-23 and 2026-11-24": lambda p: holding(
        p, session(0, "strength"), session(1, "strength"), session(2, "walk")
    ),
    "W2: strength on 2026-11-23 is too soon": lambda p: holding(
        p, session(0, "strength"), session(2, "walk"), last_strength=day(-1)
    ),
    "L8: heavy leg work on 2026-11-23 and the run": lambda p: holding(
        p, session(0, "strength", heavy_legs=True), session(0, "run", stage=1), session(2, "walk")
    ),
    "L8: heavy leg work on 2026-11-23 is too soon": lambda p: holding(
        p, session(0, "strength", heavy_legs=True), session(2, "walk"), ran=(day(0),)
    ),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_named(rule: str, rules: Rulebook) -> None:
    sound = week_of(rules)
    assert violations(sound, rules) == []
    assert of_kind(sound, "run")
    assert [words for words in violations(BROKEN[rule](sound), rules) if rule in words]


def test_two_run_days_in_a_row_are_fine_past_the_table_and_three_are_not(rules: Rulebook) -> None:
    sound = week_of(rules)
    two = holding(sound, *(session(n, "run", stage=8) for n in (0, 1)), session(3, "walk"), past_table=True, stage=8)
    three = holding(
        sound, *(session(n, "run", stage=8) for n in (0, 1, 2)), session(3, "walk"), past_table=True, stage=8
    )
    assert violations(two, rules) == []
    assert [words for words in violations(three, rules) if words.startswith("L7")]


def test_forty_eight_hours_are_counted_by_the_clock_where_there_is_one(rules: Rulebook) -> None:
    windows = (Window(day(0), 1000, 1200), Window(day(2), 400, 1200))
    sound = week_of(rules)
    early = holding(
        sound,
        session(0, "strength", "17:00"),
        session(2, "strength", "16:45"),
        session(2, "walk", "07:00"),
        windows=windows,
    )
    late = holding(
        sound,
        session(0, "strength", "17:00"),
        session(2, "strength", "17:00"),
        session(2, "walk", "07:00"),
        windows=windows,
    )
    assert [words for words in violations(early, rules) if words.startswith("W2")]
    assert violations(late, rules) == []


def test_limits_that_forbid_every_session_are_enough(rules: Rulebook) -> None:
    nothing: Limits = replace(week_of(rules).limits, sessions=False)
    assert violations(replace(week_of(rules), limits=nothing), rules)
