"""Muscles sore on both sides: without an age told, self-care only once all first questions are answered no."""

import pytest

from backstride.assess.answers import read_answers
from backstride.assess.triage import evaluate

OWN_LIST = dict.fromkeys(
    [
        "dark_urine",
        "muscle_pain_extreme",
        "neuro_deficit_new",
        "calf_swollen",
        "fever",
        "collapse_or_confusion_exercise",
        "breathless_new",
    ],
    False,
)
SELF_CARE, ROUTINE = "self_care_ok_with_safety_net", "within_2_weeks_routine"


@pytest.fixture
def sore(evidence):
    """The result of a check-in with no more answers than SELF_05 needs, and what is told beside them."""
    asked = dict.fromkeys(evidence.triage.ask_first, False)

    def run(**told):
        answers = {"bilateral_muscle_soreness": True, **asked, **told}
        result = evaluate(read_answers({"answers": answers}, evidence), evidence)
        return result.urgency, {reason.rule for reason in result.reasons}

    return run


# Known only as under 20, a runner may be under 16.
@pytest.mark.parametrize(
    ("told", "level", "held"),
    [
        ({"age_years": 9}, ROUTINE, True),
        ({"age_years": 14}, ROUTINE, True),
        ({"age_years": 15.9}, ROUTINE, True),
        ({"age_band": "under_20"}, ROUTINE, True),
        ({"age_years": 16}, SELF_CARE, False),
        ({"age_band": "age_20_29"}, SELF_CARE, False),
        ({"age_years": 30}, SELF_CARE, False),
        ({}, SELF_CARE, False),
    ],
    ids=str,
)
def test_an_age_that_was_not_told_does_not_hold_back_and_one_under_sixteen_does(told, level, held, sore):
    urgency, rules = sore(**told)
    assert urgency == level
    assert ("WEAK_01" in rules) is held
    assert "SELF_05" in rules


def test_with_an_age_left_out_a_warning_sign_still_holds_back(sore):
    for sign in ("dark_urine", "fever", "calf_swollen", "weak_leg", "hx_cancer", "numb_patch_one_leg"):
        assert sore(**{sign: True})[0] != SELF_CARE, sign


def test_with_first_questions_open_the_age_has_to_be_told(evidence):
    def level(**told):
        answers = {"bilateral_muscle_soreness": True, **OWN_LIST, **told}
        return evaluate(read_answers({"answers": answers}, evidence), evidence).urgency

    assert level() == ROUTINE
    assert level(age_years=15) == ROUTINE
    assert level(age_years=16) == SELF_CARE
