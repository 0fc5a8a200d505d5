"""The ranking against sums written out on paper."""

from math import log, sqrt

import numpy as np
import pytest
from small_base import SETTINGS, base, choice, condition, finding

from backstride.assess.reasons import words
from backstride.assess.weigh import weigh

TWO = [condition("strain"), condition("stress_fracture")]


def probability(said, evidence, **how):
    return weigh(said, evidence, **how).posterior[0]


def odds(said, evidence):
    first, second = probability(said, evidence)
    return first / second


def test_two_conditions_and_two_findings_as_on_paper():
    """Prior 0.7 : 0.3; night pain .2 and .6; pain on hopping .1 and .8.

    Night pain yes, hopping no: .2 * .9 = .18 against .6 * .2 = .12, so 1.5 to the power .9 = 1.440397;
    times 0.7 / 0.3 = 2.333333 gives odds of 3.360926, a probability of .770691.
    """
    evidence = base(
        [finding("night_pain"), finding("hop_pain")],
        TWO,
        {"night_pain": [0.2, 0.6], "hop_pain": [0.1, 0.8]},
        priors={"anywhere": [0.7, 0.3]},
    )
    first, second = probability({"night_pain": True, "hop_pain": False}, evidence)
    assert first == pytest.approx(0.770691, abs=1e-6)
    assert second == pytest.approx(0.229309, abs=1e-6)


def test_without_answers_the_prior_stands():
    evidence = base([finding("night_pain")], TWO, {"night_pain": [0.2, 0.6]}, priors={"anywhere": [30, 10]})
    assert probability({}, evidence) == pytest.approx([0.75, 0.25])


def test_the_reason_for_checking_mixes_the_settings():
    """Half community (.9, .1) and half emergency (.2, .8): .55 and .45; the frightened: emergency alone."""
    evidence = base(
        [finding("night_pain"), choice("check_reason", ["unsure", "frightened"], in_ranking=False)],
        TWO,
        {"night_pain": [0.2, 0.6]},
        priors={"community": [0.9, 0.1], "emergency": [0.2, 0.8]},
        weights={"unknown": [0.5, 0.5], "frightened": [0.0, 1.0]},
    )
    assert probability({}, evidence) == pytest.approx([0.55, 0.45])
    assert probability({"check_reason": "frightened"}, evidence) == pytest.approx([0.2, 0.8])


def test_answers_that_repeat_one_fact_share_the_weight_of_its_square_root():
    evidence = base(
        [finding("fever", dependence_group="hot"), finding("chills", dependence_group="hot"), finding("rash")],
        TWO,
        {"fever": [0.2, 0.6], "chills": [0.1, 0.4], "rash": [0.1, 0.5]},
    )
    together = 0.9 * (log(0.2 / 0.6) + log(0.1 / 0.4)) / sqrt(2)
    alone = 0.9 * log(0.1 / 0.5)
    assert odds({"fever": True, "chills": True}, evidence) == pytest.approx(np.exp(together))
    assert odds({"fever": True, "chills": True, "rash": True}, evidence) == pytest.approx(np.exp(together + alone))
    assert odds({"fever": True}, evidence) == pytest.approx(np.exp(0.9 * log(0.2 / 0.6)))


def test_no_single_answer_excludes_a_condition():
    evidence = base([finding("sign")], TWO, {"sign": [0.00001, 0.9999]})
    assert odds({"sign": True}, evidence) == pytest.approx((0.0005 / 0.99) ** 0.9)
    assert odds({"sign": False}, evidence) == pytest.approx((0.9995 / 0.01) ** 0.9)


