"""The distance along a run: the device's own with its jumps taken out, else worked out from what else was recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.cleaning.strays import strays
from backstride.recording.geometry import distance_along, distance_between
from backstride.recording.limits import limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MM_PER_M = 1000.0
S_PER_MIN = 60.0
THE_POSITIONS = "the positions"
"""The usual source where the device measured no distance; not worth telling."""


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


def mended(times_s: Floats, distance_m: Floats, places: tuple[Floats, Floats] | None = None) -> Mended:
    """The device's cumulative distance on foot without spikes, jumps and restarts.

    A reading, or a stretch of up to two minutes, that the runner cannot have reached and come back from is left out.
    A jump that stays is taken out of everything after it, and where the reading starts again lower, what was run
    before is added to what follows: neither is a way run. A watch may correct itself by up to
    `distance_slack_m`, in either direction, so nothing smaller is touched unless it adds up to
    `small_leaps_share_max` of an easy jog; nor is a catch-up after a silence that the runner can have run in that time.
    A jump after standing in one place is no catch-up.

    Parameters
    ----------
    times_s
        Shape (n,), increasing. [s]
    distance_m
        Reading at each time, shape (n,), NaN where missing. [m]
    places
        Latitude and longitude, shape (n,), NaN where missing; None where the run has none. [deg]

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
    reading_m = distance_m[known]
    steps_m = np.diff(reading_m)
    if ((steps_m >= -slack_m) & (steps_m <= slack_m)).all():
        return _without_small_leaps(times_s, Mended(result, 0, 0.0, 0.0))
    # A watch that lost its signal holds the last reading and catches up; the time counts from its last true change.
    stood = None if places is None else standing(distance_m, *places)[known]
    changed_s = _last_sure(times_s[known], reading_m, stood)

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
    removed_m, added_m = float(-shift_m[shift_m < 0].sum()), float(shift_m[shift_m > 0].sum())
    return _without_small_leaps(times_s, Mended(result, int(lost.sum()), added_m, removed_m))


def _without_small_leaps(times_s: Floats, so_far: Mended) -> Mended:
    """Without the leaps that would each pass for a correction, where they add up to more than corrections do.

    There the falls go as well, as many a leap falls back.
    """
    known = np.flatnonzero(np.isfinite(so_far.distance_m))
    reading_m, at_s = so_far.distance_m[known], times_s[known]
    sure_s = _last_sure(at_s, reading_m, None)
    steps_m = np.diff(reading_m)
    leaps = steps_m > limits().on_foot_speed_max_mps * (at_s[1:] - sure_s[:-1])
    usual_m = limits().small_leaps_share_max * limits().easy_speed_mps * float(at_s[-1] - at_s[0])
    if float(steps_m[leaps].sum()) <= max(limits().distance_slack_m, usual_m):
        return so_far
    shift_m = np.where(leaps | (steps_m < 0), -steps_m, 0.0)
    result = so_far.distance_m.copy()
    result[known[1:]] += np.cumsum(shift_m)
    added_m = so_far.added_m + float(shift_m[shift_m > 0].sum())
    removed_m = so_far.removed_m - float(shift_m[shift_m < 0].sum())
    return Mended(result, so_far.left_out, added_m, removed_m)


def standing(distance_m: Floats, latitude_deg: Floats, longitude_deg: Floats) -> NDArray[np.bool_]:
    """Whether all fixes since the distance last changed are close together: there was a signal, and no way run.

    Parameters
    ----------
    distance_m, latitude_deg, longitude_deg
        Shape (n,), NaN where missing. [m, deg, deg]

    Returns
    -------
    array of bool, shape (n,)
        Within `standing_radius_m`; False once a fix is missing or further off, so coming round a track is no standing.
    """
    stood = np.zeros(distance_m.size, dtype=np.bool_)
    known = np.flatnonzero(np.isfinite(distance_m))
    if known.size:
        changed = _last_change(distance_m[known])
        since = known[changed]
        way_m = distance_between(latitude_deg[since], longitude_deg[since], latitude_deg[known], longitude_deg[known])
        away = np.where(way_m <= limits().standing_radius_m, -1, np.arange(known.size))
        stood[known] = np.maximum.accumulate(away) < changed
    return stood


