"""An even grid holds what is known, and nothing else."""

import numpy as np
import pytest

from backstride.recording.cleaning.resample import even, grid, nearest

NAN = float("nan")


def listed(values):
    return [None if np.isnan(value) else pytest.approx(value) for value in values]


def test_a_grid_begins_at_the_first_and_ends_before_or_at_the_last():
    assert grid(np.array([10.0, 11.0, 14.5]), 1.0).tolist() == [10, 11, 12, 13, 14]
    assert grid(np.array([0.0, 0.3]), 0.1) == pytest.approx([0, 0.1, 0.2, 0.3])
    assert grid(np.array([5.0]), 1.0).tolist() == [5]
    assert grid(np.array([]), 1.0).size == 0


def test_between_known_values_lies_a_straight_line():
    # A distance of 0, 10 and 40 m at 0, 2 and 8 s: 5 m/s, then 5 m/s.
    at, metres = np.array([0.0, 2.0, 8.0]), np.array([0.0, 10.0, 40.0])
    assert listed(even(grid(at, 1.0), at, metres, gap_max=10)) == [0, 5, 10, 15, 20, 25, 30, 35, 40]


def test_a_long_gap_stays_missing_but_for_its_ends():
    at, metres = np.array([0.0, 2.0, 8.0]), np.array([0.0, 10.0, 40.0])
    assert listed(even(grid(at, 1.0), at, metres, gap_max=5)) == [0, 5, 10, None, None, None, None, None, 40]


def test_a_missing_value_is_bridged_within_the_limit():
    at = np.arange(5.0)
    assert listed(even(at, at, np.array([1.0, NAN, 3.0, NAN, NAN]), gap_max=2)) == [1, 2, 3, None, None]


def test_nothing_is_known_past_the_ends():
    at = np.array([2.0, 3.0])
    assert listed(even(np.arange(6.0), at, np.array([7.0, 8.0]), gap_max=10)) == [None, None, 7, 8, None, None]
    assert listed(nearest(np.arange(6.0), at, np.array([7.0, 8.0]), gap_max=10)) == [None, None, 7, 8, None, None]


def test_what_has_no_in_between_takes_the_nearest():
    at, lap = np.array([0.0, 4.0]), np.array([1.0, 2.0])
    assert listed(nearest(np.arange(5.0), at, lap, gap_max=4)) == [1, 1, 1, 2, 2]
    assert listed(nearest(np.arange(5.0), at, lap, gap_max=2)) == [1, 1, None, 2, 2]


@pytest.mark.parametrize("of", [even, nearest])
def test_without_a_value_nothing_is_known(of):
    assert np.isnan(of(np.arange(3.0), np.arange(2.0), np.full(2, NAN), gap_max=5)).all()


@pytest.mark.parametrize("of", [even, nearest])
def test_an_even_grid_stays_as_it_is(of):
    values = np.random.default_rng(1).normal(0, 1, 50)
    at = np.arange(50.0)
    assert of(grid(at, 1.0), at, values, gap_max=1).tolist() == values.tolist()


def test_resampling_moves_with_the_clock():
    at, values = np.array([0.0, 1.5, 7.0, 8.0]), np.array([1.0, 2.0, 5.0, 4.0])
    here = even(grid(at, 0.5), at, values, gap_max=5)
    later = even(grid(at + 1e9, 0.5), at + 1e9, values, gap_max=5)
    assert np.allclose(here, later, atol=1e-6, equal_nan=True)