class TestNarrowerFindings:
    """Numb foot under tingling leg: tingling .5 and .4, numb foot .1 and .38 of all with the condition."""

    @pytest.fixture
    def evidence(self):
        return base(
            [finding("tingle"), finding("numb_foot", parent="tingle")],
            TWO,
            {"tingle": [0.5, 0.4], "numb_foot": [0.1, 0.395]},
        )

    def test_once_the_broader_one_was_answered_yes_only_the_share_counts(self, evidence):
        """.1 / .5 = .2, and .395 / .4 = .9875, which is held at .97."""
        expected = (0.5 / 0.4 * 0.2 / 0.97) ** 0.9
        assert odds({"tingle": True, "numb_foot": True}, evidence) == pytest.approx(expected)

    def test_under_a_denied_one_it_says_nothing(self, evidence):
        assert odds({"tingle": False, "numb_foot": True}, evidence) == odds({"tingle": False}, evidence)

    def test_with_the_broader_one_unknown_it_counts_as_it_stands(self, evidence):
        assert odds({"numb_foot": True}, evidence) == pytest.approx((0.1 / 0.395) ** 0.9)

    def test_a_number_given_the_broader_one_is_not_divided_again(self):
        evidence = base(
            [finding("female"), finding("period_pain", parent="female", conditional=True)],
            TWO,
            {"female": [0.5, 0.4], "period_pain": [0.1, 0.3]},
        )
        expected = (0.5 / 0.4 * 0.1 / 0.3) ** 0.9
        assert odds({"female": True, "period_pain": True}, evidence) == pytest.approx(expected)


def test_a_choice_counts_by_the_option_taken():
    evidence = base(
        [choice("onset", ["sudden", "slow"])], TWO, {"onset": [[0.7, 0.1], [0.3, 0.9]]}, priors={"anywhere": [1, 1]}
    )
    assert odds({"onset": "slow"}, evidence) == pytest.approx((0.3 / 0.9) ** 0.9)
    assert odds({"onset": "not an option"}, evidence) == pytest.approx(1.0)


def test_what_the_ranking_does_not_know_is_passed_over():
    evidence = base([finding("night_pain"), finding("odd", in_ranking=False)], TWO, {"night_pain": [0.2, 0.6]})
    assert odds({"odd": True}, evidence) == pytest.approx(1.0)


class TestPlaces:
    """Back .6 and .2, its middle .3 and .01; thigh .1 and .5, its front .05 and .25; neck .04 and .02; testis .01."""

    @pytest.fixture
    def evidence(self):
        return base(
            [
                finding("loc_back"),
                finding("loc_back_middle", parent="loc_back"),
                finding("loc_back_side", parent="loc_back"),
                finding("loc_thigh"),
                finding("loc_front_thigh", parent="loc_thigh"),
                finding("loc_testis"),
                finding("rad_below_knee"),
                finding("sex_female"),
            ],
            TWO,
            {
                "loc_back": [0.6, 0.2],
                "loc_back_middle": [0.3, 0.002],
                "loc_back_side": [0.15, 0.1],
                "loc_thigh": [0.1, 0.5],
                "loc_front_thigh": [0.05, 0.4],
                "loc_testis": [0.01, 0.3],
                "rad_below_knee": [0.2, 0.2],
                "sex_female": [0.5, 0.5],
            },
        )

    def expect(self, *terms):
        """Odds from weights and pairs of probabilities."""
        return pytest.approx(np.exp(0.9 * sum(weight * log(p / q) for weight, p, q in terms)))

    UNMARKED_THIGH, UNMARKED_TESTIS = (0.4, 0.9, 0.5), (0.4, 0.99, 0.7)

    def test_a_larger_place_counts_fully_and_unmarked_ones_a_little(self, evidence):
        expected = self.expect((1, 0.6, 0.2), self.UNMARKED_THIGH, self.UNMARKED_TESTIS)
        assert odds({"loc_back": True}, evidence) == expected

    def test_a_fine_place_adds_only_what_it_says_beyond_its_larger_one(self, evidence):
        """.3 / .6 = .5 and .002 / .2 = .01, which is held at .02."""
        expected = self.expect((1, 0.6, 0.2), (1, 0.5, 0.02), self.UNMARKED_THIGH, self.UNMARKED_TESTIS)
        assert odds({"loc_back_middle": True}, evidence) == expected

    def test_several_fine_places_share_the_weight(self, evidence):
        half = 1 / sqrt(2)
        expected = self.expect(
            (1, 0.6, 0.2), (half, 0.5, 0.02), (half, 0.25, 0.5), self.UNMARKED_THIGH, self.UNMARKED_TESTIS
        )
        assert odds({"loc_back_middle": True, "loc_back_side": True}, evidence) == expected

    def test_a_denied_fine_place_counts_a_fifth_beside_a_marked_one(self, evidence):
        expected = self.expect(
            (1, 0.6, 0.2), (1, 0.5, 0.02), (0.2, 0.75, 0.5), self.UNMARKED_THIGH, self.UNMARKED_TESTIS
        )
        assert odds({"loc_back_middle": True, "loc_back_side": False}, evidence) == expected

    def test_a_denied_fine_place_says_nothing_where_no_other_is_marked(self, evidence):
        assert odds({"loc_back": True, "loc_back_side": False}, evidence) == odds({"loc_back": True}, evidence)

    def test_without_any_mark_only_denied_larger_places_count(self, evidence):
        assert odds({"loc_thigh": False}, evidence) == self.expect(self.UNMARKED_THIGH)

    def test_a_larger_place_is_denied_with_all_its_finer_ones(self, evidence):
        assert odds({"loc_front_thigh": False}, evidence) == self.expect(self.UNMARKED_THIGH)
        assert odds({"loc_back_side": False}, evidence) == pytest.approx(1.0)

    def test_the_leg_counts_half_once_the_pain_is_said_to_run_down_it(self, evidence):
        """One fact told twice. The front of the thigh: .05 / .1 = .5 and .4 / .5 = .8, at half weight too."""
        unmarked_back = (0.4, 0.4, 0.8)
        said = {"loc_front_thigh": True, "rad_below_knee": True}
        expected = self.expect((0.5, 0.1, 0.5), (0.5, 0.5, 0.8), unmarked_back, self.UNMARKED_TESTIS)
        assert odds(said, evidence) == expected

    def test_a_place_of_the_other_sex_is_left_out(self, evidence):
        expected = self.expect((1, 0.6, 0.2), self.UNMARKED_THIGH)
        assert odds({"loc_back": True, "sex_female": True}, evidence) == expected


