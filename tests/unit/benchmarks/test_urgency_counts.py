"""Levels against raters: what counts as unsafe, too low, too high and exact."""

from __future__ import annotations

import pytest
from benchmark_cases import vignette

from development_cases import Presentation
from urgency_accuracy import count_urgency, judge_presentation, judge_vignette


@pytest.mark.parametrize(
    ("level", "unsafe", "too_low", "too_high"),
    [
        ("emergency", False, False, True),
        ("same_day", False, False, True),
        ("within_days", False, False, False),
        ("within_2_weeks_routine", False, False, False),
        ("self_care_ok_with_safety_net", True, True, False),
    ],
)
def test_a_level_is_judged_by_the_range_and_the_safety_limit(
    level: str, unsafe: bool, too_low: bool, too_high: bool
) -> None:
    judged = judge_vignette(vignette(), level)
    assert (judged.unsafe, judged.too_low, judged.too_high) == (unsafe, too_low, too_high)


def test_a_level_below_the_range_but_not_below_the_limit_is_too_low_and_not_unsafe() -> None:
    lenient = vignette(unsafe_if_below="self_care_ok_with_safety_net")
    judged = judge_vignette(lenient, "self_care_ok_with_safety_net")
    assert judged.too_low
    assert not judged.in_range
    assert not judged.unsafe


def test_exact_is_told_apart_for_the_first_rater_and_for_either() -> None:
    # First rater routine, second within days: one level each, so exact by the first 1 of 2, by either 2 of 2.
    counts = count_urgency([vignette(), vignette()], ["within_2_weeks_routine", "within_days"])
    assert (counts.exact_first, counts.exact_either, counts.in_range, counts.unsafe) == (1, 2, 2, 0)


def test_over_triage_of_ordinary_cases_is_counted_among_ordinary_cases_only() -> None:
    ordinary = vignette(ordinary=True, acceptable=("self_care_ok_with_safety_net",))
    counts = count_urgency(
        [ordinary, ordinary, vignette()], ["within_days", "self_care_ok_with_safety_net", "same_day"]
    )
    assert (counts.ordinary, counts.too_high_ordinary, counts.too_high) == (2, 1, 2)


def test_kappa_is_that_against_the_first_rater() -> None:
    # First rater: emergency, emergency, self-care, self-care; given: emergency, emergency, self-care, emergency.
    # p_o = 3/4; p_e = (2/4)(3/4) + (2/4)(1/4) = 1/2; kappa = (3/4 - 1/2)/(1/2) = 0.5; with only the two end levels in
    # use every disagreement has weight 1, so the weighted kappa is the same.
    high = vignette(raters=("emergency", "same_day"))
    low = vignette(raters=("self_care_ok_with_safety_net", "same_day"))
    counts = count_urgency(
        [high, high, low, low], ["emergency", "emergency", "self_care_ok_with_safety_net", "emergency"]
    )
    assert counts.kappa == pytest.approx(0.5)
    assert counts.weighted_kappa == pytest.approx(0.5)


def test_a_presentation_is_judged_by_its_least_and_most_urgent_level() -> None:
    presentation = Presentation("p", "serious", "", {}, least="within_days", most="same_day")
    assert judge_presentation(presentation, "within_2_weeks_routine").too_low
    assert judge_presentation(presentation, "within_days").in_range
    assert judge_presentation(presentation, "same_day").in_range
    assert judge_presentation(presentation, "emergency").too_high
