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
    """What a sample column can plausibly hold (`ranges`: low, high), and what is assumed where the watch is silent."""

    ranges: Mapping[str, tuple[float, float]]
    on_foot_speed_max_mps: float
    standing_speed_mps: float
    pause_gap_s: float
    pause_drift_max_mps: float
    one_leg_cadence_max_per_min: float
    ascent_turn_m: float
    ascent_smoothing_points: int
    activity_days_max: float
    broken_times_share_max: float
    new_activity_gap_s: float
    apple_reading_holds_s: float
    apple_steps_over_s: float
    apple_coarse_record_s: float
    heart_rate_merge_s: float
    session_slack_s: float
    rpe_max: float


@cache
def limits() -> Limits:
    """The limits shipped with the package."""
    text = resources.files("backstride.evidence").joinpath("data", "recording.yaml").read_text(encoding="utf-8")
    document = yaml.safe_load(text)
    ranges = {column: (float(entry["low"]), float(entry["high"])) for column, entry in document["ranges"].items()}
    return Limits(ranges=ranges, **{name: entry["value"] for name, entry in document["rules"].items()})
