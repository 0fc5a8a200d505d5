"""An interview put down and taken up again, and questions put a second time."""

import json
from dataclasses import dataclass, replace
from datetime import date
from random import Random

import pytest

from backstride.assess.interview import begin, take
from backstride.assess.prompts import SAFETY, WHERE
from backstride.assess.resume import as_kept, ask_again, kept_prompt, prompt_again, put_again, questions_on, resume
from backstride.assess.screens import NONE, UNSURE
from backstride.exposure.result import MeasuredFinding

TODAY = date(2026, 11, 20)
KNOWN = {"age": 34, "sex": "female", "duration_days": 21}
FIRST_SCREENS = ("safety_now", "safety_nerves", "safety_health")


@dataclass(frozen=True)
class Runs:
    findings: tuple[MeasuredFinding, ...]


def started(evidence, document=None, **how):
    return begin(evidence, today=TODAY, document=document or {**KNOWN, "answers": {}}, grouped=True, **how)


def kept_and_back(state, document=None, exposures=None):
    kept = json.loads(json.dumps(as_kept(state)))
    document = json.loads(json.dumps(state.document if document is None else document))
    return resume(kept, state.evidence, today=TODAY, document=document, exposures=exposures, previous=state.previous)


def says(state, value):
    return take(state, {"id": state.pending.id, "value": value})


def past_safety(evidence):
    state = started(evidence)
    for name in FIRST_SCREENS:
        assert state.pending.id == name
        state = says(state, NONE)
    return state


def any_reply(prompt, random):
    if prompt.type == "screen":
        ticks = [f for f in prompt.choices if random.random() < 0.06]
        return random.choice([[*ticks, NONE], [*ticks, UNSURE], ticks or None, dict.fromkeys(prompt.choices)])
    if prompt.type == "regions":
        return random.sample(prompt.choices, 2)
    if random.random() < 0.15:
        return None
    if prompt.type == "number":
        return random.randint(8, 10)
    return random.choice(prompt.choices)


@pytest.mark.parametrize("seed", range(3))
def test_taken_up_after_every_reply_it_goes_on_as_if_never_put_down(evidence, seed):
    random = Random(seed)  # noqa: S311 - test data
    runs = Runs((MeasuredFinding("mileage_spike", True, "your runs"),))
    state = started(evidence, exposures=runs)
    while True:
        again = kept_and_back(state, exposures=runs)
        assert again == state
        if state.pending is None:
            break
        # Looking anew, as after an upgrade, finds the same question.
        kept = {**as_kept(state), "known": "of another base"}
        anew = resume(kept, evidence, today=TODAY, document=state.document, exposures=runs)
        assert (anew.pending, anew.further, anew.asked) == (state.pending, state.further, state.asked)
        state = says(again, any_reply(state.pending, random))
    assert state.ended


def test_that_test_catches_a_pending_question_that_is_counted_twice(evidence):
    state = past_safety(evidence)
    state = says(says(state, ["low_back_left"]), "new_ordinary_ache")
    assert state.chosen
    forgets = replace(state, chosen=False)
    anew = resume({**as_kept(forgets), "known": ""}, evidence, today=TODAY, document=state.document)
    assert anew.further == state.further + 1


def test_places_marked_elsewhere_are_not_asked_for(evidence):
    state = past_safety(evidence)
    assert state.pending.id == "regions"
    marked = {**state.document, "answers": {**state.document["answers"], "regions": ["low_back_left"]}}
    again = kept_and_back(state, marked)
    assert again.pending.id == "check_reason"
    assert again.asked[-1] == "regions"
    assert again.replies == state.replies + 1


def test_a_pending_question_answered_elsewhere_with_not_sure_is_not_put_again(evidence):
    state = past_safety(evidence)
    unsure = {**state.document, "answers": {**state.document["answers"], "regions": None}}
    assert kept_and_back(state, unsure).pending.id == "check_reason"
    opening = started(evidence, {"answers": {}})
    assert opening.pending.id == "age"
    assert kept_and_back(opening, {"age": None, "answers": {}}).pending.id == "sex"


def test_an_emergency_answered_elsewhere_ends_the_questions(evidence):
    state = past_safety(evidence)
    numb = {**state.document, "answers": {**state.document["answers"], "saddle_numb": True}}
    again = kept_and_back(state, numb)
    assert (again.pending, again.ended) == (None, "emergency")


