"""A leg as its file told it -> `Run`: cleaned samples in the common columns, and the totals the device did not give."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from backstride.recording.cleaning import doubts, indoor, pauses, totals
from backstride.recording.cleaning.barometer import has_barometer
from backstride.recording.cleaning.clean import DAY_S, clean
from backstride.recording.cleaning.distance import THE_POSITIONS, from_others
from backstride.recording.cleaning.elevation import ascent_descent, without_lifts
from backstride.recording.cleaning.place import utc_offset
from backstride.recording.geometry import distance_along
from backstride.recording.leg import ON_FOOT, Leg
from backstride.recording.limits import limits
from backstride.recording.run import SAMPLE_SCHEMA, Run

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TIMER_SLACK_S = 10.0
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def run_of(leg: Leg, *, source: str, file_format: str) -> Run:
    """Clean `leg` (in place) and make a `Run` of it.

    Parameters
    ----------
    leg
        From one of the format readers.
    source
        Name of the file.
    file_format
        `fit`, `gpx`, `tcx` or `apple`.

    Returns
    -------
    Run
        Values that are not finite are nowhere in it.
    """
    doubts.drop_endless_totals(leg)
    said_m = totals.positive(leg.distance_m)
    repaired = clean(leg)
    times_s = leg.times_s
    columns = {name: _missing(times_s.size) for name in _WORKED_WITH} | leg.columns
    stretch = leg.stretch if leg.stretch is not None else np.zeros(times_s.size, dtype=np.int64)
    if leg.sport not in ON_FOOT:
        columns["cadence_spm"] = _missing(times_s.size)
    climbed_m = max(leg.ascent_m or 0.0, leg.descent_m or 0.0)
    if not leg.indoor and indoor.inferred(leg.sport, times_s, columns, climbed_m=climbed_m):
        leg.indoor = True
        leg.warnings.append("No place and no climb were recorded, so we took this as a run indoors.")
    if leg.indoor and leg.sport in ON_FOOT:
        columns = indoor.without_placeholders(columns)
        leg.ascent_m = leg.descent_m = None
    broken = _broken(leg, stretch, repaired.leapt)
    leaps_m = _fill_distance(leg, columns, stretch, broken, repaired.leapt)

    start_s = _first(leg.started_s, times_s)
    elapsed_s = totals.positive(leg.elapsed_s)
    if elapsed_s is None and times_s.size:
        elapsed_s = max(float(times_s[-1] - start_s), totals.positive(leg.timer_s) or 0.0)
    off_s = _time_off(leg, times_s, columns["distance_m"], stretch)
    gaps_s = np.diff(times_s, prepend=times_s[:1])
    timer_on = off_s <= gaps_s / 2
    timer_s = totals.positive(leg.timer_s)
    if timer_s is None and elapsed_s is not None:
        timer_s = max(0.0, elapsed_s - float(off_s.sum()))
    moving = pauses.moving(timer_on, times_s, columns["distance_m"], columns["speed_mps"], columns["cadence_spm"])
    distance_m = totals.positive(leg.distance_m)
    if distance_m is None:
        distance_m = totals.covered(columns["distance_m"])
    ascent_m, descent_m = _climbing(leg, columns, broken)
    started_at = _EPOCH + timedelta(seconds=start_s) if leg.clock_set and math.isfinite(start_s) else None
    claimed_m = max(said_m or 0.0, (distance_m or 0.0) + repaired.removed_m + leaps_m)
    doubts.tell_impossible_pace(leg, claimed_m, timer_s)
    doubts.tell_old_date(leg, started_at, file_format)
    doubts.tell_contradictions(leg, columns["distance_m"], elapsed_s, off_s)
    return Run(
        source=source,
        format=file_format,
        sport=leg.sport,
        started_at=started_at,
        utc_offset=_offset(leg, started_at, columns),
        timer_s=timer_s,
        elapsed_s=elapsed_s,
        distance_m=distance_m,
        ascent_m=ascent_m,
        descent_m=descent_m,
        avg_cadence_spm=_mean_cadence(leg, columns["cadence_spm"], np.where(moving, gaps_s, 0.0)),
        avg_heart_rate_bpm=totals.positive(leg.avg_heart_rate_bpm)
        or totals.mean_over_time(columns["heart_rate_bpm"], np.where(timer_on, gaps_s, 0.0)),
        device=leg.device,
        indoor=leg.indoor,
        samples=_frame(times_s, start_s, leg.clock_set, columns, moving),
        warnings=tuple(dict.fromkeys(leg.warnings)),
        rpe=leg.rpe,
        feel_pct=leg.feel_pct,
        wearer=leg.wearer,
    )


_WORKED_WITH = (
    *("latitude_deg", "longitude_deg", "altitude_m", "distance_m", "speed_mps", "heart_rate_bpm", "cadence_spm"),
)
"""Columns that totals and pauses follow from; of the others those that nobody recorded cost nothing."""


def _missing(count: int) -> NDArray[np.float64]:
    return np.full(count, np.nan)


def _first(started_s: float | None, times_s: NDArray[np.float64]) -> float:
    """The start by the summary or the first sample, the earlier one; a summary from another time is not believed."""
    if times_s.size == 0:
        return math.nan if started_s is None else started_s
    first_s = float(times_s[0])
    if started_s is None or first_s - started_s > limits().activity_days_max * DAY_S:
        return first_s
    return min(started_s, first_s)


def _time_off(
    leg: Leg, times_s: NDArray[np.float64], distance_m: NDArray[np.float64], stretch: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Time the timer stood still between each sample and the one before, shape (n,). [s]

    Recorded pauses are taken first, else gaps in which no ground was covered; and where the device's own timer agrees
    better with another reading, that: gaps instead of the pauses, or all long gaps, as between laps the runner may walk
    on.
    """
    gaps_s = np.diff(times_s, prepend=times_s[:1])
    between_stretches = np.diff(stretch, prepend=stretch[:1]) != 0
    readings = [
        np.where(between_stretches, gaps_s, pauses.still_gaps(times_s, distance_m)),
        np.where(between_stretches | (gaps_s > limits().pause_gap_s), gaps_s, 0.0),
    ]
    if leg.pauses is not None:
        readings.insert(0, pauses.paused_time(times_s, leg.pauses))
    timer_s = totals.positive(leg.timer_s)
    if timer_s is None:
        return readings[0]
    apart_s = [abs(float((gaps_s - off_s).sum()) - timer_s) for off_s in readings]
    best = int(np.argmin(apart_s))
    return readings[best] if apart_s[best] + _TIMER_SLACK_S < apart_s[0] else readings[0]


