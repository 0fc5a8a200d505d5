"""The interview beside all answers, on a few simulated runners; a seeded fault has to show."""

import numpy as np
import pytest

from backstride.assess import interview as led
from interview import EMERGENCY, adaptive, emergency_cases, everything
from urgency_accuracy import rank


@pytest.fixture(scope="module")
def cases(evidence):
    drawn = [case.given for case in emergency_cases(evidence, 1, np.random.default_rng(3))]
    whole = [(replies, everything(replies, evidence)) for replies in drawn[:8]]
    return [(replies, all_of_it) for replies, all_of_it in whole if all_of_it.urgency == EMERGENCY]


def lower(cases, evidence):
    return [
        replies.condition
        for replies, all_of_it in cases
        if rank(adaptive(replies, evidence, grouped=True).urgency) > rank(all_of_it.urgency)
    ]


def test_no_emergency_drawn_is_left_lower_by_what_is_not_asked(cases, evidence):
    assert len(cases) >= 5
    assert lower(cases, evidence) == []


def test_an_interview_that_asks_nothing_further_is_caught(cases, evidence, monkeypatch):
    monkeypatch.setattr(led, "_worth", lambda *_: [])
    assert lower(cases, evidence)


def test_slips_change_few_replies_and_never_who_or_where(evidence):
    (case, *_) = emergency_cases(evidence, 1, np.random.default_rng(3), slips=True)
    assert case.given.opening == case.right.opening
    assert case.given.answers["regions"] == case.right.answers["regions"]
    changed = sum(case.given.answers[f] != value for f, value in case.right.answers.items() if f in case.given.answers)
    gone = len(case.right.answers) - len(case.given.answers)
    assert 0 < changed < 0.05 * len(case.right.answers)
    assert 0.05 < gone / len(case.right.answers) < 0.15
