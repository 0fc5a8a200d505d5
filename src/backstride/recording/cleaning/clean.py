"""Samples of a leg made fit to count: in order of time, each instant once, nothing a body or a sensor cannot do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.cleaning.positions import no_fix
from backstride.recording.cleaning.repairs import repair
from backstride.recording.leg import CLOCK_NOT_SET, ON_FOOT, counted
from backstride.recording.limits import limits
from backstride.recording.run import UNTRUSTED_PREFIX

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backstride.recording.cleaning.repairs import Repaired
    from backstride.recording.leg import Leg

DAY_S = 86_400.0
FIRST_WATCH_S = 631_065_600
"""End of 1989, the zero of FIT time: no watch that writes these files is older."""
LAST_FIT_TIME_S = FIRST_WATCH_S + 2**32
"""February 2126, the end of FIT time."""
_ZERO_MEANS_MISSING = (
    *("heart_rate_bpm", "contact_time_ms", "contact_time_left_ms", "contact_time_right_ms", "step_length_mm"),
    *("leg_spring_stiffness_kn_per_m", "respiration_per_min"),
)
_WORDS = {
    "distance_m": "distance",
    "speed_mps": "speed",
    "heart_rate_bpm": "heart rate",
    "cadence_spm": "step rate",
    "power_w": "power",
    "temperature_c": "temperature",
    "altitude_m": "height",
    "vertical_oscillation_mm": "vertical oscillation",
    "contact_time_ms": "ground contact time",
    "contact_time_balance_left_pct": "ground contact balance",
    "vertical_ratio_pct": "vertical ratio",
    "step_length_mm": "step length",
    "contact_time_left_ms": "ground contact time of the left foot",
    "contact_time_right_ms": "ground contact time of the right foot",
    "impact_left_g": "impact of the left foot",
    "impact_right_g": "impact of the right foot",
    "braking_left_g": "braking of the left foot",
    "braking_right_g": "braking of the right foot",
    "pronation_left_deg": "pronation of the left foot",
    "pronation_right_deg": "pronation of the right foot",
    "form_power_w": "form power",
    "leg_spring_stiffness_kn_per_m": "leg spring stiffness",
    "respiration_per_min": "breathing rate",
}


def clean(leg: Leg) -> Repaired:
    """Repair the samples of `leg` in place and add to its warnings what a runner should know of it.

    Returns
    -------
    Repaired
        What was taken out that the file had counted.
    """
    _drop_broken_times(leg)
    _check_clock(leg)
    _sort(leg)
    for column in _ZERO_MEANS_MISSING:
        if column in leg.columns:
            leg.columns[column][leg.columns[column] == 0] = np.nan
    _drop_impossible_values(leg)
    _drop_impossible_positions(leg)
    return repair(leg)


def _keep(leg: Leg, index: NDArray[np.intp] | NDArray[np.bool_]) -> None:
    leg.times_s = leg.times_s[index]
    leg.columns = {name: values[index] for name, values in leg.columns.items()}
    if leg.stretch is not None:
        leg.stretch = leg.stretch[index]


def _drop_broken_times(leg: Leg) -> None:
    known = np.isfinite(leg.times_s)
    if not known.any():
        _keep(leg, known)
        return
    middle_s = float(np.median(leg.times_s[known]))
    with np.errstate(invalid="ignore"):
        near = known & (np.abs(leg.times_s - middle_s) <= limits().activity_days_max * DAY_S)
    dropped = int((~near).sum())
    if dropped:
        share_max = limits().broken_times_share_max
        doubtful = UNTRUSTED_PREFIX if dropped > share_max * near.size else ""
        leg.warnings.append(f"{doubtful}{counted(dropped, 'sample')} with no time or an impossible one left out.")
        _keep(leg, near)


def _check_clock(leg: Leg) -> None:
    if not leg.clock_set:
        return
    instant_s = float(np.median(leg.times_s)) if leg.times_s.size else leg.started_s
    if instant_s is not None and not FIRST_WATCH_S <= instant_s < LAST_FIT_TIME_S:
        leg.clock_set = False
        leg.warnings.append(CLOCK_NOT_SET)


def _sort(leg: Leg) -> None:
    """Order by time to the millisecond, and make one sample of those with the same time.

    Some apps write a second record for the fields the first lacks, and some watches correct themselves, so the last
    value known at an instant counts, column by column.
    """
    leg.times_s = np.round(leg.times_s, 3)
    if (np.diff(leg.times_s) > 0).all():
        return
    backward = int((np.diff(leg.times_s) < 0).sum())
    _keep(leg, np.argsort(leg.times_s, kind="stable"))
    first_of_its_time = np.flatnonzero(np.diff(leg.times_s, prepend=-np.inf) > 0)
    doubled = leg.times_s.size - first_of_its_time.size
    if backward:
        leg.warnings.append(f"The time jumped backward {_times(backward)}; the samples were put in order.")
    if doubled:
        leg.warnings.append(f"{counted(doubled, 'sample')} joined to another with the same time.")
        columns = {name: _last_known(values, first_of_its_time) for name, values in leg.columns.items()}
        _keep(leg, first_of_its_time)
        leg.columns = columns


def _last_known(values: NDArray[np.float64], starts: NDArray[np.intp]) -> NDArray[np.float64]:
    """Last value that is not missing in each group of neighbours beginning at `starts`."""
    last = np.maximum.reduceat(np.where(np.isnan(values), -1, np.arange(values.size)), starts)
    return np.where(last >= 0, values[last], np.nan)


def _drop_impossible_values(leg: Leg) -> None:
    for column, (low, high) in limits().ranges.items():
        values = leg.columns.get(column)
        if values is None:
            continue
        if column == "speed_mps" and leg.sport in ON_FOOT:
            high = limits().on_foot_speed_max_mps
        with np.errstate(invalid="ignore"):
            impossible = np.isinf(values) | (values < low) | (values > high)
        if impossible.any():
            values[impossible] = np.nan
            leg.warnings.append(
                f"{counted(int(impossible.sum()), 'sample')} with an impossible {_WORDS[column]} left empty."
            )


def _drop_impossible_positions(leg: Leg) -> None:
    latitude, longitude = leg.columns["latitude_deg"], leg.columns["longitude_deg"]
    lost = no_fix(latitude, longitude)
    latitude[lost] = longitude[lost] = np.nan


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
