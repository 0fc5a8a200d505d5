"""Sensors that hang: a value that never changes, or a heart rate that is really the step rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.cleaning.resample import even, grid
from backstride.recording.cleaning.stretches import constant
from backstride.recording.limits import limits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

NO_ALTIMETER_M = (0.0, -500.0)
"""What files hold for "no height": zero, or the lowest that FIT can write. [m]"""
FINE_M = 0.5
"""Heights written in smaller steps than this come from a sensor that is never still for long. [m]"""


def held_heart_rate(times_s: Floats, heart_rate_bpm: Floats, moved: Flags) -> Flags:
    """True where the heart rate is exactly the same for minutes while the runner moves.

    Even at an even pace a heart rate in whole beats changes within a minute or so; longer than
    `frozen_heart_rate_s` it is a sensor that holds its last value. Not so where the file holds means over minutes.

    Parameters
    ----------
    times_s, heart_rate_bpm
        Shape (n,), NaN where missing. [s, beats/min]
    moved
        Whether the runner moved, shape (n,).
    """
    gone = np.zeros(times_s.size, dtype=np.bool_)
    known = np.flatnonzero(np.isfinite(heart_rate_bpm))
    changes_s = times_s[known][1:][np.diff(heart_rate_bpm[known]) != 0]
    if changes_s.size > 1 and float(np.median(np.diff(changes_s))) >= limits().coarse_heart_rate_s:
        return gone
    for start, stop in constant(
        times_s[known], heart_rate_bpm[known], least=limits().frozen_heart_rate_s, gap=limits().pause_gap_s
    ):
        stretch = known[start : stop + 1]
        if moved[stretch].mean() > 0.5:
            gone[stretch] = True
    return gone


def copied_steps(times_s: Floats, heart_rate_bpm: Floats, cadence_spm: Floats) -> Flags:
    """True where an optical sensor took the steps for beats ("cadence lock" [1]_).

    Two rates can meet by chance, so their being close is not enough. They have to stay within `lock_within_bpm` for
    `lock_least_s`, and either the heart rate follows every change of the step rate, or it leaps onto or off it
    faster than a heart can.

    Parameters
    ----------
    times_s, heart_rate_bpm, cadence_spm
        Shape (n,), NaN where missing. [s, beats/min, steps/min]

    References
    ----------
    .. [1] Described with an example by Davis J J (2021), "Cadence lock", Running Writings.
    """
    gone = np.zeros(times_s.size, dtype=np.bool_)
    steps_spm = np.where(cadence_spm > 0, cadence_spm, np.nan)
    close = np.abs(heart_rate_bpm - steps_spm) <= limits().lock_within_bpm
    near_s = np.minimum(np.diff(times_s, prepend=times_s[:1]), limits().pause_gap_s)[close].sum()
    if near_s < limits().lock_least_s:
        return gone
    # A second each, so that a watch that thins out its samples is judged like one that does not.
    at_s = grid(times_s, 1.0)
    beats, steps = (even(at_s, times_s, v, gap_max=limits().pause_gap_s) for v in (heart_rate_bpm, steps_spm))
    near = np.flatnonzero(np.abs(beats - steps) <= limits().lock_within_bpm)
    for part in np.split(near, np.flatnonzero(np.diff(near) > limits().lock_gap_s) + 1):
        if part.size == 0 or part[-1] - part[0] < limits().lock_least_s:
            continue
        if _follows(beats[part], steps[part]) or _leapt(at_s, beats, part[0], part[-1]):
            gone |= (times_s >= at_s[part[0]]) & (times_s <= at_s[part[-1]])
    return gone & np.isfinite(heart_rate_bpm)


def _follows(heart_rate_bpm: Floats, cadence_spm: Floats) -> bool:
    """Whether the heart rate does whatever the step rate does; a heart lags behind by half a minute.

    Both may rise steadily together in a run that gets faster, so only what goes beyond a steady change tells.
    """
    second = np.arange(cadence_spm.size)
    spread = float(np.std(cadence_spm - np.polyval(np.polyfit(second, cadence_spm, 1), second)))
    return spread >= limits().lock_spread_min and float(np.std(heart_rate_bpm - cadence_spm)) <= spread / 3


def _leapt(times_s: Floats, heart_rate_bpm: Floats, first: np.intp, last: np.intp) -> bool:
    """Whether the heart rate came to the step rate, or left it, in a leap."""
    within_s, leap = limits().lock_leap_within_s, limits().lock_leap_bpm
    ahead = (times_s >= times_s[first] - within_s) & (times_s < times_s[first])
    behind = (times_s > times_s[last]) & (times_s <= times_s[last] + within_s)
    for side, edge in ((ahead, first), (behind, last)):
        values = heart_rate_bpm[side]
        values = values[np.isfinite(values)]
        if values.size and float(np.abs(values - heart_rate_bpm[edge]).max()) >= leap:
            return True
    return False


def held_speed(times_s: Floats, speed_mps: Floats, distance_m: Floats) -> Flags:
    """True where the speed stays exactly the same while the distance says otherwise.

    A treadmill does run at one speed; only the distance can show that a speed is held.

    Parameters
    ----------
    times_s, speed_mps, distance_m
        Shape (n,), NaN where missing. [s, m/s, m]
    """
    gone = np.zeros(times_s.size, dtype=np.bool_)
    known = np.flatnonzero(np.isfinite(speed_mps) & np.isfinite(distance_m))
    for start, stop in constant(
        times_s[known], speed_mps[known], least=limits().frozen_speed_s, gap=limits().pause_gap_s
    ):
        stretch = known[start : stop + 1]
        ran_m = distance_m[stretch[-1]] - distance_m[stretch[0]]
        by_speed_m = speed_mps[stretch[0]] * (times_s[stretch[-1]] - times_s[stretch[0]])
        if abs(ran_m - by_speed_m) > limits().frozen_speed_differs * max(ran_m, by_speed_m):
            gone[stretch] = True
    return gone


def held_cadence(times_s: Floats, cadence_spm: Floats, distance_m: Floats) -> Flags:
    """True where the step rate stays exactly the same while no ground is covered.

    Only where the device measures a distance at all; on a treadmill without one the steps are all there is.

    Parameters
    ----------
    times_s, cadence_spm, distance_m
        Shape (n,), NaN where missing. [s, steps/min, m]
    """
    gone = np.zeros(times_s.size, dtype=np.bool_)
    known = np.flatnonzero((cadence_spm > 0) & np.isfinite(distance_m))
    if known.size == 0 or np.ptp(distance_m[known]) == 0:
        return gone
    for start, stop in constant(
        times_s[known], cadence_spm[known], least=limits().frozen_cadence_s, gap=limits().pause_gap_s
    ):
        stretch = known[start : stop + 1]
        gap_s = times_s[stretch[-1]] - times_s[stretch[0]]
        if distance_m[stretch[-1]] - distance_m[stretch[0]] < limits().pause_drift_max_mps * gap_s:
            gone[stretch] = True
    return gone


def held_height(altitude_m: Floats, distance_m: Floats) -> Flags:
    """True where the height never changes along a way on which any sensor would.

    All of it where every height is the filler for "none"; a part where the height is written in fine steps and stays
    the same for `frozen_height_m` of way. Heights in whole metres from a map can be level for long and stay.

    Parameters
    ----------
    altitude_m, distance_m
        Shape (n,), NaN where missing. [m]
    """
    gone = np.zeros(altitude_m.size, dtype=np.bool_)
    known = np.flatnonzero(np.isfinite(altitude_m))
    if known.size < 2:
        return gone
    heights_m = altitude_m[known]
    steps_m = np.abs(np.diff(heights_m))
    if not steps_m.any():
        gone[known] = heights_m[0] in NO_ALTIMETER_M
        return gone
    if steps_m[steps_m > 0].min() >= FINE_M:
        return gone
    along = known[np.isfinite(distance_m[known])]
    for start, stop in constant(
        distance_m[along], altitude_m[along], least=limits().frozen_height_m, gap=limits().frozen_height_m / 10
    ):
        gone[along[start : stop + 1]] = True
    return gone