def _last_change(reading_m: Floats) -> NDArray[np.intp]:
    new = np.concatenate(([True], np.diff(reading_m) != 0))
    return np.maximum.accumulate(np.where(new, np.arange(new.size), 0))


def _last_sure(times_s: Floats, reading_m: Floats, stood: NDArray[np.bool_] | None) -> Floats:
    """Time of the last reading up to each that was surely true: a new one, or one while the runner stood. [s]"""
    changed_s = times_s[_last_change(reading_m)]
    return changed_s if stood is None else np.maximum.accumulate(np.where(stood, times_s, changed_s))


def from_others(
    columns: Mapping[str, Floats], times_s: Floats, stretch: NDArray[np.int64], *, placed: bool
) -> tuple[Floats, str | None]:
    """The distance where the device wrote none, from the best that there is.

    In this order, as far as watches and their sensors can be trusted: the way between the positions (great circle,
    within 0.6 % of the ellipsoid; watches themselves are 3 to 6 % off [1]_), speed times time (a foot pod on a
    treadmill), steps times the length of a step. Never a mixture; a silence longer than `pause_gap_s` adds nothing by
    speed or steps, and a pause adds nothing by any. Where fixes are missing for more than a part of the run, as with a
    receiver switched off and on or one that hung, speed and steps go before them; without those the straight lines
    between the fixes are all there is, and the source says that they may be too short.

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
    share = _located_share(times_s, columns, stretch) if placed else 0.0
    if share >= limits().fix_coverage_min:
        return distance_along(columns["latitude_deg"], columns["longitude_deg"], stretch), THE_POSITIONS
    speed_mps = columns["speed_mps"]
    if _enough(speed_mps):
        return _summed(times_s, speed_mps, stretch), "the speed"
    step_mm = columns.get("step_length_mm")
    if step_mm is not None:
        by_steps_mps = step_mm / MM_PER_M * columns["cadence_spm"] / S_PER_MIN
        if _enough(by_steps_mps):
            return _summed(times_s, by_steps_mps, stretch), "the steps"
    if placed and (np.isfinite(columns["latitude_deg"]) & np.isfinite(columns["longitude_deg"])).sum() > 1:
        source = "straight lines between the places that it knew, so it may be too short"
        return distance_along(columns["latitude_deg"], columns["longitude_deg"], stretch), source
    return np.full(times_s.size, np.nan), None


def _located_share(times_s: Floats, columns: Mapping[str, Floats], stretch: NDArray[np.int64]) -> float:
    """Share of the recorded time between fixes that are close together; 1 where no time was recorded without a gap.

    0 without two fixes, unless the recording is no longer than one.
    """
    placed = np.flatnonzero(np.isfinite(columns["latitude_deg"]) & np.isfinite(columns["longitude_deg"]))
    if placed.size < min(2, times_s.size):
        return 0.0
    gaps_s = np.diff(times_s)
    recorded = (gaps_s <= limits().pause_gap_s) & (np.diff(stretch) == 0)
    counted_s = np.concatenate(([0.0], np.cumsum(np.where(recorded, gaps_s, 0.0))))
    if counted_s.size == 0 or counted_s[-1] == 0:
        return float(placed.size > 0)
    near = np.diff(times_s[placed]) <= limits().fix_gap_max_s
    return float(np.diff(counted_s[placed])[near].sum() / counted_s[-1])


def _enough(speed_mps: Floats) -> bool:
    """Whether most samples have a speed and the runner moved at all."""
    known = np.isfinite(speed_mps)
    return bool(known.size and known.mean() >= limits().speed_coverage_min and (speed_mps[known] > 0).any())


def _summed(times_s: Floats, speed_mps: Floats, stretch: NDArray[np.int64]) -> Floats:
    """Distance by the speed at the end of each interval; a silence, of which nobody knows, or a pause adds nothing."""
    gaps_s = np.diff(times_s, prepend=times_s[:1])
    unbroken = np.diff(stretch, prepend=stretch[:1]) == 0
    counted = unbroken & (gaps_s <= limits().pause_gap_s) & np.isfinite(speed_mps)
    return np.cumsum(np.where(counted, np.nan_to_num(speed_mps) * gaps_s, 0.0))
