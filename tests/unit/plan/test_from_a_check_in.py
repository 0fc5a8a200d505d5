"""From real answers through the assessment to the week."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from plan_cases import of_kind, runner

from backstride.assess import assess, read_answers
from backstride.plan import Logged, build, violations
from backstride.plan.facts import Facts
from backstride.plan.gates import gate
from backstride.plan.rulebook import Rulebook
from backstride.plan.running import settle

TODAY = date(2026, 11, 21)
ORDINARY = {
    "loc_low_back": True,
    "q_dull_ache": True,
    "ease_lying": True,
    "ease_moving_about": True,
    "agg_sitting": True,
    "mechanical_pattern": True,
    "pain_intensity_band": "nrs_0_3",
    "tingle_leg": False,
    "numb_patch_one_leg": False,
    "weak_leg": False,
    "foot_drop": False,
}


@pytest.fixture(scope="module")
def base(evidence: Any, source: Any) -> Any:
    """The compiled evidence with the care sections as the folder has them today."""
    care = {name: part.model_dump(mode="json", exclude_none=True) for name, part in source.care.items()}
    return replace(evidence, sections={**{name: evidence.sections[name] for name in evidence.sections}, **care})


def answers_of(base: Any, *, screened: bool = True, **changes: Any) -> Any:
    first = dict.fromkeys(base.triage.ask_first, False) if screened else {}
    found = {**first, **ORDINARY, **changes.pop("answers", {})}
    return read_answers({"age": 34, "sex": "male", "duration_days": 28, "answers": found, **changes}, base)


def week(base: Any, **changes: Any) -> Any:
    log, extra = changes.pop("log", ()), changes.pop("exposures", None)
    answers = answers_of(base, **changes)
    return build(assess(answers, base, today=TODAY), answers, base, week=TODAY, log=log, exposures=extra)


PASSED = [Logged(TODAY, "check", check=name, met=True) for name in ("walk_30_min", "rest_pain_3", "chair_and_squats")]


def test_an_ordinary_back_gets_walks_strength_and_first_checks(base: Any, rules: Any) -> None:
    plan = week(base)
    assert plan.family == "nslbp"
    assert of_kind(plan, "walk")
    assert of_kind(plan, "strength")
    assert plan.running.startswith("No running yet. First these checks:")
    assert violations(plan, rules) == []


def test_an_ordinary_back_that_passed_the_checks_runs_by_step_one(base: Any) -> None:
    assert {run.stage for run in of_kind(week(base, log=PASSED), "run")} == {1}


def test_unasked_safety_questions_keep_the_week_gentle(base: Any) -> None:
    plan = week(base, screened=False, log=PASSED)
    assert not of_kind(plan, "run")
    assert not of_kind(plan, "strength")


def test_a_numb_saddle_gets_nothing_but_the_instruction(base: Any) -> None:
    plan = week(base, answers={"saddle_numb": True}, log=PASSED)
    assert plan.sessions == ()
    assert "emergency" in plan.stopped_because


def test_an_open_splitting_question_gets_no_plan(base: Any) -> None:
    answers = answers_of(base, answers={"loc_calf": True, "felt_kicked": True})
    assessment = assess(answers, base, today=TODAY)
    assert assessment.triage.provisional
    assert build(assessment, answers, base, week=TODAY, log=PASSED).sessions == ()


def test_a_sore_spot_on_a_bone_ends_running(base: Any) -> None:
    bone = {"pinpoint_bone_spot": True, "earlier_each_run": True, "loc_buttock_sacrum": True}
    plan = week(base, answers=bone, log=PASSED)
    assert plan.family == "bone_stress"
    assert not of_kind(plan, "run")


def test_a_week_behind_a_triage_that_could_not_run_stays_gentle(base: Any) -> None:
    from backstride.assess.triage import fallback

    answers = answers_of(base)
    assessment = replace(assess(answers, base, today=TODAY), triage=fallback("The check could not run."))
    plan = build(assessment, answers, base, week=TODAY, log=PASSED)
    assert not {session.kind for session in plan.sessions} & {"run", "strength"}


def test_a_story_may_raise_a_doubt_and_never_settles_one(base: Any) -> None:
    answers = answers_of(base)
    assessment = assess(answers, base, today=TODAY)
    told = {
        "pinpoint_bone_spot": {"value": True, "quote": "one spot on the bone"},
        "hop_noticed_pain": {"value": False, "quote": "hopping is fine"},
    }
    facts = Facts.of(replace(assessment, story_findings=told), answers, base)
    assert facts.said["pinpoint_bone_spot"] is True
    assert "hop_noticed_pain" not in facts.said
    assert (facts.holds("pinpoint_bone_spot"), facts.settled("pinpoint_bone_spot")) == (True, None)
    assert facts.holds({"not": "pinpoint_bone_spot"}) is None


def told(base: Any, *findings: str, **given: Any) -> tuple[Any, Any]:
    """A check-in, and the same one with a story that says yes to these findings."""
    answers = answers_of(base, **given)
    assessment = assess(answers, base, today=TODAY)
    story = {finding: {"value": True, "quote": finding} for finding in findings}
    return Facts.of(assessment, answers, base), Facts.of(replace(assessment, story_findings=story), answers, base)


def test_a_story_meets_no_check_before_running(base: Any) -> None:
    rules = Rulebook.of(base.sections)
    met = {
        check.id: (check, plainly)
        for table in rules.tables.values()
        for check in table.entry
        for plainly in [check.met_when]
        if isinstance(plainly, str)
    }
    assert met
    for check, finding in met.values():
        without, with_story = told(base, finding)
        assert settle(check, without, rules, log=[], week=TODAY) is None
        assert settle(check, with_story, rules, log=[], week=TODAY) is None, check.id
        answers = answers_of(base, answers={finding: True})
        said = Facts.of(assess(answers, base, today=TODAY), answers, base)
        assert settle(check, said, rules, log=[], week=TODAY) is True


def test_a_story_lifts_no_stop(base: Any) -> None:
    rules = Rulebook.of(base.sections)
    lifted = [stop for stop in rules.plan.gates.stops if isinstance(stop.unless, str)]
    assert lifted
    for stop in lifted:
        _, with_story = told(base, stop.unless)
        assert with_story.holds(stop.unless) is True
        assert with_story.settled(stop.unless) is None
    mild = runner(said={"weak_leg": True, "leg_weakness_mild": True})
    assert gate(mild, rules, cleared=False, approved=False).stopped is None
    unconfirmed = replace(mild, told=frozenset({"leg_weakness_mild"}))
    assert gate(unconfirmed, rules, cleared=False, approved=False).fired == ("G3",)


def test_an_answer_stands_before_a_story(base: Any) -> None:
    _, facts = told(base, "able_hop_pain_free", answers={"able_hop_pain_free": False})
    assert facts.said["able_hop_pain_free"] is False
    _, facts = told(base, "able_hop_pain_free", answers={"able_hop_pain_free": True})
    assert facts.settled("able_hop_pain_free") is True


def test_the_longest_run_on_the_watch_sets_the_limit_past_the_table(base: Any) -> None:
    # 16 green runs are two on each of the 7 steps and two more; 12 km x 1.10 = 13.2 km.
    done = [
        Logged(date.fromordinal(TODAY.toordinal() - 2 * n), "run", pain_during=1, morning_change=0) for n in range(16)
    ]
    known = [SimpleNamespace(day=TODAY, distance_m=12_000.0, trusted=True)]
    known += [SimpleNamespace(day=TODAY, distance_m=30_000.0, trusted=False)]
    known += [SimpleNamespace(day=date(2026, 9, 1), distance_m=25_000.0, trusted=True)]
    plan = week(base, log=[*PASSED, *done], exposures=SimpleNamespace(runs=known))
    assert of_kind(plan, "run")
    assert all(run.distance_m == pytest.approx(13_200) for run in of_kind(plan, "run"))
    assert "at most 13.2 km" in plan.running
