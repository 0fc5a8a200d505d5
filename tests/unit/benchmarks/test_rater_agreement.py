"""Kappa and Wilson's interval against published figures and hand calculations."""

from __future__ import annotations

from math import isnan

import pytest

from rater_agreement import cohen_kappa, quadratic_weighted_kappa, wilson_95


def _pairs(table: list[list[int]]) -> tuple[list[int], list[int]]:
    """The ratings behind a table of counts, first rater in the rows."""
    cells = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    return [i for i, _ in cells], [j for _, j in cells]


def test_kappa_of_fifty_grant_proposals_is_0_4() -> None:
    # 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no.
    # p_o = 35/50 = 0.7; p_e = (25/50)(30/50) + (25/50)(20/50) = 0.3 + 0.2 = 0.5; kappa = 0.2/0.5 = 0.4.
    first, second = _pairs([[20, 5], [10, 15]])
    assert cohen_kappa(first, second, 2) == pytest.approx(0.4)


def test_kappa_below_chance_is_negative() -> None:
    # 200 cases, shares .25 .13 .12 / .12 .02 .16 / .03 .15 .02: p_o = .25 + .02 + .02 = .29.
    # Rows .50 .30 .20, columns .40 .30 .30: p_e = .20 + .09 + .06 = .35; kappa = (.29 - .35) / .65.
    first, second = _pairs([[50, 26, 24], [24, 4, 32], [6, 30, 4]])
    assert cohen_kappa(first, second, 3) == pytest.approx(-0.06 / 0.65)


def test_quadratic_weighted_kappa_matches_a_hand_calculation() -> None:
    # Ratings (0,0) (1,1) (2,1) (2,2) on three levels; weights (i-j)^2/4.
    # Observed: one pair differs by one level: (1/4)/4 = 1/16.
    # Rows 1 1 2, columns 1 2 1 of 4. Expected sum of w e:
    #   i=0: j=1 1*2/16*1/4 = 2/64, j=2 1*1/16*1 = 4/64; i=1: j=0 1*1/16*1/4 = 1/64, j=2 1*1/16*1/4 = 1/64;
    #   i=2: j=0 2*1/16*1 = 8/64, j=1 2*2/16*1/4 = 4/64; sum 20/64.
    # kappa_w = 1 - (4/64)/(20/64) = 0.8.
    assert quadratic_weighted_kappa([0, 1, 2, 2], [0, 1, 1, 2], 3) == pytest.approx(0.8)


def test_a_disagreement_of_two_levels_weighs_four_times_one_level() -> None:
    # Same margins in both (rows and columns 2 2 2), so the expected sum is the same and 1 - kappa_w is in the ratio of
    # the observed sums: two pairs one level apart against two pairs two levels apart, 2 * 1 to 2 * 4.
    near = quadratic_weighted_kappa([0, 0, 1, 1, 2, 2], [0, 1, 0, 1, 2, 2], 3)
    far = quadratic_weighted_kappa([0, 0, 1, 1, 2, 2], [0, 2, 1, 1, 2, 0], 3)
    assert (1 - far) / (1 - near) == pytest.approx(4)


@pytest.mark.parametrize("kappa", [cohen_kappa, quadratic_weighted_kappa])
def test_full_agreement_is_one_and_a_single_level_has_no_kappa(kappa: object) -> None:
    assert callable(kappa)
    assert kappa([0, 1, 4], [0, 1, 4], 5) == 1
    assert isnan(kappa([3, 3], [3, 3], 5))


def test_raters_of_different_cases_are_refused() -> None:
    with pytest.raises(ValueError, match="not 2 and 1"):
        cohen_kappa([0, 1], [0], 2)
    with pytest.raises(ValueError, match="not 0 and 0"):
        cohen_kappa([], [], 2)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_interval_is_that_of_newcombe_1998_table_1(successes: int, n: int, low: float, high: float) -> None:
    assert wilson_95(successes, n) == pytest.approx((low, high), abs=5e-5)


def test_no_proportion_of_nothing() -> None:
    with pytest.raises(ValueError, match="0 of 0"):
        wilson_95(0, 0)
    with pytest.raises(ValueError, match="3 of 2"):
        wilson_95(3, 2)
