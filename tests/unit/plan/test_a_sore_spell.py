"""A sore spell week: short walks and gentle moves, then a walk test, then two steps lower."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from plan_cases import WEEK, of_kind, run_on, week_of

from backstride.plan import Logged, violations

if TYPE_CHECKING:
    from backstride.plan import Rulebook

GREEN_FOUR = [run_on(n, pain=1) for n in (15, 13, 11, 9)]
TWO_REDS = [run_on(5, pain=7), run_on(1, pain=7)]


def test_two_reds_within_seven_days_stop_running(rules: Rulebook) -> None:
    plan = week_of(rules, *GREEN_FOUR, *TWO_REDS)
    assert not of_kind(plan, "run")
    assert not of_kind(plan, "strength")
    assert {"S1", "S2"} <= {note.id for note in plan.rules}
    assert violations(plan, rules) == []


def test_two_reds_a_week_apart_do_not(rules: Rulebook) -> None:
    assert of_kind(week_of(rules, run_on(10, pain=7), run_on(3, pain=7)), "run")


def test_the_walk_test_comes_on_the_fourth_day_at_the_earliest(rules: Rulebook) -> None:
    plan = week_of(rules, *GREEN_FOUR, *TWO_REDS)
    (test,) = of_kind(plan, "check")
    assert test.day >= WEEK + timedelta(days=2)
    assert "20 to 30 min" in test.detail


def test_walks_stay_short_on_the_first_three_days(rules: Rulebook) -> None:
    plan = week_of(rules, *GREEN_FOUR, *TWO_REDS)
    soon = [walk for walk in of_kind(plan, "walk") if walk.day <= WEEK + timedelta(days=1)]
    assert soon
    assert all("5 to 10 min, 3 times" in walk.detail for walk in soon)


def test_after_the_walk_test_running_starts_two_steps_below_the_last_one(rules: Rulebook) -> None:
    six_green = [run_on(n, pain=1) for n in (26, 24, 22, 20, 18, 16)]
    reds = [run_on(14, pain=7), run_on(10, pain=7)]
    passed = Logged(WEEK - timedelta(days=5), "check", check="walk_test", met=True)
    plan = week_of(rules, *six_green, *reds, passed, run_on(4, pain=None))
    # Six green runs lead to step 4; the first red was run there, so the second one was step 3: two below is 1.
    assert {run.stage for run in of_kind(plan, "run")} == {1}


def test_a_walk_test_before_the_fourth_day_does_not_count(rules: Rulebook) -> None:
    early = Logged(WEEK - timedelta(days=0), "check", check="walk_test", met=True)
    assert not of_kind(week_of(rules, *GREEN_FOUR, *TWO_REDS, early), "run")


def test_two_sore_spells_in_four_weeks_send_to_a_clinician(rules: Rulebook) -> None:
    first = [run_on(25, pain=7), run_on(22, pain=7)]
    passed = Logged(WEEK - timedelta(days=15), "check", check="walk_test", met=True)
    plan = week_of(rules, *first, passed, *TWO_REDS)
    assert plan.stopped_because is not None
    assert "two sore spells" in plan.stopped_because


def test_a_clinician_who_has_seen_it_lifts_that_stop(rules: Rulebook) -> None:
    first = [run_on(25, pain=7), run_on(22, pain=7)]
    passed = Logged(WEEK - timedelta(days=15), "check", check="walk_test", met=True)
    seen = Logged(WEEK, "check", check="clinician_seen", met=True)
    assert week_of(rules, *first, passed, *TWO_REDS, seen).stopped_because is None


def test_three_days_two_points_above_the_usual_start_a_sore_spell(rules: Rulebook) -> None:
    usual = [Logged(WEEK - timedelta(days=n), "day", pain_mean=2) for n in range(4, 18)]
    worse = [Logged(WEEK - timedelta(days=n), "day", pain_mean=4) for n in (3, 2, 1)]
    assert not of_kind(week_of(rules, *usual, *worse), "run")
    assert of_kind(week_of(rules, *usual, *worse[:2]), "run")


def test_three_strong_days_without_easing_stop_the_plan(rules: Rulebook) -> None:
    days = [Logged(WEEK - timedelta(days=n), "day", pain_mean=7) for n in (3, 2, 1)]
    easing = [Logged(WEEK - timedelta(days=n), "day", pain_mean=p) for n, p in ((3, 9), (2, 8), (1, 7))]
    assert "above 6 of 10" in (week_of(rules, *days).stopped_because or "")
    assert week_of(rules, *easing).stopped_because is None


def test_a_red_run_keeps_48_hours_free_of_running(rules: Rulebook) -> None:
    plan = week_of(rules, run_on(1, pain=7))
    assert min(run.day for run in of_kind(plan, "run")) >= WEEK + timedelta(days=1)
    assert violations(plan, rules) == []
