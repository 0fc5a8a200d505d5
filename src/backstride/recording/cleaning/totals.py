"""Totals of a run that its device did not give, from the samples."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

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


def covered(distance_m: NDArray[np.float64]) -> float | None:
    """How far a cumulative distance gets; None where nothing of it is known. [m]"""
    known = distance_m[np.isfinite(distance_m)]
    return float(known.max()) if known.size else None


def positive(value: float | None) -> float | None:
    """A device's total, None where it is none: zero, negative, infinite."""
    return value if value is not None and math.isfinite(value) and value > 0 else None
