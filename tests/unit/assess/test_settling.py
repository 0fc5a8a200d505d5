"""A later result stands in place of an earlier one only where both can be read and all that set it was answered."""

from __future__ import annotations

from datetime import date

import pytest

from backstride.assess import assess, read_answers
from backstride.assess.compare import set_by, settles

TODAY = date(2026, 11, 21)


def result(evidence, **answers):
    return assess(read_answers({"answers": answers}, evidence), evidence, today=TODAY).as_json()


@pytest.fixture(scope="module")
def earlier(evidence):
    return result(evidence, saddle_numb=True, urinary_retention_new=True)


@pytest.fixture(scope="module")
def later(evidence):
    return result(evidence, **dict.fromkeys(evidence.triage.ask_first, False))


def test_all_first_questions_answered_settle_what_they_set(evidence, earlier, later):
    assert settles(later, earlier, evidence)


def test_one_question_left_open_settles_nothing(evidence, earlier):
    asked = dict.fromkeys(evidence.triage.ask_first[:-1], False)
    assert not settles(result(evidence, **asked), earlier, evidence)


@pytest.mark.parametrize("lost", ["check", "safety_asked", "urgency"])
def test_what_cannot_be_read_settles_nothing(evidence, earlier, later, lost):
    damaged = {key: value for key, value in (earlier if lost == "urgency" else later).items() if key != lost}
    pair = (later, damaged) if lost == "urgency" else (damaged, earlier)
    assert not settles(*pair, evidence)


def test_what_set_an_urgent_level_is_asked_anew_and_nothing_of_a_milder_one(evidence, earlier, later):
    assert set(set_by(earlier, evidence)) == {"saddle_numb", "urinary_retention_new"}
    assert set_by(later, evidence) == ()
