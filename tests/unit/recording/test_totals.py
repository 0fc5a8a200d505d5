"""Totals from samples: climbing and means."""

import numpy as np
import pytest

from backstride.recording.totals import ascent_descent, mean_over_time

NAN = float("nan")


def test_a_lake_shore_has_no_climbing():
    noise = np.random.default_rng(1).normal(0, 2, 3600)
    assert ascent_descent(400 + noise) == (0, 0)


def test_a_steady_climb_counts_whole():
    assert ascent_descent(np.linspace(400, 900, 2000)) == pytest.approx((500, 0))


def test_hills_count_up_and_down():
    # Three hills of 60 m: up 180, down 180; the moving average of 5 points takes a little off each sharp top.
    hills = np.concatenate([np.linspace(0, 60, 200), np.linspace(60, 0, 200)] * 3)
    assert ascent_descent(hills) == pytest.approx((180, 180), abs=3)


def test_a_dip_smaller_than_the_noise_does_not_count():
    # Up 50, down 8, up 50: net 92, and the dip of 8 m stays below the turn-round height of 10 m.
    heights = np.concatenate([np.linspace(0, 50, 100), np.linspace(50, 42, 50), np.linspace(42, 92, 100)])
    assert ascent_descent(heights) == pytest.approx((92, 0))


def test_a_descent_is_no_ascent():
    assert ascent_descent(np.linspace(900, 400, 2000)) == pytest.approx((0, 500))


def test_missing_heights_are_passed_over():
    heights = np.linspace(0, 100, 500)
    heights[100:200] = NAN
    assert ascent_descent(heights) == pytest.approx((100, 0))


@pytest.mark.parametrize("heights", [[], [NAN, NAN], [400.0]])
def test_without_two_heights_the_climbing_is_unknown(heights):
    assert ascent_descent(np.array(heights, dtype=float)) is None


def test_a_mean_weighs_by_time():
    # 150 for 30 s, 120 for 10 s: (4500 + 1200) / 40 = 142.5
    assert mean_over_time(np.array([150.0, 120.0]), np.array([30.0, 10.0])) == 142.5


def test_a_mean_passes_over_what_is_missing():
    assert mean_over_time(np.array([NAN, 120.0]), np.array([30.0, 10.0])) == 120.0


def test_values_that_stand_for_no_time_are_averaged_plainly():
    assert mean_over_time(np.array([100.0, 120.0]), np.zeros(2)) == 110.0


def test_without_values_there_is_no_mean():
    assert mean_over_time(np.array([NAN]), np.ones(1)) is None


def test_noise_before_the_first_climb_does_not_count():
    # Down 5 m, less than the turn-round height, then up 100 m.
    heights = np.concatenate([np.linspace(100, 95, 50), np.linspace(95, 195, 300)])
    assert ascent_descent(heights) == pytest.approx((100, 0), abs=0.5)
    assert ascent_descent(-heights) == pytest.approx((0, 100), abs=0.5)