def test_an_interview_that_was_over_is_over(evidence):
    state = take(past_safety(evidence), {"stop": True})
    assert kept_and_back(state) == state


def test_a_question_the_base_knows_no_more_is_replaced_by_the_next(evidence):
    state = says(says(past_safety(evidence), ["low_back_left"]), "new_ordinary_ache")
    kept = {**as_kept(state), "pending": {"id": "of_an_older_base", "stage": WHERE, "items": []}, "known": "older"}
    assert resume(kept, evidence, today=TODAY, document=state.document).pending == state.pending


def test_a_kept_question_comes_back_word_for_word(evidence):
    random, state = Random(5), started(evidence, {"answers": {}})  # noqa: S311 - test data
    while state.pending is not None:
        assert prompt_again(json.loads(json.dumps(kept_prompt(state.pending))), evidence) == state.pending
        state = says(state, any_reply(state.pending, random))


@pytest.mark.parametrize(
    "kept",
    [
        {"id": "no_such_screen", "stage": SAFETY, "items": ["fever"]},
        {"id": "safety_now", "stage": SAFETY, "items": ["no_such_finding"]},
        {"id": "no_such_finding", "stage": SAFETY, "items": []},
    ],
)
def test_what_the_base_does_not_know_does_not_come_back(evidence, kept):
    assert prompt_again(kept, evidence) is None


def test_an_earlier_reply_given_again_leaves_the_interview_where_it_was(evidence):
    first = started(evidence)
    screen = first.pending
    state = says(says(past_safety(evidence), ["low_back_left"]), "new_ordinary_ache")
    again = says(put_again(state, screen), NONE)
    assert again.document == state.document
    assert (again.pending, again.further, again.replies) == (state.pending, state.further, state.replies)
    assert set(again.asked) == set(state.asked)


def test_an_earlier_reply_changed_to_not_sure_is_asked_one_by_one(evidence):
    screen = started(evidence).pending
    state = says(put_again(past_safety(evidence), screen), None)
    assert state.pending.id == screen.choices[0]
    assert not set(screen.choices) & set(state.document["answers"])


def test_an_opening_reply_can_be_given_again(evidence):
    state = past_safety(evidence)
    age = prompt_again({"id": "age", "stage": SAFETY, "items": []}, evidence)
    again = says(put_again(state, age), 60)
    assert again.document["age"] == 60
    assert again.pending == state.pending


def test_a_reply_to_a_question_never_put_can_be_taken_back_too(evidence):
    state = started(evidence)
    sex = prompt_again({"id": "sex", "stage": SAFETY, "items": []}, evidence)
    assert says(put_again(state, sex), "male").document["sex"] == "male"


def test_the_first_safety_questions_can_be_asked_anew_and_the_rest_stays(evidence):
    state = says(says(past_safety(evidence), ["low_back_left"]), "new_ordinary_ache")
    again = ask_again(state, evidence.triage.ask_first)
    assert again.pending.id == "safety_now"
    assert again.document["answers"] == {"regions": ["low_back_left"], "check_reason": "new_ordinary_ache"}
    assert again.expected_remaining > 3
    for _ in FIRST_SCREENS:
        again = says(again, NONE)
    assert again.pending == state.pending


def test_a_screen_closed_with_not_sure_asks_the_others_one_by_one(evidence):
    state = started(evidence)
    first, *others = state.pending.choices
    after = says(state, ["breathless_new", UNSURE])
    assert after.document["answers"] == {"breathless_new": True}
    assert set(after.singly) == {first, *others} - {"breathless_new"}


@pytest.mark.parametrize("value", [[NONE, UNSURE], ["fever", UNSURE], [UNSURE, UNSURE]])
def test_a_screen_cannot_be_closed_in_two_ways_or_with_what_is_not_on_it(evidence, value):
    from backstride.assess import AnswersError

    with pytest.raises(AnswersError, match="not_sure"):
        says(started(evidence), value)


def test_the_questions_of_a_page(evidence):
    state = started(evidence)
    assert questions_on(state.pending) == state.pending.choices
    assert questions_on(past_safety(evidence).pending) == ("regions",)
