"""A leg as its file told it -> `Run`: cleaned samples in the common columns, and the totals the device did not give."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from backstride.recording import clock, indoor, pauses, totals
from backstride.recording.barometer import has_barometer
from backstride.recording.cleaning import DAY_S, clean
from backstride.recording.distance import from_others
from backstride.recording.elevation import ascent_descent
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
    _drop_impossible_times(leg)
    said_m = _positive(leg.distance_m)
    repaired = clean(leg)
    times_s = leg.times_s
    columns = {name: _missing(times_s.size) for name in _WORKED_WITH} | leg.columns
    stretch = leg.stretch if leg.stretch is not None else np.zeros(times_s.size, dtype=np.int64)
    if leg.sport not in ON_FOOT:
        columns["cadence_spm"] = _missing(times_s.size)
    if not leg.indoor and indoor.inferred(leg.sport, times_s, columns):
        leg.indoor = True
        leg.warnings.append("No place and no climb were recorded, so we took this as a run indoors.")
    if leg.indoor and leg.sport in ON_FOOT:
        columns = indoor.without_placeholders(columns)
        leg.ascent_m = leg.descent_m = None
    leaps_m = _fill_distance(leg, columns, stretch, repaired.leapt)

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
    ascent_m, descent_m = _climbing(leg, columns)
    started_at = _EPOCH + timedelta(seconds=start_s) if leg.clock_set and math.isfinite(start_s) else None
    claimed_m = max(said_m or 0.0, (distance_m or 0.0) + repaired.removed_m + leaps_m)
    _warn_of_impossible_pace(leg, claimed_m, timer_s)
    _warn_of_old_date(leg, started_at, file_format)
    _warn_of_contradictions(leg, columns["distance_m"], elapsed_s, off_s)
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
    timer_s = _positive(leg.timer_s)
    if timer_s is None:
        return readings[0]
    apart_s = [abs(float((gaps_s - off_s).sum()) - timer_s) for off_s in readings]
    best = int(np.argmin(apart_s))
    return readings[best] if apart_s[best] + _TIMER_SLACK_S < apart_s[0] else readings[0]


def _covered(distance_m: NDArray[np.float64]) -> float | None:
    known = distance_m[np.isfinite(distance_m)]
    return float(known.max()) if known.size else None


def _fill_distance(
    leg: Leg, columns: dict[str, NDArray[np.float64]], stretch: NDArray[np.int64], leapt: NDArray[np.bool_]
) -> float:
    """Work the distance out where the device wrote none; gives the leaps between positions that it leaves out. [m]"""
    if np.isfinite(columns["distance_m"]).any():
        return 0.0
    placed = not (leg.indoor and leg.sport in ON_FOOT)
    apart = stretch + np.cumsum(leapt)
    if leg.pauses:
        gaps_s = np.diff(leg.times_s, prepend=leg.times_s[:1])
        apart = apart + np.cumsum(pauses.paused_time(leg.times_s, leg.pauses) > gaps_s / 2)
    columns["distance_m"], source = from_others(columns, leg.times_s, apart, placed=placed)
    if source not in (None, "the positions") and leg.distance_m is None:
        leg.warnings.append(f"The watch recorded no distance; we worked it out from {source}.")
    if not leapt.any():
        return 0.0
    with_leaps_m = _covered(distance_along(columns["latitude_deg"], columns["longitude_deg"], stretch))
    return max(0.0, (with_leaps_m or 0.0) - (_covered(columns["distance_m"]) or 0.0))


def _climbing(leg: Leg, columns: dict[str, NDArray[np.float64]]) -> tuple[float | None, float | None]:
    """The device's, else from the heights; nobody climbs on a treadmill, whatever its air pressure did."""
    if leg.indoor and leg.sport in ON_FOOT:
        return None, None
    computed = None
    if leg.ascent_m is None or leg.descent_m is None:
        barometer = has_barometer(leg.device)
        computed = ascent_descent(columns["altitude_m"], columns["distance_m"], leg.times_s, barometer=barometer)
    ascent_m, descent_m = computed or (None, None)
    return (
        leg.ascent_m if leg.ascent_m is not None else ascent_m,
        leg.descent_m if leg.descent_m is not None else descent_m,
    )


def _drop_impossible_times(leg: Leg) -> None:
    longest_s = limits().activity_days_max * DAY_S
    if max(leg.timer_s or 0.0, leg.elapsed_s or 0.0) > longest_s:
        leg.timer_s, leg.elapsed_s = (
            None if said_s is not None and said_s > longest_s else said_s for said_s in (leg.timer_s, leg.elapsed_s)
        )
        leg.warnings.append("A total time longer than any run was left out; the samples tell how long it was.")


def _warn_of_old_date(leg: Leg, started_at: datetime | None, file_format: str) -> None:
    if started_at is None or not clock.too_old(started_at, file_format):
        return
    leg.warnings.append(
        f"{UNTRUSTED_PREFIX}the file is dated {started_at:%Y-%m-%d}, before watches wrote such files. A known fault of "
        f"receivers is 1024 weeks; then it was {clock.a_round_later(started_at):%Y-%m-%d}. Check it in the watch's app."
    )


def _warn_of_contradictions(
    leg: Leg, distance_m: NDArray[np.float64], elapsed_s: float | None, off_s: NDArray[np.float64]
) -> None:
    """Tell where totals and samples of the device disagree; the totals count."""
    timer_s, total_m, end_m = _positive(leg.timer_s), _positive(leg.distance_m), _covered(distance_m)
    if elapsed_s is None or leg.times_s.size < 2:
        return
    # Of a file that was cut off the samples tell nothing about the whole.
    if float(leg.times_s[-1] - leg.times_s[0]) < (1 - limits().timer_differs_share) * elapsed_s:
        return
    active_s = elapsed_s - float(off_s.sum())
    if timer_s and abs(active_s - timer_s) > max(limits().timer_differs_s, limits().timer_differs_share * timer_s):
        leg.warnings.append(
            f"The watch's timer says {timer_s / 60:.1f} minutes; without its pauses the run lasted "
            f"{active_s / 60:.1f}. We count the timer."
        )
    if total_m and end_m and abs(total_m - end_m) > limits().totals_differ_share * max(total_m, end_m):
        leg.warnings.append(
            f"The watch's total is {total_m / 1000:.2f} km, its samples end at {end_m / 1000:.2f} km. "
            "We count the total."
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
