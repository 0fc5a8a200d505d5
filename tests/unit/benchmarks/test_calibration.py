"""What the calibration benchmark counts, and that its runners come from the world they are drawn in."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest

from backstride.assess.weigh import weigh
from calibration import brier, log_score, reliability, simulate
from distorted_runners import centre, expit, right_probability, runner, without, world


def test_bins_count_what_was_told_and_what_was_true():
    told = np.array([0.0, 0.05, 0.1, 0.55, 0.55, 1.0])
    rows = reliability(told, np.array([False, False, True, True, False, True]))
    assert [row[1] for row in rows] == ["2", "1", "0", "0", "0", "2", "0", "0", "0", "1"]
    assert rows[5][2] == "0.550"
    assert rows[5][3].startswith("1 of 2 (50 %")
    assert rows[2][2] == "-"


def test_scores_by_hand():
    p = np.array([0.7, 0.2, 0.1])
    assert log_score(p, 1) == pytest.approx(-log(0.2))
    assert brier(p, 0) == pytest.approx(0.3**2 + 0.2**2 + 0.1**2)
    assert brier(np.array([1.0, 0.0]), 0) == pytest.approx(0.0)


def test_a_distorted_number_keeps_its_mean():
    rng = np.random.default_rng(2)
    p, sd = np.array([0.02, 0.5, 0.9]), np.array([0.95, 0.95, 0.7])
    drawn = expit(centre(p, sd) + sd * rng.standard_normal((200_000, 3)))
    assert drawn.mean(axis=0) == pytest.approx(p, rel=0.01)


def test_a_world_whose_numbers_are_not_moved_is_the_base(evidence):
    there = world(evidence, np.random.default_rng(3), times=0.0)
    assert there.known.log == pytest.approx(weigh({}, evidence).known.log)
    assert there.prior == pytest.approx(np.exp(there.known.priors["unknown"]))


def test_nobody_does_better_than_the_right_probability(evidence):
    """Its log score over 150 runners beats the prior's by far, and it says what happens: mean p is the share right."""
    rng = np.random.default_rng(4)
    there = world(evidence, rng)
    runners = [runner(there, rng) for _ in range(150)]
    right = [right_probability(there, r.said) for r in runners]
    scores = [log_score(p, r.truth) for p, r in zip(right, runners, strict=True)]
    ranked = [log_score(weigh(r.said, evidence, draws=False).now, r.truth) for r in runners]
    assert np.mean(scores) < np.mean(ranked)
    first = np.mean([p.argmax() == r.truth for p, r in zip(right, runners, strict=True)])
    assert first == pytest.approx(np.mean([p.max() for p in right]), abs=0.1)


def test_an_unlisted_cause_is_taken_out_and_the_others_keep_their_order(evidence):
    rng = np.random.default_rng(5)
    who = runner(world(evidence, rng), rng, unlisted=True)
    weighed = weigh(who.said, evidence)
    left = without(weighed, who.truth)
    assert left.now[who.truth] == 0.0
    others = np.delete(weighed.now, who.truth)
    assert np.delete(left.now, who.truth) == pytest.approx(others / others.sum())


@pytest.mark.slow
def test_what_is_told_is_what_happens_and_ranges_hold(evidence):
    """Simulated runners with numbers off as far as they may be: no over-confidence, ranges that mean four in five."""
    listed = [o for o in simulate(evidence, worlds=30) if not o.runner.unlisted]
    first = np.array([o.told.argmax() for o in listed])
    told = np.array([o.told.max() for o in listed])
    right = np.array([o.runner.truth for o in listed]) == first
    assert told.mean() == pytest.approx(right.mean(), abs=0.05)
    assert told[told > 0.8].mean() == pytest.approx(right[told > 0.8].mean(), abs=0.06)
    held = np.mean([o.low[c] <= o.right[c] <= o.high[c] for o, c in zip(listed, first, strict=True)])
    assert 0.7 < held < 0.9
    narrow = [replace(o, low=o.told, high=o.told) for o in listed]
    assert not any(o.low[c] <= o.right[c] <= o.high[c] for o, c in zip(narrow, first, strict=True))
