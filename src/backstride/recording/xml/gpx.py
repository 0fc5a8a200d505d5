"""GPX -> legs: tracks that follow each other are one outing, their segments its unbroken stretches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from backstride.recording.cleaning.steps import count_both_feet
from backstride.recording.geometry import distance_between
from backstride.recording.leg import Leg, counted
from backstride.recording.limits import limits
from backstride.recording.run import NotAnActivityError, WatchFileError
from backstride.recording.xml.names import child_text, children, local_name
from backstride.recording.xml.sports import is_indoor, sport_of
from backstride.recording.xml.values import common_offset

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backstride.recording.xml.document import Damage
    from backstride.recording.xml.points import Points
    from backstride.recording.xml.values import Floats

POINT = "trkpt"
"""The element that counts only when it is complete."""

_FIELDS = {
    "ele": "altitude_m",
    # Garmin TrackPointExtension 1 and 2; its course has no column.
    "hr": "heart_rate_bpm",
    "cad": "cadence_spm",
    "atemp": "temperature_c",
    "speed": "speed_mps",
    # Cluetrust gpxdata, whose hr is Garmin's; COROS writes heartrate.
    "heartrate": "heart_rate_bpm",
    "cadence": "cadence_spm",
    "temp": "temperature_c",
    # Strava and Suunto; Garmin PowerExtension as OpenTracks and GoldenCheetah write it. [W]
    "power": "power_w",
    "powerinwatts": "power_w",
    # An exporter of Apple's health data writes it in ms, and a reader of Garmin's dynamics takes both so.
    "groundcontacttime": "contact_time_ms",
    "stancetime": "contact_time_ms",
    # That reader again. A plain VerticalOscillation is cm in the one and mm in the other, so it is left out.
    "verticaloscillationmm": "vertical_oscillation_mm",
}
"""Local name, in lower case, of a field or extension -> our column; only names that we saw used with that unit."""
_DISTANCE = "distance"
_DISTANCE_PREFIXES = (None, "gpxdata")
"""Cluetrust's, which COROS writes bare, counts from the start; that of OpenTracks from the point before."""
_TOO_SHORT = 10
"""So many times the distance is more than a watch errs; it is in kilometres, or of something else."""
_COLUMNS = ("latitude_deg", "longitude_deg", *dict.fromkeys(_FIELDS.values()), "distance_m")
_SPORT_OF_STRAVA_NUMBER = {"1": "cycling", "4": "hiking", "9": "running", "10": "walking", "16": "swimming"}


def read_gpx(root: Any, points: Points, damage: Damage | None) -> list[Leg]:
    """Legs of the outings in a GPX document.

    Parameters
    ----------
    root, points, damage
        As `document.parse` gives them.

    Returns
    -------
    list of Leg
        At least one, in order of time.

    Raises
    ------
    WatchFileError
        If no track has a point with a time. The file's name is not part of the sentence.
    """
    tracks = [track for track in (_Track(element, points) for element in children(root, "trk")) if track.times_s.size]
    if not tracks:
        raise _why_no_track(root, damage)
    tracks.sort(key=lambda track: track.times_s[0])
    outings = [tracks[:1]]
    for track in tracks[1:]:
        before = outings[-1][-1]
        near = track.times_s[0] - before.times_s[-1] <= limits().new_activity_gap_s
        if near and track.sport == before.sport:
            outings[-1].append(track)
        else:
            outings.append([track])
    device = (root.get("creator") or "").strip() or None
    legs = [_leg(outing, device) for outing in outings]
    note = _beside_the_tracks(root)
    if note:
        legs[0].warnings.append(note)
    return legs


def _beside_the_tracks(root: Any) -> str | None:
    """What the file also holds and nobody ran."""
    places, routes = (sum(1 for _ in children(root, name)) for name in ("wpt", "rte"))
    also = [counted(places, "place")] if places else []
    also += [counted(routes, "planned route")] if routes else []
    return f"The file also holds {' and '.join(also)}; we read only what was recorded." if also else None


