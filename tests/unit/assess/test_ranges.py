"""Ranges: how far the probabilities move when the numbers move within their strength."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from small_base import SETTINGS, base, condition, finding

from backstride.assess import ranges
from backstride.assess.likelihood import tables
from backstride.assess.ranges import AT_ONCE, MOST_AT_ONCE, Moves, Noise, moved, noise, own_variance, spread, taken
from backstride.assess.weigh import weigh
from backstride.evidence import model as m

STRENGTH = {**SETTINGS["strength_of_numbers"], "draws": 2000, "alpha_sd": 0.0}
PLAIN = {**SETTINGS, "strength_of_numbers": STRENGTH, "weighing": {**SETTINGS["weighing"], "alpha": 1.0}}
P = {
    "night_pain": [0.2, 0.1, 0.6],
    "fever": [0.02, 0.05, 0.3],
    "stiff": [0.6, 0.5, 0.2],
    "tender": [0.7, 0.8, 0.4],
}
PRIOR = [0.5, 0.3, 0.2]
SAID = {"night_pain": True, "fever": False, "stiff": True, "tender": False}


def small(sd=0.8, settings=PLAIN, group=None):
    findings = [finding(name, dependence_group=group) for name in P]
    conditions = [condition(c) for c in ("strain", "joint", "fracture")]
    return base(findings, conditions, P, priors={"anywhere": PRIOR}, logit_sd=sd, settings=settings)


def with_strength(**changes):
    return {**PLAIN, "strength_of_numbers": {**STRENGTH, **changes}}


def width(evidence, said=SAID):
    low, high = spread(weigh(said, evidence).posterior)
    return high - low


def numbers(rng, sd, count):
    """Numbers as they may be, mean as in the table, shape (count, findings, conditions); the first finding alike."""
    alike = STRENGTH["shared_by_finding"]
    p = np.array(list(P.values()))
    points, weights = np.polynomial.hermite_e.hermegauss(40)
    middle = np.log(p / (1 - p))
    for _ in range(60):
        mean = (1 / (1 + np.exp(-(middle[..., None] + sd * points)))) @ (weights / weights.sum())
        middle += np.log(p / (1 - p)) - np.log(mean / (1 - mean))
    z = np.sqrt(alike) * rng.standard_normal((count, *p.shape[:1], 1))
    z = z + np.sqrt(1 - alike) * rng.standard_normal((count, *p.shape))
    return 1 / (1 + np.exp(-(middle + sd * z)))


def exactly(p, said, prior):
    """Bayes' rule for each set of numbers, before normalising, shape (count, conditions)."""
    yes = np.array([said[f] for f in P])[:, None]
    return np.where(yes, p, 1 - p).prod(axis=1) * prior


def priors(rng, count):
    """How often each condition comes, per so many runners, shape (count, conditions)."""
    sd = STRENGTH["prior_log_sd"]
    return np.array(PRIOR) * np.exp(sd * rng.standard_normal((count, 3)) - sd**2 / 2)


@pytest.mark.parametrize("sd", [0.3, 0.8])
def test_ranges_agree_with_drawing_every_number_and_weighting_by_the_answers(sd):
    """80,000 bases drawn number by number, each counting by how probable it makes the answers: the exact range."""
    rng = np.random.default_rng(7)
    joint = exactly(numbers(rng, sd, 80_000), SAID, priors(rng, 80_000))
    weight = joint.sum(axis=1) / joint.sum()
    low, high = spread(weigh(SAID, small(sd)).posterior)
    for c in range(3):
        p = joint[:, c] / joint.sum(axis=1)
        order = np.argsort(p)
        edges = np.interp([0.1, 0.9], np.cumsum(weight[order]), p[order])
        assert [low[c], high[c]] == pytest.approx(edges, abs=0.015), c


