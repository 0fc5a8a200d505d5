"""The limits and choices of `evidence/data/recording.yaml`, loaded once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Limits:
    """What a sample column can plausibly hold (`ranges`: low, high), and what is assumed where the watch is silent.

    `first_years` has the first year of each format, `barometers` parts of the names of models; the rest are the rules,
    in the units their entries state.
    """

    ranges: Mapping[str, tuple[float, float]]
    first_years: Mapping[str, int]
    barometers: tuple[str, ...]
    on_foot_speed_max_mps: float
    standing_speed_mps: float
    pause_gap_s: float
    pause_drift_max_mps: float
    one_leg_cadence_max_per_min: float
    both_feet_share_min: float
    ascent_turn_m: float
    barometer_turn_m: float
    satellite_window_m: float
    barometer_window_m: float
    height_step_m: float
    height_slope_max: float
    height_slack_m: float
    stray_height_max_m: float
    easy_speed_mps: float
    turn_speed_max_mps: float
    stray_stretch_max_s: float
    frozen_position_s: float
    distance_slack_m: float
    small_leaps_share_max: float
    standing_radius_m: float
    fix_gap_max_s: float
    fix_coverage_min: float
    totals_differ_share: float
    speed_coverage_min: float
    timer_differs_s: float
    timer_differs_share: float
    frozen_heart_rate_s: float
    coarse_heart_rate_s: float
    frozen_share_max: float
    frozen_speed_s: float
    frozen_speed_differs: float
    frozen_cadence_s: float
    frozen_height_m: float
    lock_within_bpm: float
    lock_gap_s: float
    lock_least_s: float
    lock_spread_min: float
    lock_leap_bpm: float
    lock_leap_within_s: float
    indoor_least_s: float
    activity_days_max: float
    broken_times_share_max: float
    new_activity_gap_s: float
    apple_reading_holds_s: float
    apple_steps_over_s: float
    apple_coarse_record_s: float
    heart_rate_merge_s: float
    session_slack_s: float
    rpe_max: float


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The compiled reader takes a tenth of the time, and every command that reads a file waits for it."""


@cache
def limits() -> Limits:
    """The limits shipped with the package."""
    text = resources.files("backstride.evidence").joinpath("data", "recording.yaml").read_text(encoding="utf-8")
    document = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader
    ranges = {column: (float(entry["low"]), float(entry["high"])) for column, entry in document["ranges"].items()}
    return Limits(
        ranges=ranges,
        first_years={name: entry["value"] for name, entry in document["first_years"].items()},
        barometers=tuple(document["barometers"]["models"]),
        **{name: entry["value"] for name, entry in document["rules"].items()},
    )
