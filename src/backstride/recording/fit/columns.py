"""Record fields of a FIT file -> sample columns: newer fields before older ones, the watch's own before an app's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.fit import fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from backstride.recording.fit.apps import Description
    from backstride.recording.fit.file import FitFile
    from backstride.recording.leg import Leg

_DEGREES_PER_SEMICIRCLE = 180 / 2**31
_FEET = 2
"""FIT counts strides of one leg."""

_MILLIMETRES = {"mm": 1.0, "millimeters": 1.0, "cm": 10.0, "centimeters": 10.0, "m": 1000.0, "meters": 1000.0}
_WATTS = {"watts": 1.0, "w": 1.0}
_MILLISECONDS = {"milliseconds": 1.0, "ms": 1.0}
_G = {"g": 1.0}
_DEGREES = {"deg": 1.0, "degrees": 1.0}
_UNITS: Mapping[str, Mapping[str, float]] = {
    "power_w": _WATTS,
    "contact_time_ms": _MILLISECONDS,
    "vertical_oscillation_mm": _MILLIMETRES,
    "step_length_mm": _MILLIMETRES,
    "heart_rate_bpm": {"bpm": 1.0, "beats/min": 1.0, "beats per minute": 1.0},
    "cadence_spm": {"spm": 1.0, "steps/min": 1.0, "rpm": float(_FEET), "strides/min": float(_FEET)},
    "speed_mps": {"m/s": 1.0, "mps": 1.0},
    "distance_m": {"m": 1.0, "meters": 1.0},
    "form_power_w": _WATTS,
    "leg_spring_stiffness_kn_per_m": {"kn/m": 1.0},
    "contact_time_left_ms": _MILLISECONDS,
    "contact_time_right_ms": _MILLISECONDS,
    "impact_left_g": _G,
    "impact_right_g": _G,
    "braking_left_g": _G,
    "braking_right_g": _G,
    "pronation_left_deg": _DEGREES,
    "pronation_right_deg": _DEGREES,
    "respiration_per_min": {"breaths/min": 1.0, "brpm": 1.0},
}
"""Column -> units an app may write it in, lower case, and the factor to ours; the unit is read, never assumed."""
_NAMES = {
    "power": "power_w",
    "ground time": "contact_time_ms",
    "ground contact time": "contact_time_ms",
    "vertical oscillation": "vertical_oscillation_mm",
    "step length": "step_length_mm",
    "heart rate": "heart_rate_bpm",
    "cadence": "cadence_spm",
    "speed": "speed_mps",
    "distance": "distance_m",
    "form power": "form_power_w",
    "leg spring stiffness": "leg_spring_stiffness_kn_per_m",
    "rs_contacttime_l": "contact_time_left_ms",
    "rs_contacttime_r": "contact_time_right_ms",
    "rs_impact_gs_l": "impact_left_g",
    "rs_impact_gs_r": "impact_right_g",
    "rs_braking_gs_l": "braking_left_g",
    "rs_braking_gs_r": "braking_right_g",
    "rs_pronation_l": "pronation_left_deg",
    "rs_pronation_r": "pronation_right_deg",
}
"""Names of fields that apps add (Stryd's, RunScribe's `RS_...` and others) -> our column."""
_NATIVE = {
    fields.POWER: "power_w",
    fields.CONTACT_TIME: "contact_time_ms",
    fields.OSCILLATION: "vertical_oscillation_mm",
    fields.STEP_LENGTH: "step_length_mm",
    fields.HEART_RATE: "heart_rate_bpm",
    fields.CADENCE: "cadence_spm",
    fields.SPEED: "speed_mps",
    fields.ENHANCED_SPEED: "speed_mps",
    fields.DISTANCE: "distance_m",
}
"""Field of the record that an app may declare to stand for -> our column."""
_WORDS: Mapping[str, str] = {
    "power_w": "Power",
    "contact_time_ms": "Ground contact time",
    "vertical_oscillation_mm": "Vertical oscillation",
    "step_length_mm": "Step length",
    "heart_rate_bpm": "Heart rate",
    "cadence_spm": "Step rate",
    "speed_mps": "Speed",
    "distance_m": "Distance",
}
"""Columns that watches record themselves; where they come from an app, the runner is told."""


def sample_columns(one: FitFile) -> dict[str, NDArray[np.float64]]:
    """Columns of `SAMPLE_SCHEMA` from the records of `one`, shape (n,), NaN where missing."""

    def record(number: int) -> NDArray[np.float64]:
        return one.numbers(fields.RECORD, number)

    cadence = record(fields.CADENCE) + np.nan_to_num(record(fields.FRACTIONAL_CADENCE))
    return {
        "latitude_deg": record(fields.LATITUDE) * _DEGREES_PER_SEMICIRCLE,
        "longitude_deg": record(fields.LONGITUDE) * _DEGREES_PER_SEMICIRCLE,
        "altitude_m": _either(record(fields.ENHANCED_ALTITUDE), record(fields.ALTITUDE)),
        "distance_m": record(fields.DISTANCE),
        "speed_mps": _either(record(fields.ENHANCED_SPEED), record(fields.SPEED)),
        "heart_rate_bpm": record(fields.HEART_RATE),
        "cadence_spm": _FEET * _either(cadence, record(fields.CADENCE_256)),
        "power_w": record(fields.POWER),
        "temperature_c": record(fields.TEMPERATURE),
        "vertical_oscillation_mm": record(fields.OSCILLATION),
        "contact_time_ms": record(fields.CONTACT_TIME),
        "contact_time_balance_left_pct": record(fields.BALANCE),
        "vertical_ratio_pct": record(fields.VERTICAL_RATIO),
        "step_length_mm": record(fields.STEP_LENGTH),
        "respiration_per_min": record(fields.RESPIRATION),
    }


def fill_from_apps(leg: Leg, apps: Mapping[Description, NDArray[np.float64]]) -> None:
    """Fill columns of `leg` that the watch left empty from fields an app added; the two are never mixed in one column.

    Parameters
    ----------
    leg
        Gets the columns, and a warning for each.
    apps
        Fields of apps -> values of the samples of `leg`, shape (n,), NaN where missing.
    """
    for said, values in apps.items():
        column, factor = _target(said)
        recorded = leg.columns.get(column) if column else None
        if column is None or not _measured(values) or (recorded is not None and _measured(recorded)):
            continue
        leg.columns[column] = values * factor
        if column in _WORDS:
            name = f"the app field '{said.name.casefold()}'" if said.name else "an app field without a name"
            leg.warnings.append(f"{_WORDS[column]} comes from {name}, as the watch recorded none.")


def _target(said: Description) -> tuple[str | None, float]:
    """Our column for a field of an app and the factor to its unit; None where it is not one of ours."""
    message, number = said.native or (None, None)
    native = _NATIVE.get(number) if message == fields.RECORD and number is not None else None
    column = _NAMES.get(said.name.casefold(), native)
    factor = _UNITS[column].get(said.units.casefold()) if column else None
    return (None, 1.0) if factor is None else (column, factor)


def _measured(values: NDArray[np.float64]) -> bool:
    return bool((np.nan_to_num(values) != 0).any())


def _either(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.isfinite(first), first, second)
