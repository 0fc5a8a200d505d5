"""A serious explanation that the ranking makes probable asks for its own questions, and lowers nothing."""

from dataclasses import replace
from datetime import date

import pytest

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
