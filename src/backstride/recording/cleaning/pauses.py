"""When the timer stood still and when the runner did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.limits import limits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


def from_events(events: Iterable[tuple[float, bool]], end_s: float) -> list[tuple[float, float]]:
    """Pauses from timer events, whatever variant of start and stop the maker uses.

    The timer counts as running before the first event, and a second start or stop in a row changes nothing.

    Parameters
    ----------
    events
        (time, True for start or False for any kind of stop), sorted by time. [s]
    end_s
        Last instant of the activity; a pause still open then ends there. [s]

    Returns
    -------
    list of (from, to)
        In order, none of them empty. [s]
    """
    pauses = []
    stopped_s: float | None = None
    for at_s, starts in events:
        if not starts and stopped_s is None:
            stopped_s = at_s
        elif starts and stopped_s is not None:
            pauses.append((stopped_s, at_s))
            stopped_s = None
    if stopped_s is not None:
        pauses.append((stopped_s, end_s))
    return [(start_s, stop_s) for start_s, stop_s in pauses if stop_s > start_s]


def paused_time(times_s: NDArray[np.float64], pauses: list[tuple[float, float]]) -> NDArray[np.float64]:
    """Time paused between each sample and the one before, shape (n,); 0 for the first. [s]"""
    if not pauses or times_s.size == 0:
        return np.zeros(times_s.shape)
    edges = np.array(pauses, dtype=np.float64)
    corners = edges.reshape(-1)
    paused_so_far = np.repeat(np.cumsum(edges[:, 1] - edges[:, 0]), 2)
    paused_so_far[::2] -= edges[:, 1] - edges[:, 0]
    return np.diff(np.interp(times_s, corners, paused_so_far), prepend=np.interp(times_s[0], corners, paused_so_far))


def still_gaps(times_s: NDArray[np.float64], distance_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Time of the long gaps between samples in which no ground was covered: pauses that the file does not record.

    Parameters
    ----------
    times_s
        Shape (n,), increasing. [s]
    distance_m
        Distance covered up to each sample, shape (n,), NaN where unknown. [m]

    Returns
    -------
    array, shape (n,)
        The gap before each sample where it counts as a pause, else 0. [s]
    """
    gaps_s = np.diff(times_s, prepend=times_s[:1])
    moved_m = np.diff(distance_m, prepend=distance_m[:1])
    still = (gaps_s > limits().pause_gap_s) & (moved_m < limits().pause_drift_max_mps * gaps_s)
    return np.where(still, gaps_s, 0.0)


def moving(
    timer_on: NDArray[np.bool_],
    times_s: NDArray[np.float64],
    distance_m: NDArray[np.float64],
    speed_mps: NDArray[np.float64],
    cadence_spm: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Whether the runner moved between each sample and the one before.

    Standing needs the speed to say so (the device's, else that of the distance) and the cadence not to contradict it,
    so that a treadmill run without a foot pod still counts as moving.

    Parameters
    ----------
    timer_on
        Whether the timer ran between each sample and the one before, shape (n,).
    times_s, distance_m, speed_mps, cadence_spm
        Shape (n,), NaN where missing. [s, m, m/s, steps/min]

    Returns
    -------
    array, shape (n,)
    """
    gaps_s = np.diff(times_s, prepend=np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        ground_speed_mps = np.diff(distance_m, prepend=np.nan) / gaps_s
        speed = np.where(np.isfinite(speed_mps), speed_mps, ground_speed_mps)
        standing = (speed < limits().standing_speed_mps) & ~(cadence_spm > 0)
    return timer_on & ~standing
