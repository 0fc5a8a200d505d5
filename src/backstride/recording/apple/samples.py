"""Route and records of a workout -> one row an instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.apple import series, track
from backstride.recording.leg import ON_FOOT
from backstride.recording.limits import limits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from backstride.recording.apple.series import Values
    from backstride.recording.apple.track import Track

_HELD = {
    "HeartRate": "heart_rate_bpm",
    "RunningSpeed": "speed_mps",
    "RunningPower": "power_w",
    "RunningStrideLength": "step_length_mm",
    "RunningVerticalOscillation": "vertical_oscillation_mm",
    "RunningGroundContactTime": "contact_time_ms",
}
_COLUMNS = (
    *track.COLUMNS,
    *(name for name in _HELD.values() if name not in track.COLUMNS),
    "distance_m",
    "cadence_spm",
)
_DISTANCE_AGREES = 0.05
"""Share of the total by which the records may miss it and still stand for the whole way."""


@dataclass(frozen=True, slots=True)
class Frame:
    """When the leg began and ended, when it was paused (Unix time) and its sport. [s]"""

    start_s: float
    end_s: float
    pauses: list[tuple[float, float]]
    sport: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Samples as a `Leg` has them."""

    times_s: NDArray[np.float64]
    columns: dict[str, NDArray[np.float64]]
    stretch: NDArray[np.int64] | None


def joined(
    frame: Frame, all_values: Iterable[Values], own_source: str, route: Track | None, distance_m: float | None
) -> Joined:
    """The points of the route with the records that held there; without a route, the instants of the records.

    Parameters
    ----------
    frame
        The leg.
    all_values
        Its records.
    own_source
        Who recorded the workout.
    route
        Its route, if there is one.
    distance_m
        Its length as the workout says it; records that do not add up to it give way to the route. [m]
    """
    known = list(all_values)
    of_kind = {kind: series.chosen(known, kind, own_source, frame.start_s, frame.end_s) for kind in series.KINDS}
    held = {column: of_kind[kind] for kind, column in _HELD.items()}
    held["cadence_spm"] = _step_rate(of_kind["StepCount"]) if frame.sport in ON_FOOT else None
    way = of_kind["DistanceWalkingRunning"] if frame.sport in ON_FOOT else None
    times_s = _instants(frame, [*held.values(), of_kind["StepCount"], way], route)
    columns = {name: np.full(times_s.size, np.nan) for name in _COLUMNS}
    stretch = None
    if route is not None:
        at = np.searchsorted(times_s, route.times_s)
        for name, values in route.columns.items():
            columns[name][at] = values
        stretch = route.stretch[np.clip(np.searchsorted(route.times_s, times_s, side="right") - 1, 0, None)]
    for column, found in held.items():
        if found is not None:
            value = _held_at(times_s, found)
            columns[column] = np.where(np.isfinite(value), value, columns[column])
    if way is not None and times_s.size:
        covered = _covered(times_s, way, frame)
        agrees = distance_m is None or abs(covered[-1] - distance_m) <= _DISTANCE_AGREES * distance_m
        if agrees or route is None:
            columns["distance_m"] = covered
    return Joined(times_s, columns, stretch)


def _instants(frame: Frame, found: list[Values | None], route: Track | None) -> NDArray[np.float64]:
    """The route's points, and the ends of the records where there is no point near and the timer ran."""
    ends = [edge for values in found if values is not None for edge in (values.start_s, values.end_s)]
    times_s = np.unique(np.concatenate([*ends, np.empty(0)]))
    times_s = times_s[(times_s >= frame.start_s) & (times_s <= frame.end_s)]
    for from_s, to_s in frame.pauses:
        times_s = times_s[(times_s <= from_s) | (times_s >= to_s)]
    if route is None:
        return times_s
    after = np.clip(np.searchsorted(route.times_s, times_s), 0, route.times_s.size - 1)
    before = np.clip(after - 1, 0, None)
    away_s = np.minimum(np.abs(route.times_s[after] - times_s), np.abs(route.times_s[before] - times_s))
    return np.unique(np.concatenate([route.times_s, times_s[away_s > limits().pause_gap_s]]))


def _held_at(times_s: NDArray[np.float64], values: Values) -> NDArray[np.float64]:
    """The value of the record that last began, as long as it holds: over its interval, a single reading for a while."""
    last = np.searchsorted(values.start_s, times_s, side="right") - 1
    single = values.end_s <= values.start_s
    until_s = np.where(single, values.start_s + limits().apple_reading_holds_s, values.end_s)
    held: NDArray[np.float64] = np.where((last >= 0) & (times_s <= until_s[last]), values.values[last], np.nan)
    return held


def _step_rate(steps: Values | None) -> Values | None:
    """Steps a minute over stretches long enough that the times, written in whole seconds, do not blur it."""
    if steps is None:
        return None
    over_s = limits().apple_steps_over_s
    rows: list[tuple[float, float, float]] = []
    begun_s = ended_s = count = 0.0
    for start_s, end_s, number in zip(steps.start_s.tolist(), steps.end_s.tolist(), steps.values.tolist(), strict=True):
        apart = start_s - ended_s > _TOUCHING_S
        if count and (apart or ended_s - begun_s >= over_s):
            _close(rows, begun_s, ended_s, count, over_s)
            count = 0.0
        if not count:
            begun_s, ended_s = start_s, start_s
        count += number
        ended_s = max(ended_s, end_s)
    if count:
        _close(rows, begun_s, ended_s, count, over_s)
    if not rows:
        return None
    table = np.array(rows)
    return series.Values("StepRate", "", steps.source, steps.model, table[:, 0], table[:, 1], table[:, 2])


_TOUCHING_S = 1.0
"""Records that follow each other may be this far apart, as their times are cut to seconds."""


def _close(rows: list[tuple[float, float, float]], start_s: float, end_s: float, count: float, over_s: float) -> None:
    """Add a stretch; a short one joins the one before where they touch, and is left out where it stands alone."""
    if end_s - start_s < over_s and rows and start_s - rows[-1][1] <= _TOUCHING_S:
        before_s, until_s, rate = rows.pop()
        count += rate * (until_s - before_s) / 60
        start_s = before_s
    if end_s - start_s >= over_s:
        rows.append((start_s, end_s, 60 * count / (end_s - start_s)))


def _covered(times_s: NDArray[np.float64], way: Values, frame: Frame) -> NDArray[np.float64]:
    """Distance covered up to each instant; of a record that reaches beyond the leg, its share within. [m]"""
    from_s, to_s = np.maximum(way.start_s, frame.start_s), np.minimum(way.end_s, frame.end_s)
    length_s = way.end_s - way.start_s
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(length_s > 0, (to_s - from_s) / length_s, 1.0)
    metres = way.values * np.clip(share, 0.0, 1.0)
    # Times are cut to seconds, so that one record may seem to begin before the last one ends.
    corners = np.maximum.accumulate(np.column_stack([from_s, to_s]).reshape(-1))
    so_far = np.repeat(np.cumsum(metres), 2)
    so_far[::2] -= metres
    covered_m: NDArray[np.float64] = np.interp(times_s, corners, so_far)
    return covered_m
