"""One recording cut into kilometres or miles: the moving time, heart rate and step rate of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from backstride.exposure.per_run import moving_time
from backstride.exposure.thresholds import threshold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from backstride.recording.run import Run

    Floats = NDArray[np.float64]


LEAST_M = 1.0
"""A rest shorter than this belongs to the part before it. [m]"""


@dataclass(frozen=True, slots=True)
class Split:
    """One part of a run; the last one may be shorter.

    Parameters
    ----------
    distance_m
        Its length. [m]
    time_s
        Moving time in it. [s]
    heart_rate_bpm, cadence_spm
        Means over the moving time; None where nobody recorded them. [beats/min, steps/min]
    """

    distance_m: float
    time_s: float
    heart_rate_bpm: float | None
    cadence_spm: float | None


def splits(run: Run, rules: Mapping[str, Any], *, each_m: float) -> tuple[Split, ...]:
    """The parts of a run, in order; none where the distance along it is not recorded.

    Parameters
    ----------
    run : Run
        As `backstride.recording.read` gives it.
    rules : mapping
        The content of `evidence/data/exposure.yaml`.
    each_m : float
        Length of a part. [m]

    Raises
    ------
    ExposureError
        If the rules lack a number.
    """
    distance = run.samples["distance_m"].to_numpy().astype(np.float64)
    known = np.isfinite(distance)
    if known.sum() < 2:
        return ()
    seconds = moving_time(run, threshold(rules, "cleaning", "sample_gap_max_s"))
    at_s = np.concatenate([[0.0], np.cumsum(seconds)[:-1]])[known]
    # A watch may correct itself by a metre; nobody runs a distance back.
    along_m = np.maximum.accumulate(distance[known]) - distance[known][0]
    if along_m[-1] <= LEAST_M:
        return ()
    edges_m = np.append(np.arange(0.0, along_m[-1] - LEAST_M, each_m), along_m[-1])
    times_s = np.diff(np.interp(edges_m, along_m, at_s))
    part = np.minimum((along_m // each_m).astype(int), len(times_s) - 1)
    means = {
        name: _means(run.samples[name].to_numpy().astype(np.float64)[known], seconds[known], part, len(times_s))
        for name in ("heart_rate_bpm", "cadence_spm")
    }
    return tuple(
        Split(float(length), float(time), means["heart_rate_bpm"][number], means["cadence_spm"][number])
        for number, (length, time) in enumerate(zip(np.diff(edges_m), times_s, strict=True))
    )


def _means(values: Floats, seconds: Floats, part: NDArray[np.int_], count: int) -> list[float | None]:
    """Time-weighted means of the positive values of each part."""
    counted = (values > 0) & (seconds > 0)
    weights = np.bincount(part[counted], weights=seconds[counted], minlength=count)
    sums = np.bincount(part[counted], weights=(values * seconds)[counted], minlength=count)
    return [float(total / weight) if weight else None for total, weight in zip(sums, weights, strict=True)]
