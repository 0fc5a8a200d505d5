"""Ages between which some part of the evidence turns are told apart; others are one age."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from backstride.assess.same_age import _compared, are_one_age


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (37, 38, True),
        (46, 47, True),
        (15, 16, False),  # a guardian is asked for under 16
        (39, 40, False),
        (49, 50, False),  # a first bout of pain from 50 on
        (50, 50, True),
    ],
)
def test_two_ages_are_one_where_nothing_turns_between_them(evidence, one, other, alike):
    assert are_one_age(one, other, evidence) is alike
    assert are_one_age(other, one, evidence) is alike


def test_only_comparisons_with_the_age_count():
    tree = {
        "all": [{"cmp": ["age_years", ">=", 50]}, {"cmp": ["pain_now", ">", 7]}],
        "else": ({"any": [{"cmp": ["age_years", "<", 18]}]}, "word", 3),
    }
    assert set(_compared(tree)) == {(">=", 50.0), ("<", 18.0)}
    assert list(_compared(SimpleNamespace(cmp=["age_years", ">=", 50]))) == []