class _Track:
    """Points with a time of one `trk`, in file order."""

    def __init__(self, element: Any, points: Points) -> None:
        kind = (child_text(element, "type") or "").casefold()
        self.sport = _SPORT_OF_STRAVA_NUMBER.get(kind) or sport_of(kind)
        self.indoor = is_indoor(kind)
        segments = [points.within(segment, POINT) for segment in children(element, "trkseg")]
        numbers = np.repeat(np.arange(len(segments)), [len(rows) for rows in segments])
        rows = np.concatenate([np.empty((0, 2 + len(_COLUMNS))), *(rows for rows in segments if len(rows))])
        timed = np.isfinite(rows[:, 0])
        self.untimed = int(np.count_nonzero(~timed))
        self.times_s, self.offsets_s, self.values = rows[timed, 0], rows[timed, 1], rows[timed, 2:]
        self.segments = numbers[timed]


def texts_of(point: Any) -> list[str | None]:
    """Text of the time of a point, then of its columns; None where it has none."""
    row: dict[str, str | None] = dict.fromkeys(_COLUMNS)
    row["latitude_deg"], row["longitude_deg"] = point.get("lat"), point.get("lon")
    for element in point.iterdescendants():
        name = local_name(element).casefold()
        column = _FIELDS.get(name)
        if column is not None:
            row[column] = element.text
        elif name == _DISTANCE and element.prefix in _DISTANCE_PREFIXES:
            row["distance_m"] = element.text
    return [child_text(point, "time"), *row.values()]


def _leg(outing: list[_Track], device: str | None) -> Leg:
    values = np.concatenate([track.values for track in outing])
    stretches: list[NDArray[np.int64]] = []
    for track in outing:
        first = int(stretches[-1][-1]) + 1 if stretches else 0
        stretches.append(first + track.segments)
    columns = {name: values[:, column].copy() for column, name in enumerate(_COLUMNS)}
    if not _counts_metres_from_the_start(columns):
        del columns["distance_m"]
    leg = Leg(
        sport=outing[0].sport,
        times_s=np.concatenate([track.times_s for track in outing]),
        columns=columns,
        stretch=np.concatenate(stretches),
        watch_offset_s=common_offset(np.concatenate([track.offsets_s for track in outing])),
        device=device,
        indoor=any(track.indoor for track in outing),
    )
    untimed = sum(track.untimed for track in outing)
    if untimed:
        leg.warnings.append(f"{counted(untimed, 'point')} without a time left out.")
    count_both_feet(leg)
    return leg


def _counts_metres_from_the_start(columns: dict[str, Floats]) -> bool:
    """Whether the distance the file gives only grows, and is not far too short for the places."""
    known = np.isfinite(columns["distance_m"])
    known_m = columns["distance_m"][known]
    if known_m.size == 0 or known_m[-1] <= 0 or (np.diff(known_m) < 0).any():
        return False
    north, east = columns["latitude_deg"][known], columns["longitude_deg"][known]
    with np.errstate(all="ignore"):  # senseless places
        steps_m = distance_between(north[:-1], east[:-1], north[1:], east[1:])
    steps_m = steps_m[np.isfinite(steps_m)]
    # The median keeps a single place far off from counting.
    usual_m = float(np.median(steps_m)) if steps_m.size else 0.0
    return bool((known_m[-1] - known_m[0]) * _TOO_SHORT >= usual_m * steps_m.size)


def _why_no_track(root: Any, damage: Damage | None) -> WatchFileError:
    if damage:
        return WatchFileError(f"{damage.where}: the file is broken before its first point with a time; export it again")
    if any(local_name(element) == "trkpt" for element in root.iter()):
        return NotAnActivityError(
            "element trkpt: no point has a time, so it is a planned route, not a recorded run; export the activity"
        )
    return NotAnActivityError(
        "element trk: the file holds no recorded track, only places or a route; export the activity itself"
    )
