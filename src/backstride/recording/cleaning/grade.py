"""Altitude along a run, smoothed, to the slope under the runner's feet and how far the run went downhill."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from backstride.recording.cleaning.strays import strays
from backstride.recording.limits import limits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def slope_along(distance_m: Floats, altitude_m: Floats, *, step_m: float, window_m: float, clip: float) -> Floats:
    """Slope of the ground at equal steps of distance.

    Single wrong heights are removed with a running median, the altitude is resampled to equal steps, and a
    second-order Savitzky-Golay filter gives its derivative.

    Parameters
    ----------
    distance_m : array, shape (n,)
        Distance since the start; may repeat where the runner stood. [m]
    altitude_m : array, shape (n,)
        Height, NaN where unknown. [m]
    step_m, window_m : float
        Spacing of the result and width of the smoothing. [m]
    clip : float
        Steepest slope believed, either way. [fraction]

    Returns
    -------
    array, shape (m,)
        Slope of each step as a fraction, negative downhill; empty where the run is shorter than the window.

    References
    ----------
    .. [1] Savitzky A, Golay MJE (1964), Anal Chem 36:1627-1639.
    """
    known = np.isfinite(distance_m) & np.isfinite(altitude_m)
    level = even_heights(distance_m[known], altitude_m[known], step_m=step_m)
    half = half_window(step_m, window_m)
    if level.size < 2 * half + 1:
        return np.empty(0)
    return np.clip(_derivative(level, half) / step_m, -clip, clip)


def even_heights(along_m: Floats, altitude_m: Floats, *, step_m: float) -> Floats:
    """Heights without wrong ones, at equal steps of the way.

    A stretch of heights that the ground cannot rise to and fall back from goes (a barometer that was not ready, a map
    with a hole); a running median of five takes out up to two wrong heights in a row [1]_. Of several heights at one
    place (the runner stood) the last counts.

    Parameters
    ----------
    along_m, altitude_m : array, shape (n,)
        None missing; a way back in `along_m` is taken as standing. [m]
    step_m : float
        Spacing of the result. [m]

    Returns
    -------
    array, shape (m,)
        From the first place on. [m]

    References
    ----------
    .. [1] Tukey JW (1977), Exploratory Data Analysis, chapter 7: running medians.
    """
    if along_m.size == 0:
        return np.empty(0)
    way_m = np.maximum.accumulate(along_m)

    def can_follow(one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.bool_]:
        rise_m = np.abs(altitude_m[other] - altitude_m[one])
        return np.asarray(rise_m <= limits().height_slope_max * (way_m[other] - way_m[one]) + limits().height_slack_m)

    sound = ~strays(way_m, can_follow, least_lost=limits().stray_height_max_m / 2)
    way_m, height_m = way_m[sound], running_median(altitude_m[sound])
    last_of_each = np.append(np.diff(way_m) > 0, True)
    grid_m = np.arange(way_m[0], way_m[-1] + step_m / 2, step_m)
    return np.asarray(np.interp(grid_m, way_m[last_of_each], height_m[last_of_each]))


def downhill(slope: Floats, *, below: float, step_m: float) -> tuple[float, float]:
    """Metres run and metres lost on slopes steeper than `below`.

    Parameters
    ----------
    slope : array, shape (m,)
        Slope of each step. [fraction]
    below : float
        Limit, negative. [fraction]
    step_m : float
        Length of a step. [m]

    Returns
    -------
    distance_m, descent_m : float
        Both positive. [m]
    """
    steep = slope[slope < below]
    return float(steep.size * step_m), abs(float(steep.sum() * step_m))


def running_median(values: Floats) -> Floats:
    """Median of each value and its two neighbours on either side, the ends repeated; shape (n,).

    Five values are few enough for a fixed chain of minima and maxima, which is many times faster than sorting.
    """
    if values.size < 5:
        return values
    a, b, c, d, e = sliding_window_view(np.pad(values, 2, mode="edge"), 5).T
    lower = np.maximum(np.minimum(a, b), np.minimum(c, d))
    upper = np.minimum(np.maximum(a, b), np.maximum(c, d))
    return np.asarray(np.maximum(np.minimum(lower, upper), np.minimum(np.maximum(lower, upper), e)))


def half_window(step_m: float, window_m: float) -> int:
    """Steps on either side of the middle of a window; at least one."""
    return max(1, round(window_m / step_m / 2))


def smooth(level: Floats, half: int) -> Floats:
    """Second-order Savitzky-Golay filter: the parabola fitted to each 2 half + 1 points, at its middle.

    The parabolas of the first and the last window serve the ends, so a straight line stays as it is.

    Parameters
    ----------
    level : array, shape (n,)
        At equal steps, at least 2 half + 1 of them.
    half : int
        Steps on either side.

    References
    ----------
    .. [1] Savitzky A, Golay MJE (1964), Anal Chem 36:1627-1639.
    """
    offsets = np.arange(-half, half + 1)
    weights = 3 * (3 * half**2 + 3 * half - 1 - 5 * offsets**2) / ((2 * half - 1) * (2 * half + 1) * (2 * half + 3))
    middle = np.convolve(level, weights, mode="valid")
    first, last = np.polyfit(offsets, level[: 2 * half + 1], 2), np.polyfit(offsets, level[-2 * half - 1 :], 2)
    return np.concatenate([np.polyval(first, offsets[:half]), middle, np.polyval(last, offsets[half + 1 :])])


def _derivative(level: Floats, half: int) -> Floats:
    """First derivative per step of the parabola fitted to each 2 half + 1 points; the end parabolas serve the ends."""
    offsets = np.arange(-half, half + 1)
    slope = offsets / np.sum(offsets**2)
    middle = sliding_window_view(level, 2 * half + 1) @ slope
    first, last = np.polyfit(offsets, level[: 2 * half + 1], 2), np.polyfit(offsets, level[-2 * half - 1 :], 2)
    at_start = 2 * first[0] * offsets[:half] + first[1]
    at_end = 2 * last[0] * offsets[half + 1 :] + last[1]
    return np.concatenate([at_start, middle, at_end])
