"""Sensors that hang, and look-alikes that are sound."""

import numpy as np
import pytest
from made_legs import leg

from backstride.recording.assemble import run_of

SECONDS = np.arange(1201.0)
STEADY_M = 3 * SECONDS
WAVE = np.sin(SECONDS / 40)
"""A slow up and down, as a heart has on a rolling path; one round takes four minutes."""


def run_with(*, total_hr=None, **columns):
    values = {
        "distance_m": STEADY_M,
        "speed_mps": 3.0 + 0.1 * WAVE,
        "cadence_spm": 170 + 2 * (SECONDS % 3 == 0),
    } | columns
    made = leg(1200, north_m=STEADY_M, **values)
    made.avg_heart_rate_bpm = total_hr
    return run_of(made, source="a.fit", file_format="fit")


def empty(run, name):
    return np.flatnonzero(run.samples[name].is_null().to_numpy()).tolist()


def test_a_heart_rate_that_never_changes_for_three_minutes_is_no_heart():
    beats = np.round(150 + 10 * WAVE)
    beats[400:581] = 149.0
    run = run_with(heart_rate_bpm=beats)
    assert empty(run, "heart_rate_bpm") == list(range(400, 581))
    assert run.warnings == ("181 samples with a heart rate that never changed left empty.",)


def test_a_heart_rate_that_stays_for_two_and_a_half_minutes_is_steady():
    beats = np.round(150 + 10 * WAVE)
    beats[400:550] = beats[399] + 1
    assert run_with(heart_rate_bpm=beats).warnings == ()


