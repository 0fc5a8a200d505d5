"""From one recording to what the run asked of the body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from backstride.exposure.result import RunExposure
from backstride.exposure.thresholds import threshold
from backstride.recording.cleaning.grade import downhill, slope_along

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from backstride.recording.run import Run

    Floats = NDArray[np.float64]

UTC_NOTE = "The file does not tell the local time; the day is the one in UTC."
NO_CLOCK_NOTE = "The watch's clock was not set, so the day is unknown."


def of_run(run: Run, rules: Mapping[str, Any]) -> RunExposure:
    """What one run asked of the body, from its totals and its samples.

    Parameters
    ----------
    run : Run
        As `backstride.recording.read` gives it.
    rules : mapping
        The content of `evidence/data/exposure.yaml`.

    Returns
    -------
    RunExposure
        Unknown where the watch recorded nothing; nothing is invented.

    Raises
    ------
    ExposureError
        If the rules lack a number.
    """
    day, notes = None, []
    if run.started_at is None:
        notes.append(NO_CLOCK_NOTE)
    elif run.utc_offset is None:
        day = run.started_at.date()
        notes.append(UTC_NOTE)
    else:
        day = (run.started_at + run.utc_offset).date()
    time_s = run.timer_s if run.timer_s is not None else run.elapsed_s
    weights = moving_time(run, threshold(rules, "cleaning", "sample_gap_max_s"))
    running = _running_time(run, weights, threshold(rules, "cleaning", "running_cadence_min_spm"))
    slope = _slope(run, rules)
    gentle = _downhill(slope, "downhill", rules)
    steep = _downhill(slope, "steep_downhill", rules)
    return RunExposure(
        source=run.source,
        format=run.format,
        device=run.device,
        sport=run.sport,
        indoor=run.indoor,
        trusted=run.trusted,
        started_at=run.started_at,
        day=day,
        day_is_utc=day is not None and run.utc_offset is None,
        distance_m=run.distance_m,
        time_s=time_s,
        elapsed_s=run.elapsed_s,
        ascent_m=run.ascent_m,
        descent_m=run.descent_m,
        avg_cadence_spm=_first_known(run.avg_cadence_spm, _mean(run, "cadence_spm", weights)),
        avg_heart_rate_bpm=_first_known(run.avg_heart_rate_bpm, _mean(run, "heart_rate_bpm", weights)),
        avg_speed_mps=run.distance_m / time_s if run.distance_m is not None and time_s else None,
        vertical_oscillation_mm=_mean(run, "vertical_oscillation_mm", running),
        contact_time_ms=_mean(run, "contact_time_ms", running),
        contact_time_balance_left_pct=_mean(run, "contact_time_balance_left_pct", running),
        vertical_ratio_pct=_mean(run, "vertical_ratio_pct", running),
        step_length_mm=_mean(run, "step_length_mm", running),
        downhill_distance_m=gentle[0],
        downhill_descent_m=gentle[1],
        steep_downhill_distance_m=steep[0],
        steep_downhill_descent_m=steep[1],
        notes=tuple(notes),
    )


def moving_time(run: Run, gap_max_s: float) -> Floats:
    """Seconds each sample stands for: until the next one, none after a pause or while standing."""
    elapsed = _column(run, "elapsed_s")
    if elapsed.size < 2:
        return np.ones(elapsed.size)
    until_next = np.diff(elapsed)
    weights = np.append(until_next, until_next[-1])
    weights[~(weights <= gap_max_s)] = 0.0
    standing = run.samples["moving"].fill_null(True).not_().to_numpy()
    weights[standing] = 0.0
    return weights


def _running_time(run: Run, weights: Floats, cadence_min_spm: float) -> Floats:
    """The same seconds without the walking; where no step rate is recorded all of them stay."""
    cadence = _column(run, "cadence_spm")
    return np.where(np.isnan(cadence) | (cadence >= cadence_min_spm), weights, 0.0)


def _mean(run: Run, name: str, weights: Floats) -> float | None:
    """Time-weighted mean of a column over its positive values."""
    values = _column(run, name)
    counted = (values > 0) & (weights > 0)
    if not counted.any():
        return None
    return float(np.average(values[counted], weights=weights[counted]))


def _slope(run: Run, rules: Mapping[str, Any]) -> Floats | None:
    """Slope along an outdoor run; None where too little height is known."""
    if run.indoor or run.samples.height == 0:
        return None
    distance, altitude = _column(run, "distance_m"), _column(run, "altitude_m")
    known = np.isfinite(distance) & np.isfinite(altitude)
    if known.mean() < threshold(rules, "grade", "altitude_coverage_min"):
        return None
    slope = slope_along(
        distance,
        altitude,
        step_m=threshold(rules, "grade", "step_m"),
        window_m=threshold(rules, "grade", "window_m"),
        clip=threshold(rules, "grade", "clip"),
    )
    return slope if slope.size else None


def _downhill(slope: Floats | None, name: str, rules: Mapping[str, Any]) -> tuple[float | None, float | None]:
    if slope is None:
        return None, None
    return downhill(slope, below=threshold(rules, "grade", name), step_m=threshold(rules, "grade", "step_m"))


def _column(run: Run, name: str) -> Floats:
    return run.samples[name].to_numpy().astype(np.float64)


def _first_known(*values: float | None) -> float | None:
    return next((v for v in values if v is not None), None)
