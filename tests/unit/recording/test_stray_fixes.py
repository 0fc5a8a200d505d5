"""Fixes nobody on foot could be at: which go, which stay, and what the distance is without them."""

import numpy as np
import pytest
from made_legs import NOON_S, leg

from backstride.recording.assemble import run_of

SECONDS = np.arange(601.0)
STEADY_M = 3 * SECONDS
"""Ten minutes at 3 m/s: 1800 m."""


def run_from(north_m, east_m=0.0, **columns):
    return run_of(leg(600, north_m=north_m, east_m=east_m, **columns), source="a.gpx", file_format="gpx")


def lost(run):
    return run.samples["latitude_deg"].null_count()


def told(run, words):
    return [warning for warning in run.warnings if words in warning]


def test_a_clean_track_stays_as_it_is():
    run = run_from(STEADY_M)
    assert (lost(run), run.warnings) == (0, ())
    assert run.distance_m == pytest.approx(1800, abs=0.01)


@pytest.mark.parametrize("length", [1, 2, 30, 110])
@pytest.mark.parametrize("off_m", [200.0, 5000.0])
def test_a_stretch_far_away_goes_and_the_distance_is_that_without_it(length, off_m):
    # Up to two minutes somewhere else, then back on the way: the way past them is 3 m/s, so nothing is missing.
    north_m = STEADY_M.copy()
    north_m[200 : 200 + length] += off_m
    run = run_from(north_m)
    assert lost(run) == length
    assert run.distance_m == pytest.approx(1800, abs=0.01)
    assert told(run, f"{length} sample")
    assert run.trusted


def test_more_than_two_minutes_elsewhere_may_be_real_and_stay_without_their_leaps():
    north_m = STEADY_M.copy()
    north_m[200:330] += 5000
    run = run_from(north_m)
    assert lost(run) == 0
    assert run.distance_m == pytest.approx(1800 - 2 * 3, abs=0.01)
    assert told(run, "leapt 2 times further than anyone runs")


def test_a_sprint_round_a_corner_of_sixty_degrees_is_no_stray():
    # 6.5 m/s; past the corner it is 2 * 6.5 * cos(30 degrees) = 11.3 m.
    after = np.clip(SECONDS - 300, 0, None)
    run = run_from(6.5 * np.minimum(SECONDS, 300) + 6.5 * 0.5 * after, 6.5 * np.sqrt(0.75) * after)
    assert (lost(run), run.warnings) == (0, ())


def test_a_fix_eight_metres_aside_and_back_goes():
    # In and out at sqrt(3^2 + 8^2) = 8.5 m/s in nearly opposite directions: no one turns like that.
    east_m = np.zeros(601)
    east_m[300] = 8.0
    run = run_from(STEADY_M, east_m)
    assert lost(run) == 1
    assert run.distance_m == pytest.approx(1800, abs=0.01)


def test_a_fix_four_metres_aside_is_noise_and_stays():
    # sqrt(3^2 + 4^2) = 5 m/s: a wobble of receivers, and 4 m more on the way.
    east_m = np.zeros(601)
    east_m[300] = 4.0
    run = run_from(STEADY_M, east_m)
    assert lost(run) == 0
    assert run.distance_m == pytest.approx(1804, abs=0.01)


def test_turning_round_at_full_speed_is_no_stray():
    # Five minutes out at 5 m/s and back: the turn is 5 m/s in and 5 m/s out.
    north_m = 5 * np.minimum(SECONDS, 600 - SECONDS)
    run = run_from(north_m)
    assert (lost(run), run.warnings) == (0, ())


def test_drift_while_the_receiver_starts_goes():
    # Twenty seconds at the place of the last run, two kilometres away.
    north_m = STEADY_M.copy()
    north_m[:20] = -2000.0
    run = run_from(north_m)
    assert lost(run) == 20
    assert run.distance_m == pytest.approx(1800 - 3 * 20, abs=0.01)


