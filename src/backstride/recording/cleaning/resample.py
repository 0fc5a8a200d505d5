"""Samples at uneven places -> an even grid, without inventing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def grid(along: Floats, step: float) -> Floats:
    """Places `step` apart from the first of `along` on, none past its last.

    Parameters
    ----------
    along
        Time or distance of each sample, shape (n,), increasing. [s or m]
    step
        Positive. [as `along`]
    """
    if along.size == 0:
        return np.empty(0)
    # A hair of the step keeps the last place when the division does not come out even.
    return np.asarray(along[0] + step * np.arange(int((along[-1] - along[0]) / step + 1e-9) + 1))


def even(places: Floats, along: Floats, values: Floats, *, gap_max: float) -> Floats:
    """Values at `places`, straight lines between the known ones.

    Parameters
    ----------
    places
        Where values are wanted, shape (m,). [s or m]
    along, values
        Samples, shape (n,); `along` increasing, `values` NaN where missing.
    gap_max
        Between known samples further apart than this nothing is known. [as `along`]

    Returns
    -------
    array, shape (m,)
        NaN in such gaps and outside the first and last known sample. A place that has a sample keeps its value.
    """
    known = np.isfinite(values)
    at, level = along[known], values[known]
    if at.size == 0:
        return np.full(places.shape, np.nan)
    result = np.interp(places, at, level, left=np.nan, right=np.nan)
    after = np.minimum(np.searchsorted(at, places), at.size - 1)
    before = np.maximum(after - 1, 0)
    in_gap = (at[after] - at[before] > gap_max) & (at[after] != places) & (at[before] != places)
    result[in_gap] = np.nan
    return result


def nearest(places: Floats, along: Floats, values: Floats, *, gap_max: float) -> Floats:
    """Values of the nearest known sample, for what has no in-between (a flag, a lap, a step rate of none).

    Parameters
    ----------
    places, along, values
        As in `even`.
    gap_max
        A sample further away than half of this says nothing. [as `along`]

    Returns
    -------
    array, shape (m,)
        NaN where no sample is near, and outside the first and last known sample. Of two equally near the earlier.
    """
    known = np.isfinite(values)
    at, level = along[known], values[known]
    if at.size == 0:
        return np.full(places.shape, np.nan)
    after = np.minimum(np.searchsorted(at, places), at.size - 1)
    before = np.maximum(after - 1, 0)
    chosen = np.where(np.abs(places - at[before]) <= np.abs(at[after] - places), before, after)
    near = (np.abs(places - at[chosen]) <= gap_max / 2) & (places >= at[0]) & (places <= at[-1])
    return np.where(near, level[chosen], np.nan)
