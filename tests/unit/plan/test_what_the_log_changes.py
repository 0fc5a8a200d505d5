"""A log that tells of trouble changes the week as the rules say, and the week says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from plan_cases import WEEK, of_kind, run_on, runner, week_of

from backstride.plan import Logged, PlanError, violations
from backstride.plan.build import plan_of

if TYPE_CHECKING:
    from backstride.plan import Plan, Rulebook

BEFORE = WEEK - timedelta(days=1)
EASY = ("walk", "gentle", "cross", "talk", "rest")


def before_checks(rules: Rulebook, *log: Logged) -> Plan:
    """The week of a runner who has not yet passed the checks before running."""
    return plan_of(runner(), rules, week=WEEK, log=log)


@pytest.mark.parametrize("signs", [{"pain_during": 8}, {"limp": True}, {"settled_24h": False}])
def test_a_hard_reaction_leaves_48_hours_of_walks_and_gentle_moves(signs: dict[str, object], rules: Rulebook) -> None:
    """R3: 48 h easy. The run was on Sunday, so Monday holds no run, no strength work and no check."""
    entry = Logged(BEFORE, "run", **signs)  # type: ignore[arg-type]
    for plan in (before_checks(rules, entry), week_of(rules, entry)):
        assert {s.kind for s in plan.sessions if s.day == WEEK} <= set(EASY)
        assert violations(plan, rules) == []
        assert "Your run on Sun 22 Nov was a hard reaction" in plan.from_log
        assert "before Tue 24 Nov" in plan.from_log
    assert {s.kind for s in before_checks(rules).sessions if s.day == WEEK} - set(EASY)


def test_what_was_noted_is_named(rules: Rulebook) -> None:
    plan = before_checks(rules, Logged(BEFORE, "run", pain_during=8, limp=True, settled_24h=False))
    assert "(pain 8 of 10, a limp, not settled after 24 h)" in plan.from_log


def test_a_new_leg_sign_opens_the_safety_questions_again(rules: Rulebook) -> None:
    plan = week_of(rules, Logged(BEFORE, "run", pain_during=1, morning_change=0, new_leg_symptom=True))
    assert not of_kind(plan, "run")
    assert not of_kind(plan, "strength")
    assert "answer the check-in again today" in plan.from_log
    assert "emergency help" in plan.from_log
    assert "X2" in {note.id for note in plan.rules}


@pytest.mark.parametrize("check", ["check_in_again", "clinician_seen"])
def test_the_check_in_answered_again_settles_it(check: str, rules: Rulebook) -> None:
    sign = Logged(WEEK - timedelta(days=5), "day", new_leg_symptom=True)
    settled = Logged(WEEK - timedelta(days=2), "check", check=check, met=True)
    assert of_kind(week_of(rules, sign, settled), "run")
    assert not of_kind(week_of(rules, sign, replace(settled, met=False)), "run")
    assert not of_kind(week_of(rules, replace(settled, day=WEEK - timedelta(days=6)), sign), "run")


def test_a_danger_sign_names_the_signs_and_whom_to_see(rules: Rulebook) -> None:
    plan = week_of(rules, Logged(BEFORE, "day", danger_sign=True))
    assert plan.sessions == ()
    for words in ("safety check again now", "emergency help now", "numb where you sit", "chest pain", "today"):
        assert words in (plan.stopped_because or "")


def test_a_danger_sign_is_not_hidden_by_another_stop(rules: Rulebook) -> None:
    sign = Logged(BEFORE, "day", danger_sign=True)
    plan = week_of(rules, sign, facts=runner(urgency="same_day"))
    assert "you noted a danger sign" in (plan.stopped_because or "")
    assert "See a clinician today, and bring" in (plan.stopped_because or "")
    emergency = week_of(rules, sign, facts=runner(urgency="emergency"))
    assert (emergency.stopped_because or "").startswith("Get emergency help now")


def test_a_danger_sign_noted_after_the_visit_of_the_same_day_still_stops(rules: Rulebook) -> None:
    seen = Logged(BEFORE, "check", check="clinician_seen", met=True)
    sign = Logged(BEFORE, "day", danger_sign=True)
    assert week_of(rules, seen, sign).sessions == ()
    assert week_of(rules, sign, seen).sessions


def test_a_danger_sign_stops_every_week_also_an_earlier_one(rules: Rulebook) -> None:
    assert week_of(rules, Logged(WEEK + timedelta(days=20), "day", danger_sign=True)).sessions == ()


def test_a_log_that_changes_nothing_says_so(rules: Rulebook) -> None:
    plan = before_checks(rules, Logged(BEFORE, "walk", pain_during=1, morning_change=0))
    assert plan.sessions == before_checks(rules).sessions
    assert plan.from_log == "Nothing in your log changes this week."
    assert before_checks(rules).from_log == ""


def test_steps_come_from_the_log(rules: Rulebook) -> None:
    assert "the next run is step 2" in week_of(rules, run_on(4), run_on(2)).from_log


def test_a_sore_spell_is_told(rules: Rulebook) -> None:
    plan = week_of(rules, run_on(5, pain=7), run_on(1, pain=7))
    assert "sore-spell week" in plan.from_log
    assert "Sun 22 Nov" in plan.from_log


@pytest.mark.parametrize("day", [date.max, date.min])
def test_a_week_at_the_end_of_the_calendar_is_refused(day: date, rules: Rulebook) -> None:
    with pytest.raises(PlanError, match="cannot be planned"):
        plan_of(runner(), rules, week=day)
