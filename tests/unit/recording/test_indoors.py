"""Treadmills: told by the file or inferred, with no height and no standing that nobody measured."""

import numpy as np
import pytest
from made_legs import leg

from backstride.recording.assemble import run_of

SECONDS = np.arange(1201.0)
MOTION = {"distance_m": 3 * SECONDS, "cadence_spm": 170.0}
INFERRED = "No place and no climb were recorded, so we took this as a run indoors."


def run_with(*, indoor=False, ascent_m=None, **columns):
    sport = columns.pop("sport", "running")
    made = leg(columns.pop("seconds", 1200), sport=sport, **columns)
    made.indoor, made.ascent_m, made.descent_m = indoor, ascent_m, ascent_m
    return run_of(made, source="a.fit", file_format="fit")


@pytest.mark.parametrize(
    ("because", "columns", "indoor"),
    [
        ("no place but steps and a distance", MOTION, True),
        ("no place but steps", {"cadence_spm": 170.0}, True),
        ("a height that barely moves", MOTION | {"altitude_m": 200 + 3 * np.sin(SECONDS / 300)}, True),
        ("there is a place", MOTION | {"north_m": 3 * SECONDS}, False),
        ("it went up a hill", MOTION | {"altitude_m": 200 + SECONDS / 40}, False),
        ("nothing says that anyone moved", {"heart_rate_bpm": 150 + SECONDS % 5}, False),
        ("too short to tell", {"seconds": 500, "cadence_spm": 170.0}, False),
        ("a ride without a place is no treadmill", MOTION | {"sport": "cycling"}, False),
    ],
)
def test_a_run_without_a_place_is_taken_as_indoors_and_told(because, columns, indoor):
    run = run_with(**columns)
    assert run.indoor is indoor, because
    assert (INFERRED in run.warnings) is indoor


def test_what_the_file_says_is_not_told_as_inferred():
    run = run_with(indoor=True, **MOTION)
    assert run.indoor
    assert run.warnings == ()


def test_a_climb_by_the_device_speaks_against_a_roof():
    # The receiver was off to spare the battery, and the file holds no heights but their sum.
    run = run_with(ascent_m=500.0, **MOTION)
    assert (run.indoor, run.ascent_m, run.descent_m) == (False, 500, 500)


def test_nobody_climbs_on_a_treadmill():
    run = run_with(indoor=True, ascent_m=35.0, altitude_m=200 + 20 * np.sin(SECONDS / 200), **MOTION)
    assert (run.ascent_m, run.descent_m) == (None, None)


@pytest.mark.parametrize("columns", [{}, {"cadence_spm": 170.0}])
def test_zeros_of_a_sensor_that_was_not_there_are_no_standing(columns):
    run = run_with(indoor=True, distance_m=0.0, speed_mps=0.0, heart_rate_bpm=150 + SECONDS % 5, **columns)
    assert run.samples["moving"].all()
    assert run.distance_m is None
