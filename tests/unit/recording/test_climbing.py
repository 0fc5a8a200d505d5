"""Metres climbed: from even, smoothed heights, by a turn that depends on what measured them."""

import numpy as np
import pytest
from made_legs import leg
from scipy.signal import savgol_filter

from backstride.recording.assemble import run_of
from backstride.recording.cleaning.barometer import has_barometer
from backstride.recording.cleaning.elevation import ascent_descent, climbed
from backstride.recording.cleaning.grade import running_median, smooth

NAN = float("nan")


def climbing(heights_m, *, step_m=3.0, distance_m=None, barometer=False):
    """Ascent and descent of heights `step_m` apart, one a second."""
    heights_m = np.asarray(heights_m, dtype=float)
    seconds = np.arange(float(heights_m.size))
    distance_m = step_m * seconds if distance_m is None else distance_m
    return ascent_descent(heights_m, distance_m, seconds, barometer=barometer)


def test_a_lake_shore_has_no_climbing():
    # An hour at 3 m/s with satellite noise of 2 m from second to second, and its slow wandering by 3 m either way.
    seconds = np.arange(3600)
    noise_m = np.random.default_rng(1).normal(0, 2, 3600)
    assert climbing(400 + noise_m) == (0, 0)
    assert climbing(400 + noise_m + 3 * np.sin(seconds / 200)) == (0, 0)


def test_a_lake_shore_by_a_barometer_has_no_climbing():
    # The weather takes a metre and a half away over the hour, and gusts move each second by half a metre.
    noise_m = np.random.default_rng(1).normal(0, 0.5, 3600)
    assert climbing(400 + noise_m - np.linspace(0, 1.5, 3600), barometer=True) == (0, 0)


@pytest.mark.parametrize("barometer", [True, False])
def test_a_steady_climb_counts_whole(barometer):
    assert climbing(np.linspace(400, 900, 2000), barometer=barometer) == pytest.approx((500, 0), abs=2)


def test_a_descent_is_no_ascent():
    assert climbing(np.linspace(900, 400, 2000)) == pytest.approx((0, 500), abs=2)


def test_hills_count_up_and_down():
    # Three hills of 60 m over 1200 m each: up 180, down 180; smoothing takes a little off each sharp top.
    hills = np.concatenate([np.linspace(0, 60, 200), np.linspace(60, 0, 200)] * 3)
    assert climbing(hills) == pytest.approx((180, 180), abs=8)
    assert climbing(hills, barometer=True) == pytest.approx((180, 180), abs=4)


def test_small_hills_count_only_where_air_pressure_measured_them():
    # Ten waves of 6 m: 60 m up and down; by satellite they cannot be told from noise.
    waves = 3 - 3 * np.cos(np.linspace(0, 20 * np.pi, 4001))
    assert climbing(waves) == (0, 0)
    assert climbing(waves, barometer=True) == pytest.approx((60, 60), abs=3)


def test_where_the_samples_lie_makes_no_difference():
    # A hill of 80 m, the way down thinned out to one sample in eight.
    hill = np.concatenate([np.linspace(0, 80, 300), np.linspace(80, 0, 300)])
    kept = np.r_[0:300, 300:600:8, 599]
    thinned = ascent_descent(hill[kept], 3.0 * kept, 1.0 * kept, barometer=False)
    assert thinned == pytest.approx(climbing(hill), abs=0.5)


def test_one_wrong_height_adds_nothing():
    heights = np.linspace(100, 150, 1000)
    heights[500] += 300
    assert climbing(heights) == pytest.approx((50, 0), abs=0.5)


def test_a_barometer_that_was_not_ready_adds_nothing():
    # As a fenix 2 wrote it: 55 m, three times 142.4 m, then 56 m; a median of five does not see it at the start.
    heights = np.concatenate([[55, 142.4, 142.4, 142.4], np.linspace(56, 106, 500)])
    assert climbing(heights, barometer=True) == pytest.approx((51, 0), abs=1)


def test_a_lift_to_another_level_stays():
    # The parabolas of the filter shoot over a sheer step, by about a seventh of it.
    heights = np.where(np.arange(1000) < 500, 100.0, 160.0)
    assert climbing(heights) == pytest.approx((60, 0), abs=10)


def test_standing_still_while_the_pressure_falls_adds_no_climbing_between_two_heights():
    # Ten minutes at a hut; the barometer wanders by 6 m and back, the way does not go on.
    way_m = np.concatenate([3.0 * np.arange(300), np.full(600, 897.0), 900 + 3.0 * np.arange(300)])
    wander = np.concatenate([np.zeros(300), 6 * np.sin(np.linspace(0, np.pi, 600)), np.zeros(300)])
    assert climbing(500 + wander, distance_m=way_m, barometer=True) == (0, 0)


def test_a_dip_smaller_than_the_noise_does_not_count():
    # Up 50, down 8, up 50: net 92, and the dip of 8 m stays below the turn-round height of 10 m.
    heights = np.concatenate([np.linspace(0, 50, 100), np.linspace(50, 42, 50), np.linspace(42, 92, 100)])
    assert climbed(heights, turn_m=10) == pytest.approx((92, 0))


def test_noise_before_the_first_climb_does_not_count():
    # Down 5 m, less than the turn-round height, then up 100 m.
    heights = np.concatenate([np.linspace(100, 95, 50), np.linspace(95, 195, 300)])
    assert climbed(heights, turn_m=10) == pytest.approx((100, 0))
    assert climbed(-heights, turn_m=10) == pytest.approx((0, 100))