def test_a_tunnel_is_bridged_by_its_length():
    north_m = STEADY_M.copy()
    north_m[200:260] = np.nan
    run = run_from(north_m)
    assert run.distance_m == pytest.approx(1800, abs=0.01)
    assert run.warnings == ()


def test_a_fix_held_through_a_tunnel_is_no_place():
    # The receiver writes the last fix for a minute, then is 180 m further within a second.
    north_m = STEADY_M.copy()
    north_m[201:260] = north_m[200]
    run = run_from(north_m)
    assert lost(run) == 59
    assert run.distance_m == pytest.approx(1800, abs=0.01)
    assert told(run, "froze while you moved")


def test_standing_at_a_light_is_no_frozen_fix():
    north_m = 3 * np.concatenate([np.arange(200.0), np.full(60, 199.0), 199.0 + np.arange(341.0)])
    run = run_from(north_m)
    assert (lost(run), run.warnings) == (0, ())


def test_a_fix_held_while_the_device_measures_speed_is_no_place():
    north_m = STEADY_M.copy()
    north_m[201:260] = north_m[200]
    run = run_from(north_m, distance_m=STEADY_M, speed_mps=3.0)
    assert lost(run) == 59
    assert run.distance_m == 1800


def test_a_lift_by_car_keeps_both_sides_and_adds_no_distance():
    # 600 m, half a minute at 30 m/s, 600 m.
    step_m = np.full(600, 3.0)
    step_m[200:230] = 30.0
    run = run_from(np.concatenate(([0.0], np.cumsum(step_m))))
    assert lost(run) == 0
    assert run.distance_m == pytest.approx(570 * 3, abs=0.01)
    assert told(run, "leapt 30 times further than anyone runs")


def test_a_leap_that_makes_a_run_impossible_keeps_it_out_although_it_is_taken_out():
    # 40 km in a second: 41.8 km in ten minutes.
    run = run_from(np.where(SECONDS > 300, STEADY_M + 40_000, STEADY_M))
    assert run.distance_m == pytest.approx(1797, abs=0.01)
    assert not run.trusted
    assert told(run, "41.80 km in 10.0 minutes is not possible on foot")


def test_a_ride_recorded_as_a_run_stays_a_ride():
    run = run_from(20 * SECONDS)
    assert lost(run) == 0
    assert not run.trusted


@pytest.mark.parametrize("sport", ["cycling", "unknown"])
def test_of_another_sport_no_speed_is_impossible(sport):
    made = leg(600, sport=sport, north_m=20 * SECONDS)
    run = run_of(made, source="a.gpx", file_format="gpx")
    assert run.distance_m == pytest.approx(12_000, abs=0.1)


def test_where_the_device_measured_the_distance_small_strays_stay_on_the_map():
    north_m = STEADY_M.copy()
    north_m[300] += 50
    run = run_from(north_m, distance_m=STEADY_M)
    assert (lost(run), run.distance_m, run.warnings) == (0, 1800, ())


def test_a_stray_over_the_date_line_is_found_as_anywhere():
    made = leg(600, north_m=STEADY_M, east_m=STEADY_M)
    # 180 degrees east is in the middle of the way.
    made.columns["longitude_deg"] += 172 - 300 * 3 / 75_836
    made.columns["longitude_deg"] = (made.columns["longitude_deg"] + 180) % 360 - 180
    made.columns["latitude_deg"][100] += 0.05
    run = run_of(made, source="a.gpx", file_format="gpx")
    assert lost(run) == 1
    assert run.distance_m == pytest.approx(1800 * np.sqrt(2), rel=2e-3)


def test_thousands_of_strays_take_no_time_to_speak_of():
    rng = np.random.default_rng(1)
    north_m = 3 * np.arange(20_001.0)
    north_m[rng.random(20_001) < 0.05] += 5000
    made = leg(20_000, north_m=north_m)
    run = run_of(made, source="a.gpx", file_format="gpx")
    assert run.samples["time"][0].timestamp() == NOON_S
    assert run.distance_m == pytest.approx(60_000, rel=1e-3)