def test_means_over_four_minutes_are_no_stuck_sensor():
    means = np.array([120.0, 141, 147, 150, 152, 149])
    run = run_with(heart_rate_bpm=means[(SECONDS // 240).astype(int)])
    assert (empty(run, "heart_rate_bpm"), run.warnings) == ([], ())


def test_a_heart_rate_that_never_changes_at_all_is_no_heart():
    run = run_with(heart_rate_bpm=150.0, total_hr=150.0)
    assert len(empty(run, "heart_rate_bpm")) == 1201
    assert run.avg_heart_rate_bpm is None


def test_a_heart_rate_held_while_standing_is_left_alone():
    beats = np.round(150 + 10 * WAVE)
    beats[400:700] = 99.0
    standing = (SECONDS >= 390) & (SECONDS < 710)
    run = run_with(
        heart_rate_bpm=beats,
        speed_mps=np.where(standing, 0.0, 3.0),
        cadence_spm=np.where(standing, 0.0, 170 + SECONDS % 3),
        distance_m=np.cumsum(np.where(standing, 0.0, 3.0)),
    )
    assert empty(run, "heart_rate_bpm") == []


def test_the_mean_is_worked_out_anew_where_the_devices_holds_the_fault():
    # Half of the run at a held 200; the other half is 140 throughout, changing by a beat.
    beats = np.where(SECONDS <= 600, 200.0, 140.0 + np.where(SECONDS % 2, 1, -1))
    assert run_with(heart_rate_bpm=beats, total_hr=170.0).avg_heart_rate_bpm == pytest.approx(140, abs=0.01)


def test_the_devices_mean_stays_where_the_fault_is_small():
    # 181 of 2401 samples are less than a tenth.
    seconds = np.arange(2401.0)
    beats = np.where((seconds >= 500) & (seconds <= 680), 200.0, 150 + seconds % 3)
    made = leg(2400, north_m=3 * seconds, distance_m=3 * seconds, heart_rate_bpm=beats)
    made.avg_heart_rate_bpm = 154.0
    run = run_of(made, source="a.fit", file_format="fit")
    assert run.samples["heart_rate_bpm"].null_count() == 181
    assert run.avg_heart_rate_bpm == 154


CHANGING_STEPS = 170 + np.round(8 * np.sin(SECONDS / 25))


def test_a_heart_rate_that_follows_every_change_of_the_steps_is_the_steps():
    beats = np.where((SECONDS >= 500) & (SECONDS < 800), CHANGING_STEPS + 1, np.round(140 + 5 * WAVE))
    run = run_with(heart_rate_bpm=beats, cadence_spm=CHANGING_STEPS)
    assert empty(run, "heart_rate_bpm") == list(range(500, 800))
    assert run.warnings == ("300 samples with a heart rate that was really the step rate left empty.",)


def test_a_watch_that_thins_out_its_samples_is_judged_alike():
    beats = np.where((SECONDS >= 500) & (SECONDS < 800), CHANGING_STEPS + 1, np.round(140 + 5 * WAVE))
    kept = np.arange(0, 1201, 7)
    made = leg(
        kept.size - 1, at_s=kept, north_m=3.0 * kept, distance_m=3.0 * kept,
        heart_rate_bpm=beats[kept], cadence_spm=CHANGING_STEPS[kept],
    )  # fmt: skip
    run = run_of(made, source="a.fit", file_format="fit")
    # 504, 511 ... 798: 43 samples.
    assert run.samples["heart_rate_bpm"].null_count() == 43


def test_a_heart_rate_that_leaps_onto_steady_steps_is_the_steps():
    # From 145 to 170 within a second; a heart takes half a minute.
    steps = 170.0 + SECONDS % 2
    beats = np.where((SECONDS >= 500) & (SECONDS < 800), steps, 145 + SECONDS % 3)
    run = run_with(heart_rate_bpm=beats, cadence_spm=steps)
    assert empty(run, "heart_rate_bpm") == list(range(500, 800))


def test_a_heart_rate_that_climbs_to_the_step_rate_and_stays_there_is_a_heart():
    # Three minutes from 120 to 170, then there for the rest of the run: by chance as fast as the steps.
    beats = np.round(np.minimum(120 + SECONDS * 50 / 180, 170)) + SECONDS % 2
    run = run_with(heart_rate_bpm=beats, cadence_spm=170.0 + SECONDS % 3)
    assert (empty(run, "heart_rate_bpm"), run.warnings) == ([], ())


def test_a_heart_and_steps_that_rise_together_are_both_sound():
    # Ten minutes faster and faster, both from 160 to 172, the heart within 3 beats of the steps and its own way.
    rising = 160 + np.clip((SECONDS - 300) / 50, 0, 12)
    beats = np.round(rising + 2.4 * np.sin(SECONDS / 9))
    run = run_with(heart_rate_bpm=beats, cadence_spm=np.round(rising))
    assert (empty(run, "heart_rate_bpm"), run.warnings) == ([], ())


def test_a_minute_at_the_step_rate_is_chance():
    beats = np.where((SECONDS >= 500) & (SECONDS < 560), CHANGING_STEPS, np.round(140 + 5 * WAVE))
    assert run_with(heart_rate_bpm=beats, cadence_spm=CHANGING_STEPS).warnings == ()


def test_a_speed_held_while_the_distance_stands_is_no_speed():
    moved = np.where((SECONDS >= 400) & (SECONDS < 500), 0.0, 3.0)
    run = run_with(
        speed_mps=np.where((SECONDS >= 400) & (SECONDS < 500), 3.3, 3 + 0.1 * WAVE), distance_m=np.cumsum(moved)
    )
    assert empty(run, "speed_mps") == list(range(400, 500))


def test_the_one_speed_of_a_treadmill_stays():
    run = run_with(speed_mps=3.0)
    assert (empty(run, "speed_mps"), run.warnings) == ([], ())


def test_steps_that_go_on_while_no_ground_is_covered_are_stuck():
    standing = (SECONDS >= 400) & (SECONDS < 500)
    run = run_with(
        cadence_spm=np.where(standing, 168.0, 170 + SECONDS % 3),
        speed_mps=np.where(standing, 0.0, 3.0 + 0.1 * WAVE),
        distance_m=np.cumsum(np.where(standing, 0.0, 3.0)),
    )
    assert empty(run, "cadence_spm") == list(range(400, 500))
    # Now nothing contradicts that the runner stood.
    assert not run.samples["moving"][450]


def test_a_metronome_stays():
    run = run_with(cadence_spm=180.0)
    assert (empty(run, "cadence_spm"), run.warnings) == ([], ())


def test_steps_on_a_treadmill_without_a_distance_stay():
    made = leg(1200, distance_m=0.0, cadence_spm=170.0, speed_mps=0.0)
    run = run_of(made, source="a.fit", file_format="fit")
    assert run.samples["cadence_spm"].null_count() == 0


@pytest.mark.parametrize("filler", [0.0, -500.0])
def test_a_height_of_nothing_but_the_filler_is_none(filler):
    run = run_with(altitude_m=filler)
    assert run.samples["altitude_m"].null_count() == 1201
    assert (run.ascent_m, run.descent_m) == (None, None)


def test_a_level_path_by_the_map_stays_level():
    run = run_with(altitude_m=12.0)
    assert (run.ascent_m, run.descent_m, run.warnings) == (0, 0, ())


def test_a_fine_height_that_hangs_for_a_kilometre_is_none_there():
    heights_m = 100 + np.round(10 * WAVE, 1)
    heights_m[400:800] = 105.2
    run = run_with(altitude_m=heights_m)
    # 399 steps of 3 m: 1197 m.
    assert set(range(400, 800)) <= set(empty(run, "altitude_m"))
    assert "height that never changed" in run.warnings[0]


def test_a_fine_height_that_hangs_for_half_a_kilometre_stays():
    heights_m = 100 + np.round(10 * WAVE, 1)
    heights_m[400:560] = 105.2
    assert run_with(altitude_m=heights_m).warnings == ()


def test_a_swim_or_ride_is_left_alone():
    made = leg(1200, sport="cycling", distance_m=STEADY_M, heart_rate_bpm=150.0)
    assert run_of(made, source="a.fit", file_format="fit").samples["heart_rate_bpm"].null_count() == 0


def test_a_heart_and_steps_that_rise_together_in_a_run_that_gets_faster_are_no_copy():
    beats = np.round(155 + 20 * SECONDS / 1200 + np.sin(SECONDS / 11))
    steps = 2 * np.round((155 + 19 * SECONDS / 1200) / 2)
    run = run_with(heart_rate_bpm=beats, cadence_spm=steps)
    assert (empty(run, "heart_rate_bpm"), run.warnings) == ([], ())
