"""Where the device wrote no distance: positions, then speed, then steps, then nothing."""

import numpy as np
import pytest
from made_legs import leg

from backstride.recording.assemble import run_of

SECONDS = np.arange(601.0)


def run_with(**columns):
    changes = {name: columns.pop(name) for name in ("indoor", "pauses") if name in columns}
    made = leg(columns.pop("seconds", 600), **columns)
    for name, value in changes.items():
        setattr(made, name, value)
    return run_of(made, source="a.fit", file_format="fit")


@pytest.mark.parametrize(
    ("because", "columns", "expected_m"),
    [
        ("the device measured it", {"distance_m": 2 * SECONDS, "north_m": 3 * SECONDS, "speed_mps": 4.0}, 1200),
        ("then the positions", {"north_m": 3 * SECONDS, "speed_mps": 4.0}, 1800),
        ("then the speed of a foot pod", {"speed_mps": 4.0, "step_length_mm": 1000.0, "cadence_spm": 180.0}, 2400),
        # 1000 mm by 180 steps a minute: 3 m/s.
        ("then the steps and their length", {"step_length_mm": 1000.0, "cadence_spm": 180.0}, 1800),
        ("steps alone have no length", {"cadence_spm": 180.0}, None),
        ("most of the run must have a speed", {"speed_mps": np.where(SECONDS < 400, 3.0, np.nan)}, None),
        ("a speed of zero is a sensor that was not there", {"speed_mps": 0.0, "indoor": True}, None),
    ],
)
def test_the_best_that_there_is_counts(because, columns, expected_m):
    run = run_with(**columns)
    expected = None if expected_m is None else pytest.approx(expected_m, abs=0.01)
    assert run.distance_m == expected, because


def test_where_the_distance_is_from_is_told():
    assert "The watch recorded no distance; we worked it out from the speed." in run_with(speed_mps=3.0).warnings


def test_the_positions_of_a_treadmill_are_no_way():
    wander_m = 5 * np.random.default_rng(1).normal(0, 1, 601)
    run = run_with(north_m=wander_m, speed_mps=3.0, indoor=True)
    assert run.distance_m == pytest.approx(1800)


def test_a_silence_adds_nothing_by_speed():
    # Five minutes, ten minutes of nothing, five minutes.
    at_s = np.concatenate([np.arange(301.0), 900 + np.arange(301.0)])
    run = run_with(seconds=601, at_s=at_s, speed_mps=3.0)
    assert run.distance_m == pytest.approx(1800)


def test_the_way_walked_while_the_timer_stood_does_not_count():
    # 100 s at 3 m/s, 60 s of a pause in which the watch kept recording, then on.
    made = leg(600, north_m=3 * SECONDS)
    made.pauses = [(made.times_s[100], made.times_s[160])]
    run = run_of(made, source="a.fit", file_format="fit")
    assert run.distance_m == pytest.approx(1800 - 180, abs=0.01)
    assert run.timer_s == 540


def test_the_speed_counts_where_the_receiver_was_off_for_most_of_the_run():
    run = run_with(north_m=np.where(SECONDS < 60, 3 * SECONDS, np.nan), speed_mps=3.0)
    assert run.distance_m == pytest.approx(1800)
    assert "The watch recorded no distance; we worked it out from the speed." in run.warnings


@pytest.mark.parametrize("north_m", [np.full(601, 5.0), np.where(SECONDS < 1, 5.0, np.nan)], ids=["hung", "one"])
def test_one_place_is_no_way(north_m):
    by_speed = run_with(north_m=north_m, speed_mps=3 + 0.01 * (SECONDS % 7), cadence_spm=170.0)
    assert by_speed.distance_m == pytest.approx(1818, abs=1)
    assert run_with(north_m=np.where(SECONDS < 1, 5.0, np.nan), cadence_spm=170.0).distance_m is None


@pytest.mark.parametrize("on_s", [1, 60])
def test_straight_lines_over_long_silences_of_the_receiver_are_told_as_too_short(on_s):
    # On for a second or a minute, off for the rest of five, twice; a loop in between would not be seen.
    run = run_with(north_m=np.where(np.isin(SECONDS % 300, np.arange(on_s)), 3 * SECONDS, np.nan), cadence_spm=170.0)
    assert run.distance_m == pytest.approx(1800)
    assert any("so it may be too short" in warning for warning in run.warnings)


def test_places_in_every_other_sample_are_places_all_along():
    run = run_with(north_m=np.where(SECONDS % 2 == 0, 3 * SECONDS, np.nan), speed_mps=4.0)
    assert (run.distance_m, run.warnings) == (pytest.approx(1800), ())


def test_a_place_a_minute_is_enough_where_the_samples_are_a_minute_apart():
    at_s = np.arange(0.0, 3601.0, 60.0)
    run = run_with(seconds=60, at_s=at_s, north_m=3 * at_s, speed_mps=4.0)
    assert (run.distance_m, run.warnings) == (pytest.approx(10_800), ())


def test_speed_written_during_a_pause_adds_nothing():
    at_s = 1_793_534_400.0
    run = run_with(speed_mps=3.0, pauses=[(at_s + 100, at_s + 160)])
    assert run.distance_m == pytest.approx(1620)


@pytest.mark.parametrize("columns", [{"north_m": 3 * SECONDS}, {"speed_mps": 3.0}], ids=["places", "speed"])
def test_a_pause_that_the_devices_timer_knows_nothing_of_takes_nothing_away(columns):
    # The start after the first second was never written.
    made = leg(600, altitude_m=1000 + 0.1 * SECONDS, **columns)
    made.pauses = [(made.times_s[1], made.times_s[-1])]
    made.timer_s = made.elapsed_s = 600.0
    run = run_of(made, source="a.fit", file_format="fit")
    assert run.distance_m == pytest.approx(1800, abs=4)
    assert run.ascent_m == pytest.approx(60, abs=1)
