"""TCX -> legs: one for each activity; laps give the totals, a second track within a lap tells of a pause."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from backstride.recording.cleaning.steps import count_both_feet
from backstride.recording.leg import Leg, counted
from backstride.recording.run import WatchFileError
from backstride.recording.xml.names import child_text, children, local_name
from backstride.recording.xml.sports import is_indoor, sport_of
from backstride.recording.xml.values import common_offset, number, unix_time

if TYPE_CHECKING:
    from backstride.recording.xml.document import Damage
    from backstride.recording.xml.points import Points
    from backstride.recording.xml.values import Floats, Places

POINT = "Trackpoint"
"""The element that counts only when it is complete."""

_FIELDS = {
    "latitude_deg": ("Position", "LatitudeDegrees"),
    "longitude_deg": ("Position", "LongitudeDegrees"),
    "altitude_m": ("AltitudeMeters",),
    "distance_m": ("DistanceMeters",),
    "heart_rate_bpm": ("HeartRateBpm", "Value"),
    "cadence_spm": ("Cadence",),
}
_EXTENSIONS = {
    # Garmin ActivityExtension 2.
    "RunCadence": "cadence_spm",
    "Speed": "speed_mps",
    "Watts": "power_w",
    # As in GPX.
    "GroundContactTime": "contact_time_ms",
    "StanceTime": "contact_time_ms",
    "VerticalOscillationMm": "vertical_oscillation_mm",
}
"""Local name of an extension of a point -> our column; only names that we saw used with that unit."""
_COLUMNS = tuple(dict.fromkeys((*_FIELDS, *_EXTENSIONS.values())))
_LAPS_MAX = 2**16 - 1
"""What the column of laps can hold."""


def read_tcx(root: Any, points: Points, damage: Damage | None) -> list[Leg]:
    """Legs of the activities in a TCX document.

    Parameters
    ----------
    root, points, damage
        As `document.parse` gives them.

    Returns
    -------
    list of Leg
        At least one, in file order.

    Raises
    ------
    WatchFileError
        If there is no activity with a lap or a point. The file's name is not part of the sentence.
    """
    activities = [element for element in root.iter() if local_name(element) == "Activity"]
    legs = [
        leg
        for leg in (_leg(activity, points) for activity in activities)
        if leg.times_s.size or leg.started_s is not None
    ]
    if not legs:
        raise WatchFileError(
            f"{damage.where}: the file is broken before its first lap; export it again"
            if damage
            else "element Activity: the file holds no recorded activity; export the activity itself"
        )
    return legs


def _leg(activity: Any, points: Points) -> Leg:
    laps = list(children(activity, "Lap"))
    table, stretches, numbers = _samples(laps, points)
    timed = np.isfinite(table[:, 0])
    untimed = int(np.count_nonzero(~timed))
    table = table[timed]
    columns = {name: table[:, column].copy() for column, name in enumerate(_COLUMNS, start=2)}
    started_s = unix_time(laps[0].get("StartTime"))[0] if laps else math.nan
    sport = activity.get("Sport") or ""
    leg = Leg(
        sport=sport_of(sport),
        times_s=table[:, 0].copy(),
        columns=columns | {"lap": numbers[timed]},
        stretch=stretches[timed],
        started_s=started_s if math.isfinite(started_s) else None,
        timer_s=_sum(laps, "TotalTimeSeconds"),
        distance_m=_sum(laps, "DistanceMeters"),
        avg_heart_rate_bpm=_mean_heart_rate(laps),
        watch_offset_s=common_offset(table[:, 1]),
        device=child_text(activity, "Creator", "Name"),
        indoor=is_indoor(sport),
    )
    if untimed:
        leg.warnings.append(f"{counted(untimed, 'point')} without a time left out.")
    count_both_feet(leg)
    return leg


def _samples(laps: list[Any], points: Points) -> tuple[Floats, Places, Floats]:
    """Values of the points, and of each the number of its unbroken stretch and of its lap."""
    parts: list[Floats] = [np.empty((0, 2 + len(_COLUMNS)))]
    places: list[tuple[int, float, int]] = []
    stretch = 0
    for number_of_lap, lap in enumerate(laps, start=1):
        for nth, track in enumerate(children(lap, "Track")):
            stretch += nth > 0
            rows = points.within(track, POINT)
            if len(rows):
                parts.append(rows)
                places.append((stretch, number_of_lap if number_of_lap <= _LAPS_MAX else math.nan, len(rows)))
    counts = [count for _, _, count in places]
    stretches = np.repeat(np.array([stretch for stretch, _, _ in places], dtype=np.int64), counts)
    numbers = np.repeat(np.array([lap_number for _, lap_number, _ in places], dtype=np.float64), counts)
    return np.concatenate(parts), stretches, numbers


def texts_of(point: Any) -> list[str | None]:
    """Text of the time of a point, then of its columns; None where it has none."""
    row: dict[str, str | None] = dict.fromkeys(_COLUMNS)
    row |= {column: child_text(point, *path) for column, path in _FIELDS.items()}
    for extensions in children(point, "Extensions"):
        for element in extensions.iterdescendants():
            column = _EXTENSIONS.get(local_name(element))
            if column is not None:
                row[column] = element.text
    return [child_text(point, "Time"), *row.values()]


def _mean_heart_rate(laps: list[Any]) -> float | None:
    """Mean of the laps by their time; None where a lap does not give its own."""
    seconds = [number(child_text(lap, "TotalTimeSeconds")) for lap in laps]
    beats = [number(child_text(lap, "AverageHeartRateBpm", "Value")) for lap in laps]
    told = [(time_s, rate) for time_s, rate in zip(seconds, beats, strict=True) if time_s != 0]
    if not told or not all(time_s > 0 and rate > 0 for time_s, rate in told):
        return None
    return sum(time_s * rate for time_s, rate in told) / sum(time_s for time_s, _ in told)


def _sum(laps: list[Any], name: str) -> float | None:
    """None where a lap lacks its total, so that a part is not taken for the whole."""
    values = [number(child_text(lap, name)) for lap in laps]
    return sum(values) if values and all(map(math.isfinite, values)) else None
