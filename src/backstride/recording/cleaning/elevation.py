"""Metres climbed and dropped, from heights that are noisy and unevenly spaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.cleaning.grade import even_heights, half_window, running_median, smooth
from backstride.recording.limits import limits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def ascent_descent(
    altitude_m: Floats, distance_m: Floats, times_s: Floats, *, barometer: bool
) -> tuple[float, float] | None:
    """Metres climbed and dropped, counted only once the height has turned by more than the noise.

    The heights are freed of single wrong ones, put at equal steps of the way (where no way is known, at those of an
    easy jog), smoothed, and followed from one turning point to the next. How much smoothing, and by how much the
    height has to turn, depends on what measured it: a barometer follows each rise, a height by satellite wanders by
    metres. Watches themselves are 3 to 10 % low on hills and up to 5 m high on the flat [1]_.

    Parameters
    ----------
    altitude_m, distance_m, times_s
        Shape (n,), NaN where missing; times increasing. [m, m, s]
    barometer
        True where the height is known to be by air pressure.

    Returns
    -------
    (ascent, descent) or None
        None without two heights. [m]

    References
    ----------
    .. [1] Ammann R et al. (2016), Sports Eng 19:283-287.
    """
    known = np.isfinite(altitude_m)
    if known.sum() < 2:
        return None
    measured = known & np.isfinite(distance_m)
    if measured.sum() >= known.sum() / 2 and np.ptp(distance_m[measured]) > 0:
        along_m, heights_m = distance_m[measured], altitude_m[measured]
    else:
        along_m, heights_m = limits().easy_speed_mps * times_s[known], altitude_m[known]
    step_m = limits().height_step_m
    level_m = even_heights(along_m, heights_m, step_m=step_m)
    window_m = limits().barometer_window_m if barometer else limits().satellite_window_m
    half = half_window(step_m, window_m)
    if level_m.size >= 2 * half + 1:
        level_m = smooth(level_m, half)
    return climbed(level_m, turn_m=limits().barometer_turn_m if barometer else limits().ascent_turn_m)


def without_lifts(altitude_m: Floats, broken: NDArray[np.bool_]) -> Floats:
    """Heights shifted as if a pause, or another way that was not run, had ended at the height at which it began.

    A gondola or a car between two parts of a run is no climbing. Up to `height_slack_m` stays, as that much may be
    noise, or a sensor that was set right.

    Parameters
    ----------
    altitude_m
        Shape (n,), NaN where missing. [m]
    broken
        Whether the way from the sample before was not run, shape (n,).
    """
    known = np.flatnonzero(np.isfinite(altitude_m))
    so_far = np.cumsum(broken)[known]
    off = np.diff(so_far, prepend=so_far[:1]) > 0
    if not off.any():
        return altitude_m
    heights_m = altitude_m[known]
    at = np.flatnonzero(off)
    first, last = at[np.diff(at, prepend=-2) > 1], at[np.diff(at, append=off.size + 1) > 1]
    # By the median on either side, as the first height after a silence is often wrong.
    level_m = running_median(heights_m)
    lift_m = level_m[np.minimum(last + 2, off.size - 1)] - level_m[np.maximum(first - 3, 0)]
    lift_m[np.abs(lift_m) <= limits().height_slack_m] = 0.0
    shift_m = np.zeros(off.size)
    shift_m[last] = lift_m
    result = altitude_m.copy()
    result[known] -= np.cumsum(shift_m)
    for start, stop, lifted_m in zip(first.tolist(), last.tolist(), lift_m.tolist(), strict=True):
        if lifted_m:
            result[known[start:stop]] = np.nan
    return result


def climbed(heights_m: Floats, *, turn_m: float) -> tuple[float, float]:
    """Sum of the rises and of the falls between turning points.

    A turn counts when the height has come back by `turn_m`; what wobbles by less goes up with the climb it is part of.

    Parameters
    ----------
    heights_m
        Along the way, shape (n,), none missing. [m]
    turn_m
        Smallest turn. [m]

    Returns
    -------
    ascent_m, descent_m : float
    """
    if heights_m.size < 2:
        return 0.0, 0.0
    ascent_m = descent_m = 0.0
    low = high = turning_point = float(heights_m[0])
    direction = 0
    for height in _corners(heights_m):
        low, high = min(low, height), max(high, height)
        if direction >= 0 and high - height >= turn_m:
            ascent_m += high - turning_point if direction else 0.0
            turning_point, low, direction = high, height, -1
        elif direction <= 0 and height - low >= turn_m:
            descent_m += turning_point - low if direction else 0.0
            turning_point, high, direction = low, height, 1
    if direction > 0:
        ascent_m += high - turning_point
    elif direction < 0:
        descent_m += turning_point - low
    return ascent_m, descent_m


def _corners(heights_m: Floats) -> list[float]:
    """The heights at which rising turns to falling or back, and both ends: nothing between them can be a turn."""
    steps_m = np.diff(heights_m)
    moving = np.flatnonzero(steps_m)
    if moving.size == 0:
        return [float(heights_m[0])]
    turned = np.flatnonzero(np.diff(np.sign(steps_m[moving])) != 0)
    at = np.concatenate(([0], moving[turned] + 1, [heights_m.size - 1]))
    corners: list[float] = heights_m[at].tolist()
    return corners