def test_following_only_the_corners_gives_the_same_as_following_every_height():
    rng = np.random.default_rng(2)
    for _ in range(20):
        heights = np.cumsum(np.round(rng.normal(0, 2, 400)))
        expected = climbed_by_every_height(heights, 10.0)
        assert climbed(heights, turn_m=10.0) == pytest.approx(expected)


def climbed_by_every_height(heights, turn_m):
    """The rule as one would say it: keep the last turn and the extreme since; a way back by `turn_m` is a turn."""
    up = down = 0.0
    turn = extreme_high = extreme_low = heights[0]
    going = 0
    for height in heights:
        extreme_high, extreme_low = max(extreme_high, height), min(extreme_low, height)
        if going >= 0 and extreme_high - height >= turn_m:
            up += (extreme_high - turn) if going else 0.0
            turn, extreme_low, going = extreme_high, height, -1
        elif going <= 0 and height - extreme_low >= turn_m:
            down += (turn - extreme_low) if going else 0.0
            turn, extreme_high, going = extreme_low, height, 1
    return (up + (extreme_high - turn) * (going > 0), down + (turn - extreme_low) * (going < 0))


def test_without_a_distance_the_time_stands_for_the_way():
    heights = np.linspace(0, 100, 600)
    assert climbing(heights, distance_m=np.full(600, NAN)) == pytest.approx((100, 0), abs=1)


def test_missing_heights_are_passed_over():
    heights = np.linspace(0, 100, 500)
    heights[100:200] = NAN
    assert climbing(heights) == pytest.approx((100, 0), abs=1)


@pytest.mark.parametrize("heights", [[], [NAN, NAN], [400.0]])
def test_without_two_heights_the_climbing_is_unknown(heights):
    assert climbing(heights) is None


@pytest.mark.parametrize("half", [1, 3, 6])
def test_the_filter_is_that_of_savitzky_and_golay(half):
    level = np.cumsum(np.random.default_rng(3).normal(0, 1, 200))
    assert smooth(level, half) == pytest.approx(savgol_filter(level, 2 * half + 1, 2, mode="interp"), abs=1e-9)


def test_the_median_of_five_is_that_of_sorting():
    values = np.random.default_rng(4).normal(0, 1, 500)
    padded = np.pad(values, 2, mode="edge")
    assert running_median(values).tolist() == [sorted(padded[i : i + 5])[2] for i in range(500)]


@pytest.mark.parametrize(
    ("device", "known"),
    [
        ("Garmin fenix2", True),
        ("Garmin edge810", True),
        ("Garmin fēnix 7", True),
        ("Garmin vivo active hr", True),
        ("Suunto 9 Baro", True),
        ("COROS APEX Pro", True),
        ("Forerunner 955 Software", True),
        ("Forerunner 410 Software", False),
        ("Garmin fr70", False),
        ("Garmin venu2", True),
        # Names that begin like those of models with a barometer; they have none.
        ("Garmin venusq", False),
        ("Garmin vivoactive5", False),
        ("Strava", False),
        (None, False),
    ],
)
def test_the_model_tells_whether_air_pressure_was_measured(device, known):
    assert has_barometer(device) is known


@pytest.mark.parametrize("told_by", ["pause", "recorded pause", "stretch"])
def test_a_gondola_between_two_parts_of_a_run_is_no_climb(told_by):
    # 1500 m up by 60 m, 900 s in a gondola up by 800 m, 1500 m down by 60 m.
    at_s = np.arange(1901.0)
    ran_m = 3 * np.where(at_s < 500, at_s, np.maximum(500, at_s - 900))
    hill_m = 0.04 * np.where(ran_m < 1500, ran_m, 3000 - ran_m)
    altitude_m = 1000 + hill_m + np.interp(at_s, [500, 1400], [0, 800])
    kept = np.ones(1901, dtype=bool) if told_by == "recorded pause" else (at_s < 500) | (at_s >= 1400)
    made = leg(kept.sum() - 1, at_s=at_s[kept], north_m=ran_m[kept], altitude_m=altitude_m[kept])
    if told_by == "stretch":
        made.stretch = (at_s[kept] >= 1400).astype(np.int64)
    else:
        made.pauses = [(made.times_s[0] + 500, made.times_s[0] + 1400)]
    run = run_of(made, source="a.fit", file_format="fit")
    assert run.ascent_m == pytest.approx(60, abs=3)
    assert run.descent_m == pytest.approx(60, abs=3)


def test_a_climb_with_many_short_pauses_stays_whole():
    at_s = np.arange(1201.0)
    made = leg(1200, north_m=3 * at_s, altitude_m=1000 + 0.3 * at_s)
    made.pauses = [(made.times_s[0] + s, made.times_s[0] + s + 5) for s in range(50, 1150, 50)]
    assert run_of(made, source="a.fit", file_format="fit").ascent_m == pytest.approx(360, abs=1)


def test_a_wrong_first_height_after_a_pause_is_no_lift():
    # Level at 550 m; after each of three pauses the first height is 44 m too low.
    at_s = np.arange(1201.0)
    altitude_m = np.where(np.isin(at_s, [305, 605, 905]), 506.0, 550.0)
    made = leg(1200, north_m=3 * at_s, altitude_m=altitude_m)
    made.pauses = [(made.times_s[s], made.times_s[s + 5]) for s in (300, 600, 900)]
    run = run_of(made, source="a.fit", file_format="fit")
    assert (run.ascent_m, run.descent_m) == (0, 0)
