"""Distances over the ground."""

import math

import numpy as np
import pytest

from backstride.recording.geometry import distance_along, distance_between

NAN = float("nan")


def between(*degrees):
    return float(distance_between(*(np.array([value], dtype=float) for value in degrees))[0])


def test_a_quarter_of_the_way_round_the_equator():
    assert between(0, 0, 0, 90) == pytest.approx(math.pi / 2 * 6_371_008.8)


def test_from_pole_to_pole():
    assert between(90, 0, -90, 0) == pytest.approx(math.pi * 6_371_008.8)


def test_across_the_date_line_is_short():
    # 0.002 degrees of the equator: 222.4 m
    assert between(0, 179.999, 0, -179.999) == pytest.approx(math.radians(0.002) * 6_371_008.8)


@pytest.mark.parametrize(
    ("line", "metres"),
    [
        # One degree on the WGS 84 ellipsoid (published tables): the sphere is worst along a meridian at the equator.
        ((-0.5, 8, 0.5, 8), 110_574),
        ((89, 8, 90, 8), 111_694),
        ((0, 8, 0, 9), 111_320),
        ((60, 8, 60, 9), 55_800),
        # Flinders Peak to Buninyong, Geoscience Australia's test line for Vincenty's formulae: 54,972.271 m.
        ((-37.951033417, 144.424867889, -37.652821139, 143.926495528), 54_972.271),
    ],
)
def test_the_sphere_is_within_six_thousandths_of_the_ellipsoid(line, metres):
    assert between(*line) == pytest.approx(metres, rel=0.006)


def test_paris_to_london_is_within_half_a_percent_of_the_ellipsoid():
    # 343.9 km on the WGS 84 ellipsoid (Vincenty) between 48.8566 N 2.3522 E and 51.5074 N 0.1278 W
    assert between(48.8566, 2.3522, 51.5074, -0.1278) == pytest.approx(343_900, rel=0.005)


def test_positions_that_are_missing_are_bridged_and_breaks_are_not():
    # Stretch 0: three positions, the middle one missing. Stretch 1: far away. A step is 0.001 degrees of a meridian.
    north = np.array([0.0, NAN, 0.002, 5.0, 5.001])
    along = distance_along(north, np.zeros(5), np.array([0, 0, 0, 1, 1]))
    step = math.radians(0.001) * 6_371_008.8
    np.testing.assert_allclose(along, [0, NAN, 2 * step, 2 * step, 3 * step])


def test_without_positions_there_is_no_distance():
    assert np.isnan(distance_along(np.array([NAN]), np.array([NAN]), np.zeros(1, dtype=int))).all()
