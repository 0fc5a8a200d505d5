"""When nothing goes up, and when a week is lighter."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from plan_cases import PASSED, WEEK, of_kind, run_on, runner, week_of

from backstride.plan import Logged
from backstride.plan.build import plan_of

if TYPE_CHECKING:
    from backstride.plan import Rulebook

TWO_GREEN = [run_on(4), run_on(2)]


def steps(plan: object) -> set[int | None]:
    return {run.stage for run in of_kind(plan, "run")}  # type: ignore[arg-type]


def test_two_green_runs_move_one_step_on(rules: Rulebook) -> None:
    assert steps(week_of(rules, *TWO_GREEN)) == {2}


def test_short_nights_keep_the_step(rules: Rulebook) -> None:
    nights = [Logged(WEEK - timedelta(days=n), "day", sleep_h=5, pain_mean=1) for n in range(1, 8)]
    plan = week_of(rules, *TWO_GREEN, *nights)
    assert steps(plan) == {1}
    assert "R6" in {note.id for note in plan.rules}


def test_few_sessions_done_keep_the_step(rules: Rulebook) -> None:
    left_out = [Logged(WEEK - timedelta(days=n), "strength", done=False) for n in (6, 5)]
    assert steps(week_of(rules, *TWO_GREEN, *left_out)) == {1}


def test_silence_of_more_than_three_days_keeps_the_step(rules: Rulebook) -> None:
    # The last word of any kind is from Thursday, four days before the week.
    passed = [Logged(WEEK - timedelta(days=12), "check", check=e.check, met=True) for e in PASSED]
    plan = plan_of(runner(), rules, week=WEEK, log=[*passed, run_on(6), run_on(4)])
    assert steps(plan) == {1}
    assert "D2" in {note.id for note in plan.rules}


def test_two_weeks_without_a_run_are_one_step_back_even_with_a_diary(rules: Rulebook) -> None:
    # Four green runs end at step 3; the diary of every day leaves nothing else to hold the step.
    green = [run_on(n) for n in (20, 18, 16, 14)]
    diary = [Logged(WEEK - timedelta(days=n), "day", pain_mean=1) for n in range(1, 28)]
    assert steps(week_of(rules, *green, *diary)) == {2}
    assert steps(week_of(rules, *[run_on(n) for n in (19, 17, 15, 13)], *diary)) == {3}


@pytest.mark.parametrize("sign", ["periods_absent", "low_energy_intake", "weight_loss_unexplained"])
def test_signs_of_low_energy_keep_the_step(sign: str, rules: Rulebook) -> None:
    plan = week_of(rules, *TWO_GREEN, facts=runner(said={sign: True}))
    assert steps(plan) == {1}
    assert "X3" in {note.id for note in plan.rules}


def test_every_fourth_week_has_three_tenths_less(rules: Rulebook) -> None:
    # The log begins three weeks before: this is the fourth week. 8 repeats less 30 % are 5; 2 sets less 30 % are 1.
    walks = [Logged(WEEK - timedelta(days=n), "walk") for n in (21, 14, 7, 1)]
    plan = week_of(rules, *walks)
    assert all("5 times: run 1 min, walk 2 min" in run.detail for run in of_kind(plan, "run"))
    assert all("Sit to stand: 6 times" in session.detail for session in of_kind(plan, "strength"))
    assert "W5" in {note.id for note in plan.rules}


def test_the_third_week_is_not_lighter(rules: Rulebook) -> None:
    walks = [Logged(WEEK - timedelta(days=n), "walk") for n in (14, 7, 1)]
    assert all("8 times: run 1 min" in run.detail for run in of_kind(week_of(rules, *walks), "run"))


def test_two_ambers_in_a_week_make_the_next_one_lighter(rules: Rulebook) -> None:
    plan = week_of(rules, run_on(4, pain=4), run_on(2, pain=4))
    assert all("5 times: run 1 min" in run.detail for run in of_kind(plan, "run"))


def test_strength_goes_up_a_level_after_two_easy_green_sessions(rules: Rulebook) -> None:
    easy = [Logged(WEEK - timedelta(days=n), "strength", pain_during=1, morning_change=0, effort=6) for n in (6, 3)]
    assert "Sit to stand: 2 sets of 10" in of_kind(week_of(rules, *easy), "strength")[0].detail


def test_strength_that_felt_hard_stays_at_its_level(rules: Rulebook) -> None:
    hard = [Logged(WEEK - timedelta(days=n), "strength", pain_during=1, morning_change=0, effort=8) for n in (6, 3)]
    assert "Sit to stand: 2 sets of 6" in of_kind(week_of(rules, *hard), "strength")[0].detail


def test_four_weeks_of_diary_without_pain_are_the_time_between_spells(rules: Rulebook) -> None:
    days = [Logged(WEEK - timedelta(days=n), "day", pain_mean=0) for n in range(1, 29)]
    assert week_of(rules, *days).phase == "recovered"


def test_a_gap_in_the_diary_is_not_four_weeks_without_pain(rules: Rulebook) -> None:
    days = [Logged(WEEK - timedelta(days=n), "day", pain_mean=0) for n in range(1, 29) if not 10 <= n <= 14]
    assert week_of(rules, *days).phase == "weeks_2_6"
