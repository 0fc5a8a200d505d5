"""The device's own distance: what nobody can have run is taken out, and the totals follow."""

import numpy as np
import pytest
from made_legs import leg

from backstride.recording.assemble import run_of
from backstride.recording.cleaning.distance import mended

SECONDS = np.arange(601.0)
STEADY_M = 3 * SECONDS


def run_with(distance_m, total_m=None, **columns):
    made = leg(600, distance_m=distance_m, cadence_spm=170.0, **columns)
    made.distance_m = total_m
    return run_of(made, source="a.fit", file_format="fit")


def test_a_sound_distance_stays_as_it_is():
    run = run_with(STEADY_M, 1800.0, north_m=STEADY_M)
    assert (run.distance_m, run.warnings) == (1800, ())
    assert run.samples["distance_m"].to_list() == STEADY_M.tolist()


@pytest.mark.parametrize("length", [1, 60])
def test_a_spike_is_left_empty_and_the_total_stays(length):
    distance_m = STEADY_M.copy()
    distance_m[300 : 300 + length] += 50_000
    run = run_with(distance_m, 1800.0, north_m=STEADY_M)
    assert run.samples["distance_m"].null_count() == length
    assert run.distance_m == 1800
    assert run.trusted


def test_a_leap_that_stays_is_taken_out_of_all_that_follows_and_of_the_total():
    # From 900 m to 3400 m within a second.
    distance_m = np.where(SECONDS > 300, STEADY_M + 2500, STEADY_M)
    run = run_with(distance_m, 4300.0, north_m=STEADY_M)
    assert run.distance_m == pytest.approx(1797)
    assert run.samples["distance_m"][-1] == pytest.approx(1797)
    assert "leapt by 2.50 km" in run.warnings[0]


def test_a_total_that_never_held_the_leap_stays():
    distance_m = np.where(SECONDS > 300, STEADY_M + 2500, STEADY_M)
    assert run_with(distance_m, 1800.0, north_m=STEADY_M).distance_m == 1800


def test_a_distance_that_starts_again_at_zero_goes_on_from_where_it_was():
    distance_m = np.where(SECONDS > 300, STEADY_M - 903, STEADY_M)
    run = run_with(distance_m, 897.0, north_m=STEADY_M)
    # The one step of 3 m at the restart is not known.
    assert run.distance_m == pytest.approx(1797)
    assert (np.diff(run.samples["distance_m"].to_numpy()) >= 0).all()
    assert "fell back by 0.90 km" in run.warnings[0]


def test_a_watch_that_puts_itself_right_by_some_metres_is_left_alone():
    distance_m = STEADY_M.copy()
    distance_m[200:] -= 40
    distance_m[400:] += 60
    assert not mended(SECONDS, distance_m).changed


def test_catching_up_after_a_tunnel_is_no_leap():
    # Two minutes without a signal, then 360 m at once.
    distance_m = STEADY_M.copy()
    distance_m[200:320] = distance_m[200]
    assert not mended(SECONDS, distance_m).changed


@pytest.mark.parametrize("total_m", [41_800.0, None])
def test_a_leap_that_makes_the_run_impossible_keeps_it_out_although_it_is_taken_out(total_m):
    distance_m = np.where(SECONDS > 300, STEADY_M + 40_000, STEADY_M)
    run = run_with(distance_m, total_m, north_m=STEADY_M)
    assert run.distance_m == pytest.approx(1797)
    assert not run.trusted


def test_mending_twice_changes_nothing():
    distance_m = np.where(SECONDS > 300, STEADY_M + 2500, STEADY_M)
    distance_m[100] = 90_000
    distance_m[500:] -= 3000
    once = mended(SECONDS, distance_m)
    again = mended(SECONDS, once.distance_m)
    assert once.changed
    assert not again.changed
    assert np.array_equal(once.distance_m, again.distance_m, equal_nan=True)


def test_a_ride_has_no_leaps():
    made = leg(600, sport="cycling", distance_m=np.where(SECONDS > 300, STEADY_M + 2500, STEADY_M))
    run = run_of(made, source="a.fit", file_format="fit")
    assert run.distance_m == 4300


