"""Explanations that the numbers cannot put in order are grouped, with the questions that would separate them."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from small_base import base, condition, finding

from backstride.assess.groups import not_told_apart, separating, swap_shares
from backstride.assess.information import outcomes
from backstride.assess.weigh import weigh

FOUR = [condition(c) for c in ("strain", "joint", "disc", "fracture")]
P = {
    "splits_two": [0.9, 0.1, 0.5, 0.5],
    "splits_none": [0.4, 0.4, 0.4, 0.4],
    "splits_others": [0.5, 0.5, 0.9, 0.1],
    "said": [0.5, 0.5, 0.5, 0.5],
}


def small(prior):
    return base([finding(f) for f in P], FOUR, P, priors={"anywhere": prior})


def groups(prior, said=None):
    evidence = small(prior)
    weighed = weigh(said or {}, evidence)
    return not_told_apart(weighed, outcomes([f for f in P if f not in (said or {})], weighed, evidence), evidence)


def test_equals_are_grouped_and_what_is_far_off_is_not():
    (group,) = groups([0.5, 0.48, 0.01, 0.01])
    assert group.members == ("strain", "joint")
    assert group.swaps[0] == 0.0
    assert 0.3 < group.swaps[1] < 0.6


def test_each_explanation_is_in_one_group_at_most_and_none_stands_alone():
    first, second = groups([1.0, 0.9, 0.15, 0.15])
    assert (first.members, second.members) == (("strain", "joint"), ("disc", "fracture"))
    assert groups([1.0, 0.02, 0.02, 0.02]) == ()


def test_what_hardly_anybody_has_is_not_grouped():
    assert [g.members for g in groups([1.0, 0.9, 0.06, 0.06])] == [("strain", "joint")]


def test_the_best_questions_separate_the_members_not_the_rest():
    (group,) = groups([0.5, 0.48, 0.01, 0.01])
    assert [q.finding for q in group.ask] == ["splits_two"]
    assert group.ask[0].question == "splits_two?"


def test_the_information_is_that_between_the_members_alone():
    """Even odds, .9 against .1: 1 - H(.9) = .531 bits at full weight; alpha .9 tempers what is learnt."""
    evidence = small([0.5, 0.5, 0.001, 0.001])
    weighed = weigh({}, evidence)
    told = outcomes(P, weighed, evidence)
    odds = 9**0.9
    after = odds / (1 + odds)
    expected = 1 + after * np.log2(after) + (1 - after) * np.log2(1 - after)
    assert told.bits([0, 1])["splits_two"] == pytest.approx(expected)
    assert told.bits([0, 1])["splits_none"] == pytest.approx(0.0, abs=1e-12)
    assert separating([2, 3], told, evidence)[0].finding == "splits_others"


def test_all_members_give_the_information_about_everything():
    evidence = small([0.4, 0.3, 0.2, 0.1])
    weighed = weigh({"said": True}, evidence)
    told = outcomes(["splits_two", "splits_others"], weighed, evidence)
    assert told.bits([0, 1, 2, 3]) == pytest.approx(told.bits())


def test_swaps_are_counted_in_the_same_draws():
    draws = np.array([[0.6, 0.4], [0.3, 0.7], [0.5, 0.5], [0.1, 0.9]])
    assert swap_shares(draws, 0, [1]).tolist() == [0.5]


def test_surer_numbers_tell_more_apart():
    unsure = small([0.6, 0.3, 0.05, 0.05])
    sure = replace(
        unsure,
        ranking=replace(
            unsure.ranking,
            settings={
                **unsure.ranking.settings,
                "strength_of_numbers": {**unsure.ranking.settings["strength_of_numbers"], "prior_log_sd": 0.1},
            },
        ),
    )
    weighed = weigh({}, sure)
    assert groups([0.6, 0.3, 0.05, 0.05])[0].members[:2] == ("strain", "joint")
    assert all(g.members != ("strain", "joint") for g in not_told_apart(weighed, outcomes(P, weighed, sure), sure))


def by_hand(now, draws, bits=None):
    """Groups of strain, joint, disc and fracture with their swaps; `draws` are rows of the same four shares."""
    seen = []

    def told(members):
        seen.append(members)
        return bits or {}

    weighed = SimpleNamespace(
        posterior=np.array([now, *draws]), known=SimpleNamespace(conditions=("strain", "joint", "disc", "fracture"))
    )
    found = not_told_apart(weighed, SimpleNamespace(bits=told), small([0.25] * 4))
    return [(group.members, group.swaps) for group in found], seen


def test_more_than_one_draw_in_ten_has_to_swap_the_order_and_what_is_not_shown_counts_for_nothing():
    """Of ten draws the joint leads in two, the fracture in one, the disc in all; the disc has five in a thousand."""
    draws = [[0.2, 0.3, 0.4, 0.1]] + [[0.2, 0.1, 0.4, 0.1]] * 7 + [[0.2, 0.3, 0.4, 0.1]] + [[0.2, 0.1, 0.4, 0.3]]
    found, asked = by_hand([0.5, 0.3, 0.005, 0.195], draws)
    assert found == [(("strain", "joint"), (0.0, 0.2))]
    assert asked == [[0, 1]]


def test_the_first_of_a_group_needs_five_in_a_hundred_and_the_others_need_not():
    draws = [[0.01, 0.02, 0.0, 0.0], [0.02, 0.01, 0.0, 0.0]]
    assert by_hand([0.05, 0.02, 0.0, 0.0], draws)[0] == [(("strain", "joint"), (0.0, 0.5))]
    assert by_hand([0.049, 0.02, 0.0, 0.0], draws)[0] == []


def test_the_two_questions_that_tell_most_are_asked_a_band_by_its_number():
    asked = [finding(f) for f in ("age_years", "worn", "stiff", "numb", "clicks")]
    bands = SimpleNamespace(bands=[SimpleNamespace(finding="age_band", number="age_years")])
    evidence = base(asked, FOUR, {f.id: [0.5] * 4 for f in asked}, vocabulary=bands)

    def best(**bits):
        found = separating([0, 1], SimpleNamespace(bits=lambda _: bits), evidence)
        return [(q.finding, q.question, q.expected_information_bits) for q in found]

    got = best(worn=0.1, stiff=0.4, age_band=0.3, numb=0.2)
    assert got == [("stiff", "stiff?", 0.4), ("age_years", "age_years?", 0.3)]
    assert best(numb=0.02, clicks=0.019) == [("numb", "numb?", 0.02)]
