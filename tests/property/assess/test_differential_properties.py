"""What holds of the ranking whatever was answered."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.assess.differential import differential
from backstride.assess.weigh import weigh
from backstride.evidence import load, packaged

EVIDENCE = load(packaged())
TABLES = EVIDENCE.ranking.tables

answers = st.dictionaries(st.sampled_from(TABLES.findings), st.booleans(), max_size=60)
choices = st.fixed_dictionaries(
    {}, optional={f: st.sampled_from(EVIDENCE.findings[f].options) for f in TABLES.choice_p}
)
said = st.builds(lambda yes_no, options: {**yes_no, **options}, answers, choices)


@settings(max_examples=150, deadline=None)
@given(said)
def test_probabilities_sum_to_one_and_lie_in_their_range(said):
    result = differential(weigh(said, EVIDENCE), EVIDENCE, ())
    assert math.fsum(c.probability for c in result.candidates) == pytest.approx(1.0, abs=1e-12)
    assert {c.condition for c in result.candidates} == set(TABLES.conditions)
    for found in (*result.candidates, *result.umbrellas):
        assert 0.0 <= found.low80 <= found.probability <= found.high80 <= 1.0
    order = [c.probability for c in result.candidates]
    assert order == sorted(order, reverse=True)
    assert 0.0 < result.unlisted_probability < 1.0
    assert all(0.0 < p < 1.0 for p in result.modifiers.values())


@settings(max_examples=100, deadline=None)
@given(said, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(said, rng):
    shuffled = list(said.items())
    rng.shuffle(shuffled)
    there, back = weigh(said, EVIDENCE).posterior, weigh(dict(shuffled), EVIDENCE).posterior
    np.testing.assert_allclose(there, back, rtol=0, atol=1e-12)


@settings(max_examples=100, deadline=None)
@given(said)
def test_reasons_stand_on_the_right_side_and_strongest_first(said):
    for candidate in differential(weigh(said, EVIDENCE), EVIDENCE, ()).candidates[:20]:
        for_it, against = candidate.reasons_for, candidate.reasons_against
        assert all(r.lr > 1 for r in for_it)
        assert all(r.lr < 1 for r in against)
        assert [r.lr for r in for_it] == sorted((r.lr for r in for_it), reverse=True)
        assert [r.lr for r in against] == sorted(r.lr for r in against)


@settings(max_examples=60, deadline=None)
@given(said)
def test_the_same_answers_give_the_same_ranges(said):
    once, again = (differential(weigh(said, EVIDENCE), EVIDENCE, ()) for _ in range(2))
    assert once == again


@settings(max_examples=60, deadline=None)
@given(said)
def test_the_numbers_as_they_stand_need_no_draws(said):
    assert weigh(said, EVIDENCE, draws=False).posterior[0] == pytest.approx(
        weigh(said, EVIDENCE).posterior[0], abs=1e-12
    )
