"""Runs under a roof: what tells them, and what their sensors cannot know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.cleaning.grade import running_median
from backstride.recording.limits import limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MAY_BE_INDOORS = frozenset({"running", "walking"})
_MOTION = ("distance_m", "speed_mps", "cadence_spm")


def inferred(sport: str, times_s: Floats, columns: Mapping[str, Floats], *, climbed_m: float = 0.0) -> bool:
    """True where a run was most likely on a treadmill or in a hall though the file does not say so.

    On foot, for `indoor_least_s` or longer, without a single position but with a distance, a speed or steps, and with
    no height gained or lost. An old watch without satellites outdoors looks the same on the flat, so the runner is
    told that this was inferred.

    Parameters
    ----------
    sport
        As in `Run`.
    times_s
        Shape (n,), increasing. [s]
    columns
        Columns of the samples, shape (n,), NaN where missing.
    climbed_m
        What the device says was climbed or lost in all. [m]
    """
    if climbed_m >= limits().ascent_turn_m:
        return False
    if sport not in MAY_BE_INDOORS or times_s.size == 0 or times_s[-1] - times_s[0] < limits().indoor_least_s:
        return False
    if np.isfinite(columns["latitude_deg"]).any() or not any((columns[name] > 0).any() for name in _MOTION):
        return False
    heights_m = columns["altitude_m"][np.isfinite(columns["altitude_m"])]
    return heights_m.size == 0 or float(np.ptp(running_median(heights_m))) < limits().ascent_turn_m


def without_placeholders(columns: Mapping[str, Floats]) -> dict[str, Floats]:
    """Columns of an indoor run; a distance or speed of nothing but zeros is a sensor that was not there.

    Without this a treadmill run without a foot pod would be a run of no length by someone standing.

    Parameters
    ----------
    columns
        Columns of the samples, shape (n,), NaN where missing.
    """
    return {
        name: np.full(values.size, np.nan) if name in ("distance_m", "speed_mps") and not (values > 0).any() else values
        for name, values in columns.items()
    }
