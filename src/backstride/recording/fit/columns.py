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

_DEVELOPER = {
    ("power", "watts"): ("power_w", 1.0),
    ("power", "w"): ("power_w", 1.0),
    ("ground time", "milliseconds"): ("contact_time_ms", 1.0),
    ("ground time", "ms"): ("contact_time_ms", 1.0),
    ("vertical oscillation", "centimeters"): ("vertical_oscillation_mm", 10.0),
    ("vertical oscillation", "cm"): ("vertical_oscillation_mm", 10.0),
    ("vertical oscillation", "millimeters"): ("vertical_oscillation_mm", 1.0),
    ("vertical oscillation", "mm"): ("vertical_oscillation_mm", 1.0),
}
"""Fields an app adds to the file (Stryd's names) -> our column and factor; the unit is read, never assumed."""
_WORDS = {
    "power_w": "Power",
    "contact_time_ms": "Ground contact time",
    "vertical_oscillation_mm": "Vertical oscillation",
}


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
        name, unit = said.name.casefold(), said.units.casefold()
        if (name, unit) not in _DEVELOPER:
            continue
        column, factor = _DEVELOPER[name, unit]
        if _measured(values) and not _measured(leg.columns[column]):
            leg.columns[column] = values * factor
            leg.warnings.append(f"{_WORDS[column]} comes from the app field '{name}', as the watch recorded none.")


def _measured(values: NDArray[np.float64]) -> bool:
    return bool((np.nan_to_num(values) != 0).any())


def _either(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.isfinite(first), first, second)
