"""A leg as its file told it -> `Run`: cleaned samples in the common columns, and the totals the device did not give."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from backstride.recording import pauses, totals
from backstride.recording.cleaning import DAY_S, clean
from backstride.recording.geometry import distance_along
from backstride.recording.leg import ON_FOOT, Leg
from backstride.recording.limits import limits
from backstride.recording.place import utc_offset
from backstride.recording.run import SAMPLE_SCHEMA, UNTRUSTED_PREFIX, Run

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
        `fit`, `gpx` or `tcx`.

    Returns
    -------
    Run
        Values that are not finite are nowhere in it.
    """
    clean(leg)
    times_s = leg.times_s
    columns = {name: _missing(times_s.size) for name in _WORKED_WITH} | leg.columns
    stretch = leg.stretch if leg.stretch is not None else np.zeros(times_s.size, dtype=np.int64)
    if not np.isfinite(columns["distance_m"]).any():
        columns["distance_m"] = distance_along(columns["latitude_deg"], columns["longitude_deg"], stretch)
    if leg.sport not in ON_FOOT:
        columns["cadence_spm"] = _missing(times_s.size)

    start_s = _first(leg.started_s, times_s)
    elapsed_s = _positive(leg.elapsed_s)
    if elapsed_s is None and times_s.size:
        elapsed_s = max(float(times_s[-1] - start_s), _positive(leg.timer_s) or 0.0)
    off_s = _time_off(leg, times_s, columns["distance_m"], stretch)
    gaps_s = np.diff(times_s, prepend=times_s[:1])
    timer_on = off_s <= gaps_s / 2
    timer_s = _positive(leg.timer_s)
    if timer_s is None and elapsed_s is not None:
        timer_s = max(0.0, elapsed_s - float(off_s.sum()))
    moving = pauses.moving(timer_on, times_s, columns["distance_m"], columns["speed_mps"], columns["cadence_spm"])
    distance_m = _positive(leg.distance_m)
    if distance_m is None:
        distance_m = _covered(columns["distance_m"])
    ascent_m, descent_m = _climbing(leg, columns["altitude_m"])
    started_at = _EPOCH + timedelta(seconds=start_s) if leg.clock_set and math.isfinite(start_s) else None
    _warn_of_impossible_pace(leg, distance_m, timer_s)
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
        avg_heart_rate_bpm=_positive(leg.avg_heart_rate_bpm)
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


def _positive(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) and value > 0 else None


def _time_off(
    leg: Leg, times_s: NDArray[np.float64], distance_m: NDArray[np.float64], stretch: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Time the timer stood still between each sample and the one before, shape (n,). [s]

    Recorded pauses are taken unless the gaps of the samples agree better with the device's own timer.
    """
    gaps_s = np.diff(times_s, prepend=times_s[:1])
    between_stretches = np.diff(stretch, prepend=stretch[:1]) != 0
    by_gaps = np.where(between_stretches, gaps_s, pauses.still_gaps(times_s, distance_m))
    if leg.pauses is None:
        return by_gaps
    by_events = pauses.paused_time(times_s, leg.pauses)
    timer_s = _positive(leg.timer_s)
    if timer_s is None:
        return by_events
    off_by_events = abs(float((gaps_s - by_events).sum()) - timer_s)
    off_by_gaps = abs(float((gaps_s - by_gaps).sum()) - timer_s)
    return by_gaps if off_by_gaps + _TIMER_SLACK_S < off_by_events else by_events


def _covered(distance_m: NDArray[np.float64]) -> float | None:
    known = distance_m[np.isfinite(distance_m)]
    return float(known.max()) if known.size else None


def _climbing(leg: Leg, altitude_m: NDArray[np.float64]) -> tuple[float | None, float | None]:
    computed = totals.ascent_descent(altitude_m) if leg.ascent_m is None or leg.descent_m is None else None
    ascent_m, descent_m = computed or (None, None)
    return (
        leg.ascent_m if leg.ascent_m is not None else ascent_m,
        leg.descent_m if leg.descent_m is not None else descent_m,
    )


def _warn_of_impossible_pace(leg: Leg, distance_m: float | None, timer_s: float | None) -> None:
    if leg.sport not in ON_FOOT or not distance_m or not timer_s:
        return
    if distance_m > limits().on_foot_speed_max_mps * timer_s:
        leg.warnings.append(
            f"{UNTRUSTED_PREFIX}{distance_m / 1000:.2f} km in {timer_s / 60:.1f} minutes is not possible on foot."
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
    return _positive(leg.avg_cadence_spm) or totals.mean_over_time(stepping, moving_s)


def _frame(
    times_s: NDArray[np.float64],
    start_s: float,
    clock_set: bool,
    columns: dict[str, NDArray[np.float64]],
    moving: NDArray[np.bool_],
) -> pl.DataFrame:
    time_ms = pl.Series("time", np.round(times_s * 1000).astype(np.int64) if clock_set else [None] * times_s.size)
    series = [
        time_ms.cast(pl.Int64).cast(pl.Datetime("ms", "UTC")),
        pl.Series("elapsed_s", times_s - start_s, dtype=pl.Float64),
        *(pl.Series(name, values, dtype=pl.Float64, nan_to_null=True) for name, values in columns.items()),
        pl.Series("moving", moving, dtype=pl.Boolean),
    ]
    recorded = pl.DataFrame(series)
    absent = [pl.lit(None).alias(name) for name in SAMPLE_SCHEMA if name not in recorded.columns]
    return recorded.with_columns(absent).select(list(SAMPLE_SCHEMA)).cast(pl.Schema(SAMPLE_SCHEMA))
