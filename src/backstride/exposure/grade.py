"""Altitude along a run, smoothed, to the slope under the runner's feet and how far the run went downhill."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DESPIKE_SAMPLES = 5
"""Width of the running median that takes out single wrong heights; a property of the filter, not a clinical number."""


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
    distance = np.maximum.accumulate(distance_m[known])
    altitude = _running_median(altitude_m[known])
    half = max(1, round(window_m / step_m / 2))
    if distance.size == 0 or distance[-1] - distance[0] < 2 * half * step_m:
        return np.empty(0)
    last_of_each = np.append(np.diff(distance) > 0, True)
    grid = np.arange(distance[0], distance[-1] + step_m / 2, step_m)
    level = np.interp(grid, distance[last_of_each], altitude[last_of_each])
    return np.clip(_derivative(level, half) / step_m, -clip, clip)


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


def _running_median(values: Floats) -> Floats:
    if values.size < DESPIKE_SAMPLES:
        return values
    padded = np.pad(values, DESPIKE_SAMPLES // 2, mode="edge")
    return np.asarray(np.median(sliding_window_view(padded, DESPIKE_SAMPLES), axis=1))


def _derivative(level: Floats, half: int) -> Floats:
    """First derivative per step of the parabola fitted to each 2 half + 1 points; the end parabolas serve the ends."""
    offsets = np.arange(-half, half + 1)
    slope = offsets / np.sum(offsets**2)
    middle = sliding_window_view(level, 2 * half + 1) @ slope
    first, last = np.polyfit(offsets, level[: 2 * half + 1], 2), np.polyfit(offsets, level[-2 * half - 1 :], 2)
    at_start = 2 * first[0] * offsets[:half] + first[1]
    at_end = 2 * last[0] * offsets[half + 1 :] + last[1]
    return np.concatenate([at_start, middle, at_end])
