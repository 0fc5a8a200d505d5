"""GPX -> legs: tracks that follow each other are one outing, their segments its unbroken stretches."""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING, Any

import numpy as np

from backstride.recording.leg import Leg, counted
from backstride.recording.limits import limits
from backstride.recording.run import NotAnActivityError, WatchFileError
from backstride.recording.steps import count_both_feet
from backstride.recording.xml_document import child_text, children, local_name, number, unix_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backstride.recording.xml_document import Damage
    from backstride.recording.xml_points import Points

POINT = "trkpt"
"""The element that counts only when it is complete."""

_FIELDS = {
    "ele": "altitude_m",
    "hr": "heart_rate_bpm",
    "heartrate": "heart_rate_bpm",
    "cad": "cadence_spm",
    "cadence": "cadence_spm",
    "atemp": "temperature_c",
    "temp": "temperature_c",
    "power": "power_w",
    "powerinwatts": "power_w",
    "speed": "speed_mps",
}
"""Local name, in lower case, of a field or extension -> our column; Garmin, Strava, Cluetrust and Apple use these."""
_COLUMNS = ("latitude_deg", "longitude_deg", *dict.fromkeys(_FIELDS.values()))
_SPORT_OF_WORD = {
    "run": "running",
    "walk": "walking",
    "hik": "hiking",
    "cycl": "cycling",
    "bik": "cycling",
    "ride": "cycling",
    "swim": "swimming",
}
_SPORT_OF_STRAVA_NUMBER = {"1": "cycling", "4": "hiking", "9": "running", "10": "walking", "16": "swimming"}


def read_gpx(root: Any, points: Points, damage: Damage | None) -> list[Leg]:
    """Legs of the outings in a GPX document.

    Parameters
    ----------
    root, points, damage
        As `xml_document.parse` gives them.

    Returns
    -------
    list of Leg
        At least one, in order of time.

    Raises
    ------
    WatchFileError
        If no track has a point with a time. The file's name is not part of the sentence.
    """
    tracks = [track for track in (_Track(element, points) for element in children(root, "trk")) if track.times_s]
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
    return [_leg(outing, device) for outing in outings]


class _Track:
    """Points with a time of one `trk`, in file order."""

    def __init__(self, element: Any, points: Points) -> None:
        kind = (child_text(element, "type") or "").casefold()
        self.sport = _sport(kind)
        self.indoor = "treadmill" in kind or "indoor" in kind
        self.times_s = array("d")
        self.offsets_s: set[float | None] = set()
        self.segments = array("q")
        self.values = array("d")
        self.untimed = 0
        for number_of_segment, segment in enumerate(children(element, "trkseg")):
            for point in children(segment, POINT):
                self._append(points.of(point, POINT), number_of_segment)

    def _append(self, values: Sequence[float], segment: int) -> None:
        time_s, offset_s = values[:2]
        if not math.isfinite(time_s):
            self.untimed += 1
            return
        self.times_s.append(time_s)
        self.offsets_s.add(offset_s if math.isfinite(offset_s) else None)
        self.segments.append(segment)
        self.values.extend(values[2:])


def values_of(point: Any) -> list[float]:
    """Time and offset of a point, then its columns; NaN where it has none."""
    time_s, offset_s = unix_time(child_text(point, "time"))
    row = dict.fromkeys(_COLUMNS, math.nan)
    row["latitude_deg"], row["longitude_deg"] = number(point.get("lat")), number(point.get("lon"))
    for name, text in _fields(point):
        row[_FIELDS[name]] = number(text)
    return [time_s, math.nan if offset_s is None else offset_s, *row.values()]


def _fields(point: Any) -> Iterator[tuple[str, str | None]]:
    for element in point.iterdescendants():
        name = local_name(element).casefold()
        if name in _FIELDS:
            yield name, element.text


def _leg(outing: list[_Track], device: str | None) -> Leg:
    values = np.concatenate([np.frombuffer(track.values).reshape(-1, len(_COLUMNS)) for track in outing])
    stretches: list[int] = []
    for track in outing:
        first = stretches[-1] + 1 if stretches else 0
        stretches += [first + segment for segment in track.segments]
    offsets_s = {offset for track in outing for offset in track.offsets_s}
    leg = Leg(
        sport=outing[0].sport,
        times_s=np.concatenate([np.frombuffer(track.times_s) for track in outing]),
        columns={name: values[:, column].copy() for column, name in enumerate(_COLUMNS)},
        stretch=np.array(stretches, dtype=np.int64),
        watch_offset_s=offsets_s.pop() if len(offsets_s) == 1 else None,
        device=device,
        indoor=any(track.indoor for track in outing),
    )
    untimed = sum(track.untimed for track in outing)
    if untimed:
        leg.warnings.append(f"{counted(untimed, 'point')} without a time left out.")
    count_both_feet(leg)
    return leg


def _sport(kind: str) -> str:
    if kind in _SPORT_OF_STRAVA_NUMBER:
        return _SPORT_OF_STRAVA_NUMBER[kind]
    return next((sport for word, sport in _SPORT_OF_WORD.items() if word in kind), kind[:40] or "unknown")


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
