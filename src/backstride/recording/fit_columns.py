"""Record fields of a FIT file -> sample columns: newer fields before older ones, the watch's own before an app's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backstride.recording import fit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

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


def sample_columns(one: fit.FitFile) -> dict[str, NDArray[np.float64]]:
    """Columns of `SAMPLE_SCHEMA` from the records of `one`, shape (n,), NaN where missing."""
    records = one.records
    cadence = records[fit.CADENCE] + np.nan_to_num(records[fit.FRACTIONAL_CADENCE])
    return {
        "latitude_deg": records[fit.LATITUDE] * _DEGREES_PER_SEMICIRCLE,
        "longitude_deg": records[fit.LONGITUDE] * _DEGREES_PER_SEMICIRCLE,
        "altitude_m": _either(records[fit.ENHANCED_ALTITUDE], records[fit.ALTITUDE]),
        "distance_m": records[fit.DISTANCE],
        "speed_mps": _either(records[fit.ENHANCED_SPEED], records[fit.SPEED]),
        "heart_rate_bpm": records[fit.HEART_RATE],
        "cadence_spm": _FEET * _either(cadence, records[fit.CADENCE_256]),
        "power_w": records[fit.POWER],
        "temperature_c": records[fit.TEMPERATURE],
        "vertical_oscillation_mm": records[fit.OSCILLATION],
        "contact_time_ms": records[fit.CONTACT_TIME],
        "contact_time_balance_left_pct": records[fit.BALANCE],
        "vertical_ratio_pct": records[fit.VERTICAL_RATIO],
        "step_length_mm": records[fit.STEP_LENGTH],
    }


def fill_from_apps(leg: Leg, developer: Mapping[tuple[str, str], NDArray[np.float64]]) -> None:
    """Fill columns of `leg` that the watch left empty from fields an app added; the two are never mixed in one column.

    Parameters
    ----------
    leg
        Gets the columns, and a warning for each.
    developer
        (name, unit) in lower case -> values of the samples of `leg`, shape (n,), NaN where missing.
    """
    for (name, unit), values in developer.items():
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
