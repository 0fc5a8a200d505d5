"""Fixes that cannot be: no fix at all, one that froze, one off to the side and back, a run of them far away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.cleaning.strays import strays
from backstride.recording.cleaning.stretches import constant
from backstride.recording.geometry import EARTH_RADIUS_M, distance_between
from backstride.recording.limits import limits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


def no_fix(latitude_deg: Floats, longitude_deg: Floats) -> Flags:
    """True where there is no position: off the Earth, or exactly 0, 0, which a receiver writes that has no fix.

    Parameters
    ----------
    latitude_deg, longitude_deg
        Shape (n,), NaN where missing. [deg]
    """
    with np.errstate(invalid="ignore"):
        on_earth = (np.abs(latitude_deg) <= 90) & (np.abs(longitude_deg) <= 180)
    return np.asarray(~on_earth | ((latitude_deg == 0) & (longitude_deg == 0)))


def frozen(times_s: Floats, latitude_deg: Floats, longitude_deg: Floats, speed_mps: Floats) -> Flags:
    """True where the last fix was written on and on (a tunnel, a lost signal) although the runner moved.

    That the runner moved is told by the device's own speed, or by the next fix being further off than anyone runs in
    the time since the last copy. The first copy stays; what stands still with the runner stays too.

    Parameters
    ----------
    times_s, latitude_deg, longitude_deg, speed_mps
        Shape (n,), NaN where missing; all fixes on the Earth. [s, deg, deg, m/s]
    """
    gone = np.zeros(times_s.size, dtype=np.bool_)
    placed = np.flatnonzero(np.isfinite(latitude_deg) & np.isfinite(longitude_deg))
    if placed.size < 3:
        return gone
    at_s, north, east = times_s[placed], latitude_deg[placed], longitude_deg[placed]
    place = north + 1000.0 * east
    for start, stop in constant(at_s, place, least=limits().frozen_position_s, gap=np.inf):
        copies = placed[start : stop + 1]
        told = speed_mps[copies]
        moved = np.isfinite(told).any() and np.nanmedian(told) > limits().standing_speed_mps
        if stop + 1 < placed.size and not moved:
            ahead = slice(stop, stop + 1), slice(stop + 1, stop + 2)
            step_m = distance_between(north[ahead[0]], east[ahead[0]], north[ahead[1]], east[ahead[1]])[0]
            moved = step_m > limits().on_foot_speed_max_mps * (at_s[stop + 1] - at_s[stop])
        if moved:
            gone[copies[1:]] = True
    return gone


def out_of_reach(
    times_s: Floats, latitude_deg: Floats, longitude_deg: Floats, *, slack_m: float
) -> tuple[Flags, Flags]:
    """Fixes nobody on foot could be at, and steps between the rest that nobody could take.

    A fix goes where the runner would have shot out and back on the spot; a stretch of up to two minutes goes where the
    way past it is possible. What remains out of reach is a real change of place (a lift in a car) or a fault that
    cannot be told from one: it stays, but its step is no way run.

    Parameters
    ----------
    times_s, latitude_deg, longitude_deg
        Shape (n,), NaN where missing. [s, deg, deg]
    slack_m
        How far off a fix may be before it goes: 0 where the distance comes from the fixes; more where they only draw
        the map. [m]

    Returns
    -------
    gone, leapt : array of bool, shape (n,)
        Fixes to leave out; fixes that the one before cannot have led to.
    """
    gone, leapt = (np.zeros(times_s.size, dtype=np.bool_) for _ in range(2))
    placed = np.flatnonzero(np.isfinite(latitude_deg) & np.isfinite(longitude_deg))
    if placed.size < 2:
        return gone, leapt
    at_s, north, east = times_s[placed], latitude_deg[placed], longitude_deg[placed]
    if _all_near(at_s, north, east, slack_m):
        return gone, leapt
    turned = _shot_out_and_back(at_s, north, east, slack_m)
    gone[placed[turned]] = True
    placed, at_s, north, east = placed[~turned], at_s[~turned], north[~turned], east[~turned]

    def can_follow(one: NDArray[np.intp], other: NDArray[np.intp]) -> Flags:
        way_m = distance_between(north[one], east[one], north[other], east[other])
        return np.asarray(way_m <= limits().on_foot_speed_max_mps * (at_s[other] - at_s[one]) + slack_m)

    lost = strays(at_s, can_follow, least_lost=limits().stray_stretch_max_s / 2)
    gone[placed[lost]] = True
    kept = np.flatnonzero(~lost)
    leapt[placed[kept[1:]]] = ~can_follow(kept[:-1], kept[1:])
    return gone, leapt


def _all_near(at_s: Floats, north: Floats, east: Floats, slack_m: float) -> bool:
    """Whether even the way round the corner (along the meridian, then along the equator) is short for every step.

    True for nearly every recording, and without the sines of the exact way, which take longer than all else here.
    """
    corner_deg = np.abs(np.diff(north)) + np.abs(np.diff(east))
    reach_m = limits().turn_speed_max_mps * np.diff(at_s) + slack_m
    return bool((np.radians(corner_deg) * EARTH_RADIUS_M <= reach_m).all())


def _shot_out_and_back(at_s: Floats, north: Floats, east: Floats, slack_m: float) -> Flags:
    """Single fixes reached and left at a run in opposite directions: nobody turns on the spot at such a speed."""
    found = np.zeros(at_s.size, dtype=np.bool_)
    if at_s.size < 3:
        return found
    gaps_s = np.diff(at_s)
    way_m = distance_between(north[:-1], east[:-1], north[1:], east[1:])
    fast = way_m > limits().turn_speed_max_mps * gaps_s + slack_m
    both = fast[:-1] & fast[1:]
    if not both.any():
        return found
    past_m = distance_between(north[:-2], east[:-2], north[2:], east[2:])
    # By the law of cosines the angle between the ways in and out is under 90 degrees.
    back = way_m[:-1] ** 2 + way_m[1:] ** 2 > past_m**2
    past_possible = past_m <= limits().turn_speed_max_mps * (gaps_s[:-1] + gaps_s[1:])
    spikes = np.flatnonzero(both & back & past_possible) + 1
    if spikes.size:
        # Of neighbours only the first goes: without it the next one may be sound.
        spikes = spikes[np.diff(spikes, prepend=-2) > 1]
        found[spikes] = True
    return found
