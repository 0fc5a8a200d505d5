"""Slopes from altitude: known hills give known metres."""

from __future__ import annotations

import numpy as np
import pytest

from backstride.recording.cleaning.grade import downhill, slope_along

STEP_M = 10.0


def slope_of(distance_m, altitude_m):
    return slope_along(distance_m, altitude_m, step_m=STEP_M, window_m=110.0, clip=0.45)


def test_a_parabola_gives_its_exact_derivative_even_at_the_ends():
    # A second-order Savitzky-Golay filter reproduces any parabola: h = 100 - 2e-5 d^2 has the slope -4e-5 d. The
    # running median before it may shift a few points by one sample (1 m), so the ends agree to 1e-3, the rest closer.
    distance = np.arange(0.0, 2001.0)
    slope = slope_of(distance, 100 - 2e-5 * distance**2)
    expected = -4e-5 * np.arange(0.0, 2001.0, STEP_M)
    assert slope == pytest.approx(expected, abs=1e-3)
    assert slope[10:-10] == pytest.approx(expected[10:-10], abs=1e-9)


def test_a_steady_descent_counts_whole_and_loses_its_height():
    # 1000 m at -8 %: 80 m down. Limit -5 %: all of it; limit -10 %: nothing.
    distance = np.arange(0.0, 1001.0, 5.0)
    slope = slope_of(distance, 500 - 0.08 * distance)
    distance_m, descent_m = downhill(slope, below=-0.05, step_m=STEP_M)
    assert distance_m == pytest.approx(1000, abs=STEP_M)
    assert descent_m == pytest.approx(80, abs=1)
    assert downhill(slope, below=-0.10, step_m=STEP_M) == (0.0, 0.0)


def test_a_hill_between_flats_is_found_to_within_the_smoothing():
    # 1 km flat, 500 m at -12 %, 1 km flat: 500 m and 60 m, blurred by at most a window (110 m, 13 m) in all.
    distance = np.arange(0.0, 2501.0, 5.0)
    altitude = 300 - 0.12 * np.clip(distance - 1000, 0, 500)
    distance_m, descent_m = downhill(slope_of(distance, altitude), below=-0.05, step_m=STEP_M)
    assert distance_m == pytest.approx(500, abs=110)
    assert descent_m == pytest.approx(60, abs=13)


def test_a_climb_is_no_descent():
    distance = np.arange(0.0, 1001.0, 5.0)
    assert downhill(slope_of(distance, 0.2 * distance), below=-0.05, step_m=STEP_M) == (0.0, 0.0)


def test_a_lake_shore_stays_flat_although_the_height_wobbles():
    # Two metres of wobble from sample to sample, as a barometer in gusts shows.
    distance = np.arange(0.0, 3001.0, 3.0)
    altitude = 200 + 2.0 * np.where(np.arange(distance.size) % 2, 1, -1)
    assert downhill(slope_of(distance, altitude), below=-0.05, step_m=STEP_M) == (0.0, 0.0)


def test_one_wrong_height_is_taken_out():
    distance = np.arange(0.0, 1001.0, 5.0)
    altitude = np.full(distance.size, 100.0)
    altitude[100] = 40.0
    assert downhill(slope_of(distance, altitude), below=-0.05, step_m=STEP_M) == (0.0, 0.0)


def test_a_cliff_is_clipped():
    distance = np.arange(0.0, 1001.0, 5.0)
    slope = slope_of(distance, np.where(distance < 500, 400.0, 100.0))
    assert slope.min() == -0.45


def test_standing_still_and_going_back_do_not_make_a_slope():
    distance = np.concatenate([np.arange(0.0, 500.0, 5.0), np.full(50, 495.0), [490.0], np.arange(500.0, 1001.0, 5.0)])
    assert slope_of(distance, 500 - 0.08 * distance) == pytest.approx(-0.08, abs=0.01)


def test_unknown_heights_are_bridged():
    distance = np.arange(0.0, 1001.0, 5.0)
    altitude = 500 - 0.08 * distance
    altitude[50:55] = np.nan
    assert slope_of(distance, altitude) == pytest.approx(-0.08, abs=0.01)


def test_a_run_shorter_than_the_window_has_no_slope():
    distance = np.arange(0.0, 90.0, 5.0)
    assert slope_of(distance, 500 - 0.08 * distance).size == 0


def test_a_run_as_long_as_the_window_has_a_slope():
    # The window of 110 m is six steps either way: 120 m.
    distance = np.arange(0.0, 121.0, 5.0)
    assert slope_of(distance, 500 - 0.08 * distance) == pytest.approx(np.full(13, -0.08), abs=0.01)


def test_without_any_height_there_is_no_slope():
    assert slope_of(np.arange(10.0), np.full(10, np.nan)).size == 0