def test_four_of_five_ranges_hold_what_the_true_numbers_would_say():
    """Runners of 600 bases drawn as above: the range holds the probability by that base's own numbers."""
    rng = np.random.default_rng(8)
    evidence, held, count = small(), [], 600
    p, prior = numbers(rng, 0.8, count), priors(rng, count)
    for i in range(count):
        truth = rng.choice(3, p=prior[i] / prior[i].sum())
        said = {f: bool(rng.random() < p[i, row, truth]) for row, f in enumerate(P)}
        right = exactly(p[i : i + 1], said, prior[i])[0]
        low, high = spread(weigh(said, evidence).posterior)
        held += [bool(low[c] <= right[c] / right.sum() <= high[c]) for c in range(3)]
    assert 0.77 < np.mean(held) < 0.86


@pytest.mark.parametrize("said", [SAID, {}, {"fever": True}, dict.fromkeys(P, True)])
def test_a_range_holds_the_estimate_and_the_draws_average_it(said):
    weighed = weigh(said, small())
    low, high = spread(weighed.posterior)
    assert (low <= weighed.now).all()
    assert (weighed.now <= high).all()
    assert weighed.posterior[1:].mean(axis=0) == pytest.approx(weighed.now, abs=0.03)


def test_ranges_widen_as_strength_falls():
    widths = [width(small(sd)) for sd in (0.2, 0.5, 0.8, 1.1)]
    assert all((wider > narrower).all() for narrower, wider in pairwise(widths))


def test_what_moves_every_condition_alike_cancels():
    no_prior = {"prior_log_sd": 0.01}
    apart = small(settings=with_strength(shared_by_finding=0.0, **no_prior))
    alike = small(settings=with_strength(shared_by_finding=0.9, shared_in_group=0.0, **no_prior))
    assert (width(alike, {"fever": True}) < 0.6 * width(apart, {"fever": True})).all()


def test_answers_that_are_off_together_widen_the_range():
    alone = small(settings=with_strength(shared_in_group=0.0), group="one_fact")
    together = small(settings=with_strength(shared_in_group=0.6), group="one_fact")
    said = {"night_pain": True, "fever": True}
    assert (width(together, said) > width(alone, said)).all()


def test_the_variance_of_a_group_is_that_of_correlated_numbers():
    """Parts .3 and -.1 of one condition, .2 and .4 of another; correlation .4 / (1 - .4) = 2/3 of the own part."""
    own = np.array([[0.3, 0.2], [-0.1, 0.4]])
    moves = Moves(np.array([0, 1]), np.zeros((2, 2)), own, [[0, 1]], np.array([[0.5, 0.0]]))
    variance = own_variance(moves, STRENGTH)
    assert variance[0] == pytest.approx(0.09 + 0.01 + 2 * (2 / 3) * (0.3 * -0.1) + 0.25)
    assert variance[1] == pytest.approx(0.04 + 0.16 + 2 * (2 / 3) * (0.2 * 0.4))


def test_a_row_moves_by_its_slope_times_the_deviation_of_its_number():
    """d log p / d logit p = 1 - p for a yes and -p for a no; .4 of the variance moves every condition alike."""
    known = tables(small(0.5))
    pair = known.plain["night_pain"]
    assert known.alike[pair.yes] == pytest.approx(0.5 * np.sqrt(0.4) * np.array([0.8, 0.9, 0.4]))
    assert known.own[pair.no] == pytest.approx(-0.5 * np.sqrt(0.6) * np.array([0.2, 0.1, 0.6]))
    assert known.numbers[pair.yes] == known.numbers[pair.no]


def test_a_default_moves_more_alike_than_a_record():
    evidence = small(0.5)
    numbers = replace(evidence.ranking.tables, recorded=np.zeros((4, 3), dtype=bool))
    known = tables(m.Evidence(**{**vars(evidence), "ranking": replace(evidence.ranking, tables=numbers)}))
    pair = known.plain["night_pain"]
    assert known.alike[pair.yes] == pytest.approx(0.5 * np.sqrt(0.7) * np.array([0.8, 0.9, 0.4]))


