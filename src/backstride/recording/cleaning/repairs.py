"""Faults of sensors on foot, taken out of a leg: stray fixes, a distance that jumps, values that hang."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.cleaning import positions, stuck
from backstride.recording.cleaning.distance import mended
from backstride.recording.leg import ON_FOOT, counted
from backstride.recording.limits import limits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backstride.recording.leg import Leg

    Flags = NDArray[np.bool_]

SURELY_ON_FOOT = frozenset({"running", "walking", "hiking"})
"""Of any other word nobody can say that a speed is impossible: it may have been a ride."""
M_PER_KM = 1000.0


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair took out that the file had counted.

    Parameters
    ----------
    leapt
        Fixes that the one before cannot have led to, shape (n,): the way between is not to be counted.
    removed_m
        Distance of leaps in the device's own distance. [m]
    """

    leapt: Flags
    removed_m: float


def repair(leg: Leg) -> Repaired:
    """Leave out or mend what a runner cannot have done and a sensor cannot have measured; warn of each.

    Values are left empty, never replaced; only a cumulative distance is shifted as a whole where it jumped, and the
    device's total with it where it holds the jump. Whether the run can have been run is judged elsewhere, with the
    leaps still in it, so that taking them out never makes a doubtful run count.

    Parameters
    ----------
    leg
        Its samples are in order and within the ranges; repaired in place.

    Returns
    -------
    Repaired
    """
    leapt = np.zeros(leg.times_s.size, dtype=np.bool_)
    if leg.sport not in ON_FOOT or leg.times_s.size == 0:
        return Repaired(leapt, 0.0)
    if not leg.indoor:
        leapt = _positions(leg)
    removed_m = 0.0
    if leg.sport in SURELY_ON_FOOT:
        removed_m = _distance(leg)
        _held(leg)
    return Repaired(leapt, removed_m)


def column(leg: Leg, name: str) -> NDArray[np.float64]:
    """The column, all missing where the format cannot hold it."""
    values = leg.columns.get(name)
    return np.full(leg.times_s.size, np.nan) if values is None else values


def _positions(leg: Leg) -> Flags:
    latitude, longitude = leg.columns["latitude_deg"], leg.columns["longitude_deg"]
    still = positions.frozen(leg.times_s, latitude, longitude, column(leg, "speed_mps"))
    if still.any():
        latitude[still] = longitude[still] = np.nan
        leg.warnings.append(
            f"{counted(int(still.sum()), 'sample')} with a position that froze while you moved left empty."
        )
    measured = bool(np.isfinite(column(leg, "distance_m")).any())
    slack_m = limits().distance_slack_m if measured else 0.0
    gone, leapt = positions.out_of_reach(leg.times_s, latitude, longitude, slack_m=slack_m)
    if gone.any():
        latitude[gone] = longitude[gone] = np.nan
        leg.warnings.append(f"{counted(int(gone.sum()), 'sample')} with a position too far to run to left empty.")
    if leg.sport not in SURELY_ON_FOOT:
        return np.zeros_like(leapt)
    if leapt.any() and not measured:
        count = int(leapt.sum())
        times = "once" if count == 1 else f"{count} times"
        leg.warnings.append(f"The position leapt {times} further than anyone runs; a leap adds no distance.")
    return leapt


def _distance(leg: Leg) -> float:
    """Mend the device's distance and its total; gives what was taken out. [m]"""
    said_m = leg.columns.get("distance_m")
    if said_m is None:
        return 0.0
    places = None if leg.indoor else (column(leg, "latitude_deg"), column(leg, "longitude_deg"))
    result = mended(leg.times_s, said_m, places)
    if not result.changed:
        return 0.0
    end_m, mended_end_m = _last(said_m), _last(result.distance_m)
    leg.columns["distance_m"] = result.distance_m
    if result.left_out:
        leg.warnings.append(f"{counted(result.left_out, 'sample')} with a distance too far to run left empty.")
    if result.removed_m:
        leg.warnings.append(
            f"The watch's distance leapt by {result.removed_m / M_PER_KM:.2f} km; nobody runs that fast. "
            "We took the leap out."
        )
    if result.added_m:
        leg.warnings.append(
            f"The watch's distance fell back by {result.added_m / M_PER_KM:.2f} km on the way. "
            "We added up what was run before and after."
        )
    if leg.distance_m is not None and end_m is not None and _near(leg.distance_m, end_m):
        leg.distance_m = mended_end_m
    # A leap at the very end is left empty; the file had counted it all the same.
    return max(result.removed_m, (end_m or 0.0) - (mended_end_m or 0.0))


def _near(one_m: float, other_m: float) -> bool:
    return abs(one_m - other_m) <= max(limits().distance_slack_m, 0.01 * other_m)


def _last(distance_m: NDArray[np.float64]) -> float | None:
    known = distance_m[np.isfinite(distance_m)]
    return float(known[-1]) if known.size else None


def _held(leg: Leg) -> None:
    times_s, distance_m = leg.times_s, column(leg, "distance_m")
    heart_rate, cadence, speed = (column(leg, f"{name}") for name in ("heart_rate_bpm", "cadence_spm", "speed_mps"))
    known = int(np.isfinite(heart_rate).sum())
    same = stuck.held_heart_rate(times_s, heart_rate, (cadence > 0) | ~(speed < limits().standing_speed_mps))
    _leave_empty(leg, "heart_rate_bpm", same, "a heart rate that never changed")
    copied = stuck.copied_steps(times_s, column(leg, "heart_rate_bpm"), cadence)
    _leave_empty(leg, "heart_rate_bpm", copied, "a heart rate that was really the step rate")
    if int((same | copied).sum()) > limits().frozen_share_max * known:
        leg.avg_heart_rate_bpm = None
    _leave_empty(leg, "speed_mps", stuck.held_speed(times_s, speed, distance_m), "a speed that never changed")
    held = stuck.held_cadence(times_s, cadence, distance_m)
    _leave_empty(leg, "cadence_spm", held, "a step rate that went on while you stood")
    altitude = column(leg, "altitude_m")
    _leave_empty(leg, "altitude_m", stuck.held_height(altitude, distance_m), "a height that never changed")


def _leave_empty(leg: Leg, name: str, gone: Flags, what: str) -> None:
    if gone.any():
        leg.columns[name] = np.where(gone, np.nan, leg.columns[name])
        leg.warnings.append(f"{counted(int(gone.sum()), 'sample')} with {what} left empty.")