class TestAThigh:
    """Thigh .1 and .5, its front .05 and .4, its inner side .03 and .1."""

    @pytest.fixture
    def evidence(self):
        places = [finding("loc_thigh")]
        places += [finding(f"loc_{side}_thigh", parent="loc_thigh") for side in ("front", "inner")]
        p = {"loc_thigh": [0.1, 0.5], "loc_front_thigh": [0.05, 0.4], "loc_inner_thigh": [0.03, 0.1]}
        return base([*places, finding("rad_below_knee")], TWO, {**p, "rad_below_knee": [0.2, 0.2]})

    def test_a_denied_fine_place_shares_the_half_weight_of_the_leg(self, evidence):
        """Marked: .05 / .1 = .5 and .4 / .5 = .8; denied: 1 - .3 and 1 - .2 at a fifth of the half."""
        said = {"loc_front_thigh": True, "loc_inner_thigh": False, "rad_below_knee": True}
        sum_of_logs = 0.5 * log(0.1 / 0.5) + 0.5 * log(0.5 / 0.8) + 0.1 * log(0.7 / 0.8)
        assert odds(said, evidence) == pytest.approx(np.exp(0.9 * sum_of_logs))

    def test_fine_places_are_told_as_they_were_answered(self, evidence):
        told = words(weigh({"loc_front_thigh": True, "loc_inner_thigh": False}, evidence), evidence)
        assert told == [(place, f"{place}: yes") for place in ("loc_thigh", "loc_front_thigh")] + [
            ("loc_inner_thigh", "loc_inner_thigh: no")
        ]


def test_an_explanation_that_needs_a_place_enters_only_when_it_hurts():
    evidence = base(
        [finding("loc_back"), finding("loc_knee")],
        [condition("strain"), condition("knee_pain", needs_place=("loc_knee",))],
        {"loc_back": [0.5, 0.5], "loc_knee": [0.5, 0.5]},
    )
    assert probability({"loc_back": True}, evidence) == pytest.approx([1.0, 0.0])
    assert probability({"loc_knee": True}, evidence) == pytest.approx([0.5, 0.5])


def test_a_setting_changes_the_sum():
    settings = {**SETTINGS, "weighing": {**SETTINGS["weighing"], "alpha": 0.5}}
    evidence = base([finding("sign")], TWO, {"sign": [0.1, 0.4]}, settings=settings)
    assert odds({"sign": True}, evidence) == pytest.approx(0.5)
