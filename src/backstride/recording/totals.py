"""Totals of a run that its device did not give, from the samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.limits import limits

if TYPE_CHECKING:
    from numpy.typing import NDArray


def mean_over_time(values: NDArray[np.float64], weights_s: NDArray[np.float64]) -> float | None:
    """Mean weighted by time, so that a watch that thins out its samples does not shift it.

    Parameters
    ----------
    values
        Shape (n,), NaN where missing.
    weights_s
        Time each value stands for, shape (n,). [s]

    Returns
    -------
    float or None
        The plain mean where no value stands for any time; None without values.
    """
    known = np.isfinite(values)
    if not known.any():
        return None
    weight_s = float(weights_s[known].sum())
    if weight_s <= 0:
        return float(values[known].mean())
    return float((values[known] * weights_s[known]).sum() / weight_s)


def ascent_descent(altitude_m: NDArray[np.float64]) -> tuple[float, float] | None:
    """Metres climbed and dropped, counted only once the height has turned by more than the noise.

    A moving average is followed from one turning point to the next; a turn counts when the height has come back by
    `ascent_turn_m`.

    Parameters
    ----------
    altitude_m
        Shape (n,), NaN where missing. [m]

    Returns
    -------
    (ascent, descent) or None
        None without two heights. [m]
    """
    heights_m = altitude_m[np.isfinite(altitude_m)]
    if heights_m.size < 2:
        return None
    smooth_m = _moving_average(heights_m, limits().ascent_smoothing_points)
    turn_m = limits().ascent_turn_m
    ascent_m = descent_m = 0.0
    low = high = turning_point = float(smooth_m[0])
    direction = 0
    for height in map(float, smooth_m):
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


def _moving_average(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """Centred mean; near the ends over as many neighbours as both sides have, so that the ends stay where they are."""
    count = values.size
    reach = np.minimum(np.minimum(np.arange(count), np.arange(count)[::-1]), width // 2)
    total = np.concatenate(([0.0], np.cumsum(values)))
    index = np.arange(count)
    mean: NDArray[np.float64] = (total[index + reach + 1] - total[index - reach]) / (2 * reach + 1)
    return mean