def test_a_total_far_from_its_samples_counts_and_is_told():
    run = run_with(STEADY_M, 2500.0, north_m=STEADY_M)
    assert run.distance_m == 2500
    assert run.warnings == ("The watch's total is 2.50 km, its samples end at 1.80 km. We count the total.",)


def test_a_timer_far_from_its_pauses_counts_and_is_told():
    made = leg(600, distance_m=STEADY_M, north_m=STEADY_M)
    made.timer_s, made.elapsed_s, made.pauses = 300.0, 600.0, [(made.times_s[100], made.times_s[110])]
    run = run_of(made, source="a.fit", file_format="fit")
    assert run.timer_s == 300
    assert run.warnings == (
        "The watch's timer says 5.0 minutes; without its pauses the run lasted 9.8. We count the timer.",
    )


def test_a_leap_after_standing_is_no_catching_up_where_fixes_came_in_all_the_while():
    # Half an hour at an aid station with the receiver on, then 20 km at once: by the clock alone a possible run.
    at_s = np.arange(3001.0)
    way_m = np.where(at_s < 600, 3 * at_s, np.where(at_s < 2400, 1800, 3 * (at_s - 1800)))
    made = leg(3000, distance_m=way_m + np.where(at_s >= 2200, 20_000, 0), north_m=way_m)
    made.distance_m = 23_600.0
    run = run_of(made, source="a.fit", file_format="fit")
    assert run.distance_m == pytest.approx(3600)
    assert "leapt by 20.00 km" in run.warnings[0]


@pytest.mark.parametrize("fix", ["none", "held"])
def test_catching_up_is_left_alone_where_the_receiver_had_no_signal(fix):
    held_m = STEADY_M.copy()
    held_m[200:320] = held_m[200]
    north_m = held_m if fix == "held" else np.where((SECONDS > 200) & (SECONDS < 320), np.nan, STEADY_M)
    run = run_with(held_m, 1800.0, north_m=north_m)
    assert run.distance_m == 1800
    assert run.samples["distance_m"].to_list() == held_m.tolist()


def test_many_leaps_that_would_each_pass_for_a_correction_are_no_corrections():
    # 90 m more every minute: half as far again as was run.
    at_s = np.arange(3601.0)
    made = leg(3600, distance_m=3 * at_s + 90 * (at_s // 60), north_m=3 * at_s)
    made.distance_m = 16_200.0
    run = run_of(made, source="a.fit", file_format="fit")
    # The seconds of the 60 leaps, 3 m each, are not known.
    assert run.distance_m == pytest.approx(10_800 - 180)
    assert "leapt by 5.58 km" in run.warnings[0]


def test_many_small_spikes_that_fall_back_take_nothing_away():
    at_s = np.arange(3601.0)
    run = run_of(leg(3600, distance_m=3 * at_s + 90 * (at_s % 60 == 30)), source="a.fit", file_format="fit")
    assert run.distance_m == pytest.approx(10_800, rel=0.04)


@pytest.mark.parametrize("every_s", [10, 60])
def test_a_distance_that_is_written_seldom_stays_although_there_are_fixes(every_s):
    distance_m = 3 * (SECONDS // every_s) * every_s
    run = run_with(distance_m, 1800.0, north_m=STEADY_M)
    assert (run.distance_m, run.warnings) == (1800, ())
    assert run.samples["distance_m"].to_list() == distance_m.tolist()


@pytest.mark.parametrize("leap_at_s", [300, 590])
def test_a_leap_never_makes_a_run_count_wherever_it_is(leap_at_s):
    # Within the last tenth the readings are left empty; 41.8 km in ten minutes were claimed all the same.
    run = run_with(np.where(leap_at_s < SECONDS, STEADY_M + 40_000, STEADY_M), north_m=STEADY_M)
    assert run.distance_m == pytest.approx(1785, abs=20)
    assert not run.trusted


def test_a_distance_written_once_a_lap_of_a_track_stays():
    # A round of 400 m ends where it began, two minutes and more after the last reading.
    round_rad = STEADY_M / 400 * 2 * np.pi
    radius_m = 400 / (2 * np.pi)
    distance_m = STEADY_M // 400 * 400
    run = run_with(distance_m, 1600.0, north_m=radius_m * np.cos(round_rad), east_m=radius_m * np.sin(round_rad))
    assert (run.distance_m, run.warnings) == (1600, ())
