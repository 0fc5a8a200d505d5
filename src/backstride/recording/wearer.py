"""What a watch was told about the runner who wears it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wearer:
    """The runner as the settings of the watch have it; watches come with made-up settings that not everybody changes.

    Parameters
    ----------
    mass_kg, height_m
        Of the body. [kg, m]
    sex
        `female` or `male`; None where the watch knows neither.
    age_years
        At the time of the recording. [years]
    resting_heart_rate_bpm, max_heart_rate_bpm, threshold_heart_rate_bpm
        At rest, at most, and at the lactate threshold. [beats/min]
    heart_rate_zones_bpm
        Upper limit of each heart-rate zone, rising; empty where the file does not say. [beats/min]
    """

    mass_kg: float | None = None
    height_m: float | None = None
    sex: str | None = None
    age_years: float | None = None
    resting_heart_rate_bpm: float | None = None
    max_heart_rate_bpm: float | None = None
    threshold_heart_rate_bpm: float | None = None
    heart_rate_zones_bpm: tuple[float, ...] = ()