def test_the_draws_are_standard_normal_in_every_column():
    drawn = noise(5, 3, {**STRENGTH, "draws": 200})
    assert drawn.alike.shape == (200 // AT_ONCE, AT_ONCE, 5)
    for columns in (drawn.alike.reshape(200, 5), drawn.own, drawn.alpha[:, None]):
        assert columns.mean(axis=0) == pytest.approx(0.0, abs=1e-9)
        assert columns.std(axis=0) == pytest.approx(1.0, abs=0.02)
        assert np.quantile(columns, 0.9, axis=0) == pytest.approx(1.2816, abs=0.02)


def test_causes_are_taken_by_their_probability():
    assert np.bincount(taken(np.log([0.25, 0.7, 0.05]), 20)).tolist() == [5, 14, 1]
    assert set(taken(np.array([-np.inf, 0.0]), 10).tolist()) == {1}


def test_the_draws_are_a_multiple_of_those_taken_at_once_and_never_none():
    for asked, drawn in ((1, AT_ONCE), (AT_ONCE, AT_ONCE), (2 * AT_ONCE - 1, AT_ONCE), (2 * AT_ONCE, 2 * AT_ONCE)):
        known = noise(2, 3, {"draws": asked})
        assert known.own.shape == (drawn, 3)
        assert known.alpha.shape == (drawn,)


def test_causes_are_shared_out_however_small_the_numbers_are():
    assert taken(np.array([-800.0, -800.0]), 4).tolist() == [0, 0, 1, 1]
    assert taken(np.array([700.0, 700.0]), 4).tolist() == [0, 0, 1, 1]


def test_the_weight_of_the_answers_stays_between_none_and_all():
    """With sure numbers only alpha moves: .9 + 2 z for z = -1, 0, .04, 1 is none, .9, .98 and all of the answers."""
    z = np.resize([-1.0, 0.0, 0.04, 1.0], AT_ONCE)
    still = Noise(alike=np.zeros((1, AT_ONCE, 1)), own=np.zeros((AT_ONCE, 2)), alpha=z)
    moves = Moves(np.array([0]), np.zeros((1, 2)), np.zeros((1, 2)), (), np.zeros((0, 2)))
    sure = {**STRENGTH, "prior_log_sd": 0.0, "model_log_sd": 0.0, "alpha_sd": 2.0}
    settings = {**SETTINGS, "strength_of_numbers": sure}
    got = moved(moves, np.array([-1.0, -3.0]), np.zeros(2), still, settings)
    expected = np.outer(np.resize([0.0, 0.9, 0.98, 1.0], AT_ONCE), [-1.0, -3.0])
    assert got == pytest.approx(expected)


def test_many_answers_are_multiplied_in_blocks_that_wake_no_threads(monkeypatch):
    """400 answers times 165 explanations: at once they would be 660,000 products, and the blocks give the same."""
    answers, conditions, rng = 400, 165, np.random.default_rng(3)
    moves = Moves(
        numbers=np.arange(answers),
        alike=0.1 * rng.standard_normal((answers, conditions)),
        own=0.1 * rng.standard_normal((answers, conditions)),
        groups=(),
        results=np.empty((0, conditions)),
    )
    known, nothing, multiply, products = noise(answers, conditions, STRENGTH), np.zeros(conditions), np.matmul, []

    def watched(shared, alike):
        products.append(AT_ONCE * alike.size)
        return multiply(shared, alike)

    monkeypatch.setattr(np, "matmul", watched)
    in_blocks = moved(moves, nothing, nothing, known, PLAIN)
    assert sum(products) == AT_ONCE * answers * conditions
    assert max(products) <= MOST_AT_ONCE < 2 * max(products)
    monkeypatch.setattr(ranges, "MOST_AT_ONCE", AT_ONCE * answers * conditions)
    assert in_blocks == pytest.approx(moved(moves, nothing, nothing, known, PLAIN), abs=1e-9)


def test_a_number_that_moves_all_explanations_alike_moves_each_draw_by_itself():
    """Half up here, half down there: one between them, and half of it either way by which of the two is the cause."""
    moves = Moves(
        numbers=np.array([0]),
        alike=np.array([[0.5, -0.5]]),
        own=np.zeros((1, 2)),
        groups=(),
        results=np.empty((0, 2)),
    )
    even = np.zeros(2)
    draws = moved(moves, even, even, noise(1, 2, STRENGTH), with_strength(prior_log_sd=0.0))
    assert np.std(draws[:, 0] - draws[:, 1]) == pytest.approx((1.0 + 0.5**2) ** 0.5, rel=0.05)