def _broken(leg: Leg, stretch: NDArray[np.int64], leapt: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether the way between each sample and the one before was not run: another stretch, a pause, a leap."""
    broken: NDArray[np.bool_] = leapt | (np.diff(stretch, prepend=stretch[:1]) != 0)
    if not leg.pauses:
        return broken
    gaps_s = np.diff(leg.times_s, prepend=leg.times_s[:1])
    off_s = pauses.paused_time(leg.times_s, leg.pauses)
    timer_s, all_s = totals.positive(leg.timer_s), float(gaps_s.sum())
    # The device's timer may say that it never stood, or hardly: a start that was not written, for one.
    if timer_s is not None and abs(all_s - float(off_s.sum()) - timer_s) > abs(all_s - timer_s) + _TIMER_SLACK_S:
        return broken
    return np.logical_or(broken, off_s > gaps_s / 2)


def _fill_distance(
    leg: Leg,
    columns: dict[str, NDArray[np.float64]],
    stretch: NDArray[np.int64],
    broken: NDArray[np.bool_],
    leapt: NDArray[np.bool_],
) -> float:
    """Work the distance out where the device wrote none; gives the leaps between positions that it leaves out. [m]"""
    if np.isfinite(columns["distance_m"]).any():
        return 0.0
    placed = not (leg.indoor and leg.sport in ON_FOOT)
    columns["distance_m"], source = from_others(columns, leg.times_s, np.cumsum(broken), placed=placed)
    if source not in (None, THE_POSITIONS) and leg.distance_m is None:
        leg.warnings.append(f"The watch recorded no distance; we worked it out from {source}.")
    if not leapt.any():
        return 0.0
    with_leaps_m = totals.covered(distance_along(columns["latitude_deg"], columns["longitude_deg"], stretch))
    return max(0.0, (with_leaps_m or 0.0) - (totals.covered(columns["distance_m"]) or 0.0))


def _climbing(
    leg: Leg, columns: dict[str, NDArray[np.float64]], broken: NDArray[np.bool_]
) -> tuple[float | None, float | None]:
    """The device's, else from the heights; nobody climbs on a treadmill, whatever its air pressure did."""
    if leg.indoor and leg.sport in ON_FOOT:
        return None, None
    computed = None
    if leg.ascent_m is None or leg.descent_m is None:
        barometer = has_barometer(leg.device)
        heights_m = without_lifts(columns["altitude_m"], broken)
        computed = ascent_descent(heights_m, columns["distance_m"], leg.times_s, barometer=barometer)
    ascent_m, descent_m = computed or (None, None)
    return (
        leg.ascent_m if leg.ascent_m is not None else ascent_m,
        leg.descent_m if leg.descent_m is not None else descent_m,
    )


def _offset(leg: Leg, started_at: datetime | None, columns: dict[str, NDArray[np.float64]]) -> timedelta | None:
    if started_at is None:
        return None
    placed = np.flatnonzero(np.isfinite(columns["latitude_deg"]) & np.isfinite(columns["longitude_deg"]))
    if placed.size == 0:
        return utc_offset(leg.watch_offset_s, started_at, None, None)
    first = placed[0]
    latitude_deg, longitude_deg = float(columns["latitude_deg"][first]), float(columns["longitude_deg"][first])
    return utc_offset(leg.watch_offset_s, started_at, latitude_deg, longitude_deg)


def _mean_cadence(leg: Leg, cadence_spm: NDArray[np.float64], moving_s: NDArray[np.float64]) -> float | None:
    """The device's mean, else that over the time moving; a step rate of zero while moving is a sensor that saw none."""
    if leg.sport not in ON_FOOT:
        return None
    stepping = np.where(cadence_spm > 0, cadence_spm, np.nan)
    return totals.positive(leg.avg_cadence_spm) or totals.mean_over_time(stepping, moving_s)


def _frame(
    times_s: NDArray[np.float64],
    start_s: float,
    clock_set: bool,
    columns: dict[str, NDArray[np.float64]],
    moving: NDArray[np.bool_],
) -> pl.DataFrame:
    count = times_s.size
    time_ms = pl.Series("time", np.round(times_s * 1000).astype(np.int64) if clock_set else [None] * count)
    made = {
        "time": time_ms.cast(pl.Int64).cast(SAMPLE_SCHEMA["time"]),
        "elapsed_s": pl.Series("elapsed_s", times_s - start_s, dtype=pl.Float64),
        "moving": pl.Series("moving", moving, dtype=pl.Boolean),
    }
    # Series by series, as a frame that is put together by expressions takes longer than all of the cleaning.
    return pl.DataFrame([made[name] if name in made else _series(name, columns, count) for name in SAMPLE_SCHEMA])


def _series(name: str, columns: dict[str, NDArray[np.float64]], count: int) -> pl.Series:
    kind = SAMPLE_SCHEMA[name]
    values = columns.get(name)
    if values is None:
        return pl.Series(name, [None], dtype=kind).new_from_index(0, count)
    return pl.Series(name, values, dtype=pl.Float64, nan_to_null=True).cast(kind)
