"""Several yes/no questions on one screen: what stands on it, what a reply says, and that only "none" says no."""

from dataclasses import replace
from datetime import date

import pytest

from backstride.assess.answers import read_answers
from backstride.assess.first_questions import first_prompts
from backstride.assess.interview import begin, respond
from backstride.assess.triage import evaluate
from backstride.evidence import URGENCIES

TODAY = date(2026, 11, 20)
KNOWN = {"age": 34, "sex": "female", "duration_days": 21}


@pytest.fixture
def first(evidence):
    """An interview with screens at the first of them."""
    return begin(evidence, today=TODAY, document=KNOWN, grouped=True)


def said(state, value, question=None):
    return respond(state, {"id": question or state.pending.id, "value": value})


def screens(evidence):
    return evidence.ranking.settings["questions"]["screens"]["first"]


def test_the_first_screens_hold_every_first_safety_question_once_in_order(evidence):
    asks = [finding for screen in screens(evidence) for finding in screen["asks"]]
    assert asks == list(evidence.triage.ask_first)
    assert len(screens(evidence)) == 3
    assert max(len(screen["asks"]) for screen in screens(evidence)) <= 6


def test_as_many_pages_are_expected_as_an_interview_usually_takes_and_no_fewer_than_are_known_of(evidence, first):
    """Three screens, where, and why today: five pages, however few are usual."""
    usual = evidence.ranking.settings["questions"]["screens"]["usual"]
    assert first.expected_remaining == usual
    assert said(first, "none")[0].expected_remaining == usual - 1
    questions = evidence.ranking.settings["questions"]
    few = {**questions, "screens": {**questions["screens"], "usual": 4}}
    ranking = replace(evidence.ranking, settings={**evidence.ranking.settings, "questions": few})
    short = begin(replace(evidence, ranking=ranking), today=TODAY, document=KNOWN, grouped=True)
    assert short.expected_remaining == 5
    assert said(short, "none")[0].expected_remaining == 4


def test_three_screens_closed_by_none_answer_all_first_safety_questions_no(evidence, first):
    put = []
    while first.pending.type == "screen":
        put.append(first.pending.id)
        first, _ = said(first, "none")
    assert put == [screen["id"] for screen in screens(evidence)]
    assert first.pending.id == "regions"
    assert first.document["answers"] == dict.fromkeys(evidence.triage.ask_first, False)
    assert first.replies == 3


def test_a_screen_that_a_mark_brings_forward_is_put_once(evidence):
    """Numbness where one sits comes first once the seat is marked, with the screen it stands on."""
    document = {**KNOWN, "answers": {"regions": ["saddle"]}}
    marked = begin(evidence, today=TODAY, document=document, grouped=True)
    answers = read_answers(document, evidence)
    put = [
        prompt.id for prompt in first_prompts(answers, evaluate(answers, evidence), marked) if prompt.type == "screen"
    ]
    assert sorted(put) == sorted(screen["id"] for screen in screens(evidence))
    assert "saddle_numb" in marked.pending.choices


def test_a_screen_is_a_question_of_the_protocol(evidence, first):
    line = first.message()
    asks = screens(evidence)[0]["asks"]
    assert line["stage"] == "Safety"
    assert line["question"] == {
        "id": "safety_now",
        "text": screens(evidence)[0]["text"],
        "why": screens(evidence)[0]["why"],
        "type": "screen",
        "choices": asks,
        "choice_words": [evidence.findings[f].question for f in asks],
    }


def test_without_asking_for_screens_none_ever_comes(evidence):
    state = begin(evidence, today=TODAY, document=KNOWN)
    while state.pending is not None:
        assert state.pending.type != "screen"
        state, _ = said(state, None)


def test_what_is_not_named_stays_open_and_comes_again(first):
    """`fever` alone says nothing of the others on its screen."""
    first = said(said(first, "none")[0], "none")[0]
    first, line = said(first, ["fever"])
    assert line["question"]["id"] == "safety_health"
    assert "fever" not in line["question"]["choices"]
    assert first.document["answers"]["fever"] is True
    assert "hx_cancer" not in first.document["answers"]


def test_none_beside_a_name_denies_the_others(evidence, first):
    state = said(said(first, "none")[0], "none")[0]
    state, _ = said(state, ["hx_cancer", "none"])
    health = screens(evidence)[2]["asks"]
    assert {f: state.document["answers"][f] for f in health} == {f: f == "hx_cancer" for f in health}


def test_each_may_be_answered_by_itself_on_the_screen_and_not_sure_is_no_answer(first):
    state, _ = said(first, {"sepsis_signs": False, "faint_or_collapse": None})
    assert state.document["answers"] == {"sepsis_signs": False, "faint_or_collapse": None}
    assert list(state.pending.choices) == ["collapse_or_confusion_exercise", "breathless_new"]
    state, _ = said(state, False, "breathless_new")
    assert state.pending.id == "collapse_or_confusion_exercise"
    assert state.pending.type == "yes_no"


def test_not_sure_of_a_screen_asks_each_by_itself(evidence, first):
    state, _ = said(first, None)
    asked = []
    while state.pending.type == "yes_no":
        asked.append(state.pending.id)
        state, _ = said(state, None)
    assert asked == list(screens(evidence)[0]["asks"])
    assert state.pending.id == "safety_nerves"
    triage = respond(state, {"stop": True})[1]["result"]
    assert set(asked) <= set(triage["open_safety_questions"])


@pytest.mark.parametrize(
    "value", [[], {}, True, False, "yes", ["fever"], ["sepsis_signs", 1], {"sepsis_signs": 1}, {"fever": True}, 0]
)
def test_anything_else_is_refused_in_one_sentence_and_nothing_is_lost(first, value):
    """An empty list above all: no box ticked by a slip must not be a no."""
    state, line = said(first, value)
    assert state is first
    assert "none" in line["error"]
    assert line["question"]["id"] == "safety_now"


def test_an_emergency_on_a_screen_ends_the_questions_at_once(first):
    state, line = said(first, ["breathless_new", "faint_or_collapse"])
    if state.pending is not None:  # breathlessness alone may be split first
        assert line["urgency_so_far"] in URGENCIES[:2]
    sure, line = said(said(first, "none")[0], ["saddle_numb"])
    assert sure.pending is None
    assert line["result"]["urgency"] == "emergency"
    assert line["result"]["asked"] == 2


def test_further_screens_hold_only_yes_no_questions_and_no_tests(evidence, first):
    settings = evidence.ranking.settings["questions"]["screens"]
    seen = 0
    while first.pending is not None:
        prompt = first.pending
        if prompt.type == "screen" and prompt.id not in {s["id"] for s in settings["first"]}:
            seen += 1
            assert settings["at_least"] <= len(prompt.choices) <= settings["at_most"]
            assert {evidence.findings[f].kind for f in prompt.choices} == {"yes_no"}
            assert "self_test" not in {evidence.findings[f].who for f in prompt.choices}
        value = {"screen": "none", "yes_no": False, "regions": ["low_back_left"]}.get(prompt.type)
        first, _ = said(first, value)
    assert seen > 2
