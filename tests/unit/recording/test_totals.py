"""Means over time."""

import numpy as np

from backstride.recording.cleaning.totals import mean_over_time

NAN = float("nan")


def test_a_mean_weighs_by_time():
    # 150 for 30 s, 120 for 10 s: (4500 + 1200) / 40 = 142.5
    assert mean_over_time(np.array([150.0, 120.0]), np.array([30.0, 10.0])) == 142.5


def test_a_mean_passes_over_what_is_missing():
    assert mean_over_time(np.array([NAN, 120.0]), np.array([30.0, 10.0])) == 120.0


def test_values_that_stand_for_no_time_are_averaged_plainly():
    assert mean_over_time(np.array([100.0, 120.0]), np.zeros(2)) == 110.0


def test_without_values_there_is_no_mean():
    assert mean_over_time(np.array([NAN]), np.ones(1)) is None
