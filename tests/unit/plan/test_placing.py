"""Sessions on their days: spacing, leaving out, what was done already."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from plan_cases import PASSED, WEEK, of_kind, run_on, runner, week_of

from backstride.plan import Logged, violations
from backstride.plan.build import plan_of

if TYPE_CHECKING:
    from backstride.plan import Rulebook


def test_a_free_week_holds_three_runs_two_strength_sessions_and_a_rest_day(rules: Rulebook) -> None:
    plan = week_of(rules)
    assert [len(of_kind(plan, kind)) for kind in ("run", "strength", "rest")] == [3, 2, 1]
    assert len(of_kind(plan, "walk")) >= 3
    assert plan.left_out == ()


def test_runs_and_strength_work_keep_to_days_of_their_own_where_there_is_room(rules: Rulebook) -> None:
    plan = week_of(rules)
    assert not {run.day for run in of_kind(plan, "run")} & {s.day for s in of_kind(plan, "strength")}


def test_no_day_holds_more_than_an_hour_where_there_is_room(rules: Rulebook) -> None:
    plan = week_of(rules)
    days = {s.day: sum(other.minutes for other in plan.sessions if other.day == s.day) for s in plan.sessions}
    assert max(days.values()) <= 64


def test_a_run_on_sunday_keeps_monday_free_of_running(rules: Rulebook) -> None:
    plan = week_of(rules, run_on(1))
    assert min(run.day for run in of_kind(plan, "run")) > WEEK


def test_days_with_something_done_are_left_alone(rules: Rulebook) -> None:
    done = Logged(WEEK + timedelta(days=1), "run", pain_during=1, morning_change=0)
    plan = week_of(rules, done)
    assert min(session.day for session in plan.sessions if session.kind != "rest") > done.day
    assert min(run.day for run in of_kind(plan, "run")) >= done.day + timedelta(days=2)
    assert violations(plan, rules) == []


def test_what_does_not_fit_is_said(rules: Rulebook) -> None:
    plan = week_of(rules, availability={"sat": 60, "sun": 60})
    assert "1 of 3 runs fit into this week." in plan.left_out


def test_a_wish_that_does_not_belong_in_the_week_is_answered(rules: Rulebook) -> None:
    plan = week_of(rules, availability={"wish": {"cross": 2}})
    assert plan.left_out == ("You asked for 2 rides or swims. They are not part of this week's plan.",)


def test_any_day_of_the_week_names_the_week(rules: Rulebook) -> None:
    monday, sunday = (plan_of(runner(), rules, week=WEEK + timedelta(days=n), log=PASSED) for n in (0, 6))
    assert monday == sunday
    assert monday.week == WEEK


def test_sessions_in_one_window_follow_each_other(rules: Rulebook) -> None:
    plan = week_of(rules, availability={"sat": [["09:00", "11:00"]]})
    timed = sorted((s.start, s.minutes) for s in plan.sessions if s.start)
    assert len(timed) >= 2
    assert timed[0][0] == "09:00"
    assert violations(plan, rules) == []


def test_heavy_leg_work_keeps_a_day_from_running(rules: Rulebook) -> None:
    strength = [
        Logged(WEEK - timedelta(days=n), "strength", pain_during=0, morning_change=0, effort=5) for n in range(1, 31, 2)
    ]
    from plan_cases import runner

    plan = week_of(rules, *strength, facts=runner(weeks=30))
    heavy = of_kind(plan, "strength")
    assert heavy
    assert all(session.heavy_legs for session in heavy)
    assert not {run.day for run in of_kind(plan, "run")} & {s.day for s in heavy}
    assert violations(plan, rules) == []
