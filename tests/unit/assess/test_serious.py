"""A serious explanation that the ranking makes probable asks for its own questions, and lowers nothing."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
from small_base import SETTINGS, base, condition, finding

from backstride.assess import assess, read_answers
from backstride.assess.outlook import outlook
from backstride.assess.questions import open_questions
from backstride.assess.said import said
from backstride.assess.serious import questions_of_serious
from backstride.assess.weigh import weigh
from backstride.evidence import URGENCIES

TODAY = date(2026, 11, 21)
GROIN = {"loc_groin": True, "agg_running_impact": True, "onset_mode": "gradual_over_days_to_weeks"}


@pytest.fixture
def asked(evidence):
    """The questions for one set of answers, with every first safety question answered no, and its assessment."""

    def run(base=evidence, **answers):
        first = dict.fromkeys(evidence.triage.ask_first, False)
        given = read_answers({"age": 31, "sex": "female", "duration_days": 20, "answers": {**first, **answers}}, base)
        result = assess(given, base, today=TODAY)
        weighed = weigh(said(given, base, {}), base)
        ahead = outlook(given, base, {}, result.urgency)
        return questions_of_serious(weighed, ahead, list(open_questions(weighed, ahead, base)), base), result

    return run


def with_share(evidence, share):
    settings = evidence.ranking.settings
    changed = {**settings, "must_rule_out": {**settings["must_rule_out"], "asks_above": share}}
    return replace(evidence, ranking=replace(evidence.ranking, settings=changed))


def test_a_probable_bone_stress_injury_of_the_hip_asks_for_its_signs_before_all_else(asked, evidence):
    questions, result = asked(**GROIN)
    shown = [c for c in result.differential.candidates if c.condition == "femoral_neck_stress_fracture"]
    assert shown[0].probability > 0.05
    belonging = evidence.must_rule_out.raised_by["femoral_neck_stress_fracture"]
    assert set(questions) & set(belonging)
    safety = [q.finding for q in result.triage.open_safety_questions]
    shown_next = [q.finding for q in result.ask_next]
    assert shown_next == [*safety, *questions][: len(shown_next)]


def test_below_the_share_nothing_is_asked(asked, evidence):
    assert asked(with_share(evidence, 0.05), **GROIN)[0]
    assert not asked(with_share(evidence, 0.999), **GROIN)[0]


def test_what_is_already_seen_as_soon_as_it_asks_for_asks_nothing_more(asked, evidence):
    _, result = asked(saddle_numb=True)
    assert result.urgency == "emergency"
    assert not asked(with_share(evidence, 0.0001), saddle_numb=True)[0]


def test_a_question_whose_yes_raises_the_level_comes_before_the_other_of_its_explanation(asked, evidence):
    everything = with_share(evidence, 0.05)
    questions, result = asked(everything, **GROIN)
    first = questions[0]
    raised = asked(everything, **GROIN, **{first: True})[1]
    assert URGENCIES.index(raised.urgency) < URGENCIES.index(result.urgency)


SERIOUS = ("torsion", "fracture", "tumour", "strain")
ROUTINE, SELF_CARE = URGENCIES[3:]


def asked_of(shares, raised_by, urgency=ROUTINE, *, told=None, levels=None):
    """What is asked on a small base: shares of torsion (emergency), fracture (today), tumour (days), strain (weeks)."""
    asking = {**SETTINGS, "must_rule_out": {"asks_above": 0.1, "asks_each": 2}}
    small = base(
        [finding("sex_female")],
        [condition(c, urgency=level) for c, level in zip(SERIOUS, URGENCIES[:4], strict=True)],
        {"sex_female": [0.001, 0.5, 0.5, 0.5]},
        settings=asking,
    )
    small = replace(small, must_rule_out=replace(small.must_rule_out, raised_by=raised_by))
    weighed = SimpleNamespace(now=np.array(shares), known=SimpleNamespace(conditions=SERIOUS), said=told or {})
    ahead = SimpleNamespace(urgency=urgency, level_if_yes=lambda f: (levels or {}).get(f, urgency))
    return questions_of_serious(weighed, ahead, ["a", "b", "c", "d"], small)


def test_the_more_probable_explanation_asks_first():
    raised_by = {"torsion": ("a",), "fracture": ("b",)}
    assert asked_of([0.2, 0.3, 0.0, 0.5], raised_by) == ["b", "a"]
    assert asked_of([0.3, 0.2, 0.0, 0.5], raised_by) == ["a", "b"]


def test_the_share_itself_is_enough_to_ask():
    raised_by = {"torsion": ("a",), "fracture": ("b",)}
    assert asked_of([0.1, 0.099, 0.0, 0.8], raised_by) == ["a"]


def test_what_raises_the_level_is_asked_first_then_the_strongest_and_no_more_than_two():
    raised_by = {"torsion": ("b", "a", "c", "d")}
    assert asked_of([1.0, 0.0, 0.0, 0.0], raised_by) == ["b", "a"]
    assert asked_of([1.0, 0.0, 0.0, 0.0], raised_by, levels={"c": "emergency"}) == ["c", "b"]
    assert asked_of([1.0, 0.0, 0.0, 0.0], raised_by, levels={"c": "emergency", "b": "same_day"}) == ["b", "c"]


def test_what_the_runner_cannot_have_asks_nothing():
    raised_by = {"torsion": ("a",), "fracture": ("b",)}
    assert asked_of([0.5, 0.5, 0.0, 0.0], raised_by, told={"sex_female": True}) == ["b"]
    assert set(asked_of([0.5, 0.5, 0.0, 0.0], raised_by, told={"sex_female": False})) == {"a", "b"}


def test_what_has_no_findings_of_its_own_asks_nothing():
    assert asked_of([0.5, 0.5, 0.0, 0.0], {"fracture": ("b", "not_open")}) == ["b"]


@pytest.mark.parametrize(
    ("level", "questions"),
    [
        (SELF_CARE, ["a", "b", "c"]),
        (ROUTINE, ["a", "b", "c"]),
        ("within_days", ["a", "b"]),
        ("same_day", ["a"]),
        ("emergency", []),
    ],
)
def test_asked_is_what_is_seen_within_days_or_sooner_and_sooner_than_the_level(level, questions):
    raised_by = {"torsion": ("a",), "fracture": ("b",), "tumour": ("c",), "strain": ("d",)}
    assert asked_of([0.3, 0.25, 0.2, 0.15], raised_by, level) == questions
