"""A run as every other room sees it: what the watch said, in SI units, with what is missing left missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from backstride.recording.wearer import Wearer

SAMPLE_SCHEMA: dict[str, pl.DataType] = {
    "time": pl.Datetime("ms", "UTC"),
    "elapsed_s": pl.Float64(),
    "latitude_deg": pl.Float64(),
    "longitude_deg": pl.Float64(),
    "altitude_m": pl.Float64(),
    "distance_m": pl.Float64(),
    "speed_mps": pl.Float64(),
    "heart_rate_bpm": pl.Float64(),
    "cadence_spm": pl.Float64(),
    "power_w": pl.Float64(),
    "temperature_c": pl.Float64(),
    "vertical_oscillation_mm": pl.Float64(),
    "contact_time_ms": pl.Float64(),
    "contact_time_balance_left_pct": pl.Float64(),
    "vertical_ratio_pct": pl.Float64(),
    "step_length_mm": pl.Float64(),
    "contact_time_left_ms": pl.Float64(),
    "contact_time_right_ms": pl.Float64(),
    "impact_left_g": pl.Float64(),
    "impact_right_g": pl.Float64(),
    "braking_left_g": pl.Float64(),
    "braking_right_g": pl.Float64(),
    "pronation_left_deg": pl.Float64(),
    "pronation_right_deg": pl.Float64(),
    "form_power_w": pl.Float64(),
    "leg_spring_stiffness_kn_per_m": pl.Float64(),
    "respiration_per_min": pl.Float64(),
    "lap": pl.UInt16(),
    "moving": pl.Boolean(),
}
"""Columns of `Run.samples`, always all of them, in this order; a column nobody recorded holds only nulls."""


class WatchFileError(ValueError):
    """A file that cannot be read: says which file, where in it, why, and what to do."""


class NotAnActivityError(WatchFileError):
    """A sound file about something else: a course, settings, a night's sleep, a planned route."""


@dataclass(frozen=True, slots=True)
class Run:
    """One activity of one sport, from one file (a multisport file gives one `Run` for each leg).

    Parameters
    ----------
    source
        Name of the file the run came from, without its folder.
    format
        `fit`, `gpx`, `tcx` or `apple`.
    sport
        `running`, `walking`, `cycling`, `swimming`, `transition`, ... in lower case; `unknown` if the file is silent.
    started_at
        First instant of the activity, UTC; None where the watch's clock was not set.
    utc_offset
        Local time minus UTC at the start; None where neither the file nor the position tells.
    timer_s, elapsed_s
        Time with the timer running, and from start to end, pauses included. [s]
    distance_m, ascent_m, descent_m
        As the device gave them; else computed from the samples; None where neither is possible. [m]
    avg_cadence_spm
        Mean step rate, both feet, over the time moving. [steps/min]
    avg_heart_rate_bpm
        Mean over time. [beats/min]
    device
        Maker and model in words; None where the file is silent.
    indoor
        True on a treadmill or where the file says so.
    samples
        One row a sample in `SAMPLE_SCHEMA`, sorted by time, no time twice. `elapsed_s` counts from `started_at`;
        `distance_m` is worked out from positions, speed or steps where the device gave none; `moving` speaks of the
        time since the row before; `lap` counts from 1, by the runner's button, the distance or whatever else the watch
        was set to.
    warnings
        What was repaired, left out or doubtful, in plain words; empty for a clean file.
    rpe
        How hard it was, as the runner told the watch afterwards, on Borg's scale from 0 to 10 (CR10).
    feel_pct
        How it felt, as the runner told the watch afterwards: 0 very weak, 50 normal, 100 very strong. [%]
    wearer
        What the watch was told about the runner; None where the file does not say.
    """

    source: str
    format: str
    sport: str
    started_at: datetime | None
    utc_offset: timedelta | None
    timer_s: float | None
    elapsed_s: float | None
    distance_m: float | None
    ascent_m: float | None
    descent_m: float | None
    avg_cadence_spm: float | None
    avg_heart_rate_bpm: float | None
    device: str | None
    indoor: bool
    samples: pl.DataFrame
    warnings: tuple[str, ...] = ()
    rpe: float | None = None
    feel_pct: float | None = None
    wearer: Wearer | None = None

    @property
    def trusted(self) -> bool:
        """False where the file failed its checksum or its clock: such a run stays out of load until accepted."""
        return not any(w.startswith(UNTRUSTED_PREFIX) for w in self.warnings)


UNTRUSTED_PREFIX = "Not counted: "
"""Warnings that begin so keep a run out of load and triggers."""
