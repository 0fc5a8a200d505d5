"""An extract -> legs: one for a workout, or one for each activity of a multisport workout.

Layout: `HealthExtract` holds one `Workout` as Apple writes it (times in UTC), `Records` (one element for all records of
a kind, unit, source and device; a line each: Unix time of the start, seconds, value) and the route as one GPX track.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.apple import samples, totals, track, workouts
from backstride.recording.apple.markup import TAG_REST, Node, attributes, tree
from backstride.recording.apple.series import Values, values_of
from backstride.recording.apple.times import unix_time
from backstride.recording.cleaning.clean import DAY_S
from backstride.recording.leg import Leg, counted
from backstride.recording.limits import limits
from backstride.recording.run import WatchFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<HealthExtract(" + TAG_REST + rb")")
_RECORDS = re.compile(rb"<Records(" + TAG_REST + rb")\s([^<]*)</Records>")
_MULTISPORT = "SwimBikeRun"
_SPORTS = {
    "handcycling": "cycling",
    "mixedmetaboliccardiotraining": "training",
    "other": "unknown",
    "": "unknown",
    "wheelchairwalkpace": "wheelchair",
    "wheelchairrunpace": "wheelchair",
}
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def is_extract(data: bytes) -> bool:
    """Whether `data` begins like an extract of ours."""
    return _ROOT.match(data[:4096]) is not None


def read_extract(data: bytes) -> list[Leg]:
    """The legs of the one workout in an extract.

    Raises
    ------
    WatchFileError
        If the workout cannot be read. The file's name is not part of the sentence.
    """
    root = _ROOT.match(data[:4096])
    text = next(workouts.texts(iter([data])), None)
    workout = tree(text) if text else None
    if root is None or workout is None or None in _window(workout):
        raise WatchFileError("element Workout: the file is broken before its workout ends; import the export again")
    route_at = data.find(b"<gpx")
    route = track.read(data[route_at : data.find(b"</gpx>") + len(b"</gpx>")]) if route_at >= 0 else None
    warnings = list(_warnings(attributes(root[1]), whole=data.rstrip().endswith(b"</HealthExtract>")))
    all_values = [values_of(attributes(words), rows) for words, rows in _RECORDS.findall(data)]
    unknown = sorted({values.unit for values in all_values if not np.isfinite(values.values).any()})
    if unknown:
        warnings.append(f"Values left out, as their unit is unknown: {', '.join(unknown)[:80]}.")
    legs = [
        _leg(workout, part, sport, all_values, route if route is None else route.within(*_window(part)))
        for part, sport in _parts(workout)
    ]
    for leg in legs:
        leg.warnings[:0] = warnings
    return legs


def _window(node: Node) -> tuple[int | None, int | None]:
    """Beginning and end, Unix time; None for what is not told, and for both where nobody is under way so long. [s]"""
    start_s, end_s = unix_time(node.attributes.get("startDate")), unix_time(node.attributes.get("endDate"))
    if start_s is not None and end_s is not None and not 0 <= end_s - start_s <= limits().activity_days_max * DAY_S:
        return None, None
    return start_s, end_s


def _warnings(notes: dict[str, str], *, whole: bool) -> Iterator[str]:
    if not whole:
        yield "The file stops before its end; what stands before was kept."
    missing = notes.get("routes_missing", "")
    if missing.isdecimal():
        yield f"{counted(int(missing), 'route')} of this workout missing from the export."
    damaged = notes.get("routes_damaged", "")
    if damaged.isdecimal():
        yield f"{counted(int(damaged), 'route')} of this workout damaged; the points that can be read were kept."
    if "cut" in notes:
        yield "The export stops before its end, so values of this run may be missing."
    if "crowded" in notes:
        yield "Values left out, as this workout holds more than a watch can measure."


def _parts(workout: Node) -> Iterator[tuple[Node, str]]:
    """The workout itself, or the activities of a multisport one; a run in intervals has activities too, and is one."""
    kind = workouts.kind_of(workout)
    activities = [activity for activity in workout.named("WorkoutActivity") if None not in _window(activity)]
    if kind != _MULTISPORT or not activities:
        yield workout, _sport(kind)
        return
    activities.sort(key=lambda activity: activity.attributes["startDate"])
    for number, activity in enumerate(activities):
        yield activity, _sport_by_totals(activity, between=0 < number < len(activities) - 1)


def _sport(kind: str) -> str:
    word = kind.casefold()
    return _SPORTS.get(word) or _WORD.sub("_", kind).casefold()[:40]


def _sport_by_totals(activity: Node, *, between: bool) -> str:
    """Apple does not name the sport of an activity; what was measured in it tells."""
    kinds = {totals.kind_of(statistic) for statistic in activity.named("WorkoutStatistics")}
    if "DistanceSwimming" in kinds:
        return "swimming"
    if "DistanceCycling" in kinds:
        return "cycling"
    if kinds & {"RunningSpeed", "RunningPower", "RunningStrideLength"}:
        return "running"
    return "transition" if between else "running" if "DistanceWalkingRunning" in kinds else "unknown"


def _leg(workout: Node, part: Node, sport: str, all_values: list[Values], route: track.Track | None) -> Leg:
    start_s, end_s = _window(part)
    if start_s is None or end_s is None:
        raise WatchFileError("element Workout: a workout has no beginning or end; import the export again")
    told = totals.of(workout, part, sport)
    source = workout.attributes.get("sourceName", "")
    joined = samples.joined(
        samples.Frame(start_s, end_s, told.pauses or [], sport), all_values, source, route, told.distance_m
    )
    leg = Leg(
        sport=sport,
        times_s=joined.times_s,
        columns=joined.columns,
        stretch=joined.stretch,
        started_s=float(start_s),
        pauses=told.pauses,
        timer_s=told.timer_s,
        elapsed_s=float(end_s - start_s),
        distance_m=told.distance_m,
        ascent_m=told.ascent_m,
        descent_m=told.descent_m,
        avg_heart_rate_bpm=told.avg_heart_rate_bpm,
        watch_offset_s=told.offset_s,
        device=told.device,
        indoor=told.indoor,
    )
    if not np.isfinite(joined.columns["cadence_spm"]).any():
        leg.avg_cadence_spm = told.avg_cadence_spm
    return leg
