"""What holds for every interview, whoever replies and however."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backstride.assess import interview as module
from backstride.assess.answers import read_answers
from backstride.assess.interview import begin, respond
from backstride.assess.outlook import outlook
from backstride.assess.prompts import STAGES
from backstride.assess.triage import evaluate
from backstride.evidence import URGENCIES
from backstride.exposure.result import MeasuredFinding

TODAY = date(2026, 11, 20)
MEASURED = ("mileage_spike", "downhill_spike")
FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


class Runs:
    findings = tuple(MeasuredFinding(f, False, "your runs") for f in MEASURED)


def reply_to(prompt, random):
    """Any reply to a question: mostly no, now and then yes or not sure."""
    if prompt.type == "screen":
        if random.random() < 0.1:
            return None
        return {f: random.choices((False, True, None), (14, 1, 1))[0] for f in prompt.choices}
    if random.random() < 0.1:
        return None
    if prompt.type == "yes_no":
        return random.random() < 0.12
    if prompt.type == "number":
        return round(random.uniform(prompt.minimum or 0, min(prompt.maximum or 90, 90)))
    if prompt.type == "regions":
        return random.sample(prompt.choices, random.randint(1, 3))
    return random.choice(prompt.choices)


def led(evidence, random, *, grouped):
    """An interview as (state before, reply, state after), to its end."""
    state = begin(evidence, today=TODAY, grouped=grouped, exposures=Runs())
    while state.pending is not None:
        value = reply_to(state.pending, random)
        after, line = respond(state, {"id": state.pending.id, "value": value})
        assert "error" not in line, line
        yield state, value, after
        state = after


def questions_of(prompt):
    return prompt.choices if prompt.type == "screen" else (prompt.id,)


def holds_together(steps):
    """What is still expected never rises and counts what is put; nothing is put again that was answered."""
    put = 0
    expected = None
    for before, _, _ in steps:
        put += 1
        assert before.expected_remaining >= 1
        assert expected is None or before.expected_remaining <= expected
        expected = before.expected_remaining
        assert not set(questions_of(before.pending)) & set(before.asked)
        assert before.pending.stage in STAGES
    assert 0 < put < 120


@FEW
@given(st.randoms(use_true_random=False), st.booleans())
def test_what_is_expected_never_rises_and_nothing_is_asked_twice(evidence, random, grouped):
    holds_together(list(led(evidence, random, grouped=grouped)))


def test_the_harness_catches_an_expectation_that_rises(evidence, monkeypatch):
    def rising(interview, prompt, _expected):
        return replace(interview, pending=prompt, expected_remaining=len(interview.asked) + 1)

    monkeypatch.setattr(module, "_put", rising)
    steps = list(led(evidence, Random(1), grouped=False))  # noqa: S311 - not for secrets
    with pytest.raises(AssertionError):
        holds_together(steps)


@FEW
@given(st.randoms(use_true_random=False))
def test_nothing_is_asked_that_follows_from_answers_or_was_measured(evidence, random):
    for before, _, _ in led(evidence, random, grouped=True):
        answers = read_answers(before.document, evidence)
        known = outlook(answers, evidence, dict.fromkeys(MEASURED, False), before.urgency)
        splitting = {q.finding for q in evaluate(answers, evidence).open_safety_questions}
        for finding in questions_of(before.pending):
            assert finding not in MEASURED
            if finding in evidence.findings and evidence.findings[finding].kind == "yes_no":
                assert finding in splitting or not known.settled(finding)


@FEW
@given(st.randoms(use_true_random=False), st.booleans())
def test_the_splitting_question_of_an_alarm_comes_next(evidence, random, grouped):
    for _, _, after in led(evidence, random, grouped=grouped):
        triage = evaluate(read_answers(after.document, evidence), evidence, dict.fromkeys(MEASURED, False))
        splits = [q.finding for q in triage.open_safety_questions if q.split and q.finding not in after.asked]
        if splits and after.pending is not None:
            assert after.pending.id == splits[0]


def never_milder(before):
    """Stopping now shows at least the level so far (self-care may be withheld); not knowing lowers nothing."""
    shown = respond(before, {"stop": True})[1]["result"]["urgency"]
    assert URGENCIES.index(shown) <= URGENCIES.index(before.urgency)
    after, _ = respond(before, {"id": before.pending.id, "value": None})
    assert URGENCIES.index(after.urgency) <= URGENCIES.index(before.urgency)


@FEW
@given(st.randoms(use_true_random=False))
def test_stopping_early_shows_no_milder_level_and_not_knowing_lowers_nothing(evidence, random):
    for before, _, _ in led(evidence, random, grouped=True):
        if random.random() < 0.2:
            never_milder(before)


def test_the_harness_catches_a_level_that_not_knowing_lowers(evidence):
    state = begin(evidence, today=TODAY, document={"answers": {"saddle_numb": None, "fever": None}})
    urgent = replace(state, urgency=URGENCIES[0])
    with pytest.raises(AssertionError):
        never_milder(urgent)
