"""Self-care is spoken of only where a no to every open safety question would lead there, by the rules themselves."""

from dataclasses import replace
from datetime import date

import pytest

from backstride.assess import assess, check, if_all_no, read_answers
from backstride.assess.if_all_no import self_care_if_no
from backstride.assess.triage import evaluate

TODAY = date(2026, 11, 20)
ACHE = {
    "regions": ["low_back_left", "low_back_right"],
    "onset_mode": "hours_to_2_days_after_exercise",
    "mechanical_pattern": True,
}


def answered(evidence, *, days=4, **answers):
    return read_answers({"age": 41, "sex": "male", "duration_days": days, "answers": {**ACHE, **answers}}, evidence)


def checked(evidence, **how):
    return assess(answered(evidence, **how), evidence, today=TODAY)


def test_it_names_every_open_question_and_a_no_to_each_does_lead_to_self_care(evidence):
    result = checked(evidence)
    ask = result.self_care_if_no
    assert result.urgency == "within_2_weeks_routine"
    assert ask == tuple(q.finding for q in result.triage.open_safety_questions)
    assert checked(evidence, **dict.fromkeys(ask, False)).urgency == "self_care_ok_with_safety_net"


def test_a_yes_to_any_of_them_leads_elsewhere(evidence):
    ask = checked(evidence).self_care_if_no
    for finding in ask:
        said = {**dict.fromkeys(ask, False), finding: True}
        assert checked(evidence, **said).urgency != "self_care_ok_with_safety_net", finding


def test_what_else_keeps_self_care_back_is_not_hidden(evidence):
    assert checked(evidence, days=200, extension_sport_pain=True, night_pain_unrelieved=True).self_care_if_no == ()
    nothing = read_answers({"answers": {}}, evidence)
    assert assess(nothing, evidence, today=TODAY).self_care_if_no == ()


def test_nothing_is_said_once_the_level_is_reached_or_is_more_urgent(evidence):
    first = dict.fromkeys(evidence.triage.ask_first, False)
    assert checked(evidence, **first).self_care_if_no == ()
    assert checked(evidence, saddle_numb=True).self_care_if_no == ()
    assert checked(evidence, fever=True).self_care_if_no == ()


def test_a_measured_yes_outweighs_the_no(evidence):
    answers = answered(evidence)
    shown = evaluate(answers, evidence)
    assert self_care_if_no(answers, evidence, {}, shown)
    assert self_care_if_no(answers, evidence, {"fever": True}, shown) == ()


def test_a_question_answered_by_a_number_cannot_be_denied(evidence):
    answers = answered(evidence)
    shown = evaluate(answers, evidence)
    number = replace(shown.open_safety_questions[0], finding="pregnancy_weeks")
    more = replace(shown, open_safety_questions=(*shown.open_safety_questions, number))
    assert self_care_if_no(answers, evidence, {}, more) == ()


@pytest.mark.parametrize("left", ["a question", "the count"])
def test_a_no_to_all_that_opens_further_questions_is_not_spoken_of(left, evidence, monkeypatch):
    answers = answered(evidence)
    shown = evaluate(answers, evidence)

    def with_more_to_ask(*given):
        then = evaluate(*given)
        assert (then.urgency, then.open_safety_questions) == ("self_care_ok_with_safety_net", ())
        if left == "a question":
            return replace(then, open_safety_questions=shown.open_safety_questions[:1])
        return replace(then, safety_asked=then.safety_total - 1)

    monkeypatch.setattr(if_all_no.rules, "evaluate", with_more_to_ask)
    assert self_care_if_no(answers, evidence, {}, shown) == ()


def test_an_earlier_more_urgent_result_of_the_episode_is_not_talked_away(evidence):
    earlier = checked(evidence, fever=True).as_json()
    assert assess(answered(evidence), evidence, today=TODAY, previous=earlier).self_care_if_no == ()


def test_a_fault_in_working_it_out_leaves_the_answer_standing(evidence, monkeypatch):
    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr(check, "self_care_if_no", broken)
    result = checked(evidence)
    assert result.self_care_if_no == ()
    assert result.urgency == "within_2_weeks_routine"


def test_it_stands_in_the_json(evidence):
    result = checked(evidence)
    assert result.as_json()["self_care_if_no"] == list(result.self_care_if_no) != []
