"""Samples at uneven places -> an even grid, without inventing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

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


def evenly(samples: pl.DataFrame, *, every_s: float, gap_max_s: float) -> pl.DataFrame:
    """The samples of a run at even times, for tools that want them so.

    Parameters
    ----------
    samples
        In `SAMPLE_SCHEMA`, as `Run.samples`.
    every_s
        Time between two rows, positive. [s]
    gap_max_s
        Between samples further apart nothing is known. [s]

    Returns
    -------
    DataFrame
        The same columns, the first row at the first sample. Measured columns lie on straight lines between their known
        samples, null in gaps; `lap` is that of the nearest sample, `moving` that of the time in which the row lies.
    """
    along = samples["elapsed_s"].to_numpy()
    places = grid(along, every_s)
    columns = []
    for name, kind in samples.schema.items():
        if name == "time":
            column = _times(samples["time"], places - along[:1])
        elif name == "elapsed_s":
            column = pl.Series(places)
        elif kind == pl.Boolean:
            column = samples[name].gather(np.searchsorted(along, places))
        else:
            by = even if kind == pl.Float64 else nearest
            values = samples[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
            column = pl.Series(by(places, along, values, gap_max=gap_max_s), nan_to_null=True)
        columns.append(column.cast(kind).alias(name))
    return pl.DataFrame(columns)


def _times(time: pl.Series, later_s: Floats) -> pl.Series:
    """`later_s` after the first of `time`; null where the clock was not set."""
    if time.null_count() == time.len():
        return pl.Series([None] * later_s.size, dtype=time.dtype)
    return pl.Series(np.round(later_s * 1000).astype(np.int64) + time.cast(pl.Int64)[0])
