"""The distance along a run: the device's own with its jumps taken out, else worked out from what else was recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.cleaning.strays import strays
from backstride.recording.geometry import distance_along
from backstride.recording.limits import limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MM_PER_M = 1000.0
S_PER_MIN = 60.0


@dataclass(frozen=True, slots=True)
class Mended:
    """A device's distance without what no runner can do.

    Parameters
    ----------
    distance_m
        Shape (n,), NaN where missing. [m]
    left_out
        Samples whose distance was left empty.
    added_m, removed_m
        What the parts before restarts at a lower reading add to the end, and what jumps took from it. [m]
    """

    distance_m: Floats
    left_out: int
    added_m: float
    removed_m: float

    @property
    def changed(self) -> bool:
        """True where anything was."""
        return bool(self.left_out or self.added_m or self.removed_m)


def mended(times_s: Floats, distance_m: Floats, located: NDArray[np.bool_] | None = None) -> Mended:
    """The device's cumulative distance on foot without spikes, jumps and restarts.

    A reading, or a stretch of up to two minutes, that the runner cannot have reached and come back from is left out.
    A jump that stays is taken out of everything after it, and where the reading starts again lower, what was run
    before is added to what follows: neither is a way run. A watch may correct itself by up to
    `distance_slack_m`, in either direction, so nothing smaller is touched; nor is a catch-up after a silence that the
    runner can have run in that time. Where fixes came in all the while the signal was there, so a reading that did not
    change means standing, and a jump after it is no catch-up.

    Parameters
    ----------
    times_s
        Shape (n,), increasing. [s]
    distance_m
        Reading at each time, shape (n,), NaN where missing. [m]
    located
        Whether a sample has a fix, shape (n,); None where the run has no places.

    Returns
    -------
    Mended
        Mending what was mended changes nothing.
    """
    known = np.flatnonzero(np.isfinite(distance_m))
    result = distance_m.copy()
    if known.size < 2:
        return Mended(result, 0, 0.0, 0.0)
    slack_m, fastest_mps = limits().distance_slack_m, limits().on_foot_speed_max_mps
    # A watch that lost its signal holds the last reading and catches up; the time counts from its last true change.
    reading_m = distance_m[known]
    changed_s = _last_sure(times_s[known], reading_m, None if located is None else located[known])
    steps_m = np.diff(reading_m)
    if ((steps_m >= -slack_m) & (steps_m <= slack_m)).all():
        return Mended(result, 0, 0.0, 0.0)

    def can_follow(one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.bool_]:
        step_m = reading_m[other] - reading_m[one]
        in_time_m = fastest_mps * (times_s[known[other]] - changed_s[one]) + slack_m
        return np.asarray((step_m >= -slack_m) & (step_m <= in_time_m))

    lost = strays(times_s[known], can_follow, least_lost=limits().stray_stretch_max_s / 2)
    result[known[lost]] = np.nan
    kept = np.flatnonzero(~lost)
    before, after = kept[:-1], kept[1:]
    shift_m = np.where(can_follow(before, after), 0.0, reading_m[before] - reading_m[after])
    result[known[after]] += np.cumsum(shift_m)
    return Mended(result, int(lost.sum()), float(shift_m[shift_m > 0].sum()), float(-shift_m[shift_m < 0].sum()))


def _last_sure(times_s: Floats, reading_m: Floats, located: NDArray[np.bool_] | None) -> Floats:
    """Time of the last reading up to each that was surely true: a new one, or one with a fix."""
    sure = np.concatenate(([True], np.diff(reading_m) != 0))
    if located is not None:
        sure |= located
    return times_s[np.maximum.accumulate(np.where(sure, np.arange(sure.size), 0))]


def from_others(
    columns: Mapping[str, Floats], times_s: Floats, stretch: NDArray[np.int64], *, placed: bool
) -> tuple[Floats, str | None]:
    """The distance where the device wrote none, from the best that there is.

    In this order, as far as watches and their sensors can be trusted: the way between the positions (great circle,
    within 0.6 % of the ellipsoid; watches themselves are 3 to 6 % off [1]_), speed times time (a foot pod on a
    treadmill), steps times the length of a step. Never a mixture; a silence longer than `pause_gap_s` adds nothing by
    speed or steps.

    Parameters
    ----------
    columns
        Columns of the samples, shape (n,), NaN where missing.
    times_s
        Shape (n,), increasing. [s]
    stretch
        Number of the unbroken stretch of each sample, shape (n,); the way between two is not counted.
    placed
        False where the positions are those of a room.

    Returns
    -------
    distance_m, source
        Shape (n,), NaN where unknown, and what it is from in words; None where nothing tells. [m]

    References
    ----------
    .. [1] Gilgen-Ammann R et al. (2020), JMIR Mhealth Uhealth 8:e17118.
    """
    if placed and (np.isfinite(columns["latitude_deg"]) & np.isfinite(columns["longitude_deg"])).any():
        return distance_along(columns["latitude_deg"], columns["longitude_deg"], stretch), "the positions"
    speed_mps = columns["speed_mps"]
    if _enough(speed_mps):
        return _summed(times_s, speed_mps), "the speed"
    step_mm = columns.get("step_length_mm")
    if step_mm is not None:
        by_steps_mps = step_mm / MM_PER_M * columns["cadence_spm"] / S_PER_MIN
        if _enough(by_steps_mps):
            return _summed(times_s, by_steps_mps), "the steps"
    return np.full(times_s.size, np.nan), None


def _enough(speed_mps: Floats) -> bool:
    """Whether most samples have a speed and the runner moved at all."""
    known = np.isfinite(speed_mps)
    return bool(known.size and known.mean() >= limits().speed_coverage_min and (speed_mps[known] > 0).any())


def _summed(times_s: Floats, speed_mps: Floats) -> Floats:
    """Distance by the speed at the end of each interval; over a silence nobody knows, so it adds nothing."""
    gaps_s = np.diff(times_s, prepend=times_s[:1])
    counted = (gaps_s <= limits().pause_gap_s) & np.isfinite(speed_mps)
    return np.cumsum(np.where(counted, np.nan_to_num(speed_mps) * gaps_s, 0.0))
