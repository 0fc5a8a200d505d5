"""What a workout says of itself as a whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from backstride.recording.apple.markup import DEVICE_MAX
from backstride.recording.apple.records import PREFIX
from backstride.recording.apple.times import unix_time
from backstride.recording.apple.units import measured
from backstride.recording.cleaning import pauses
from backstride.recording.limits import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backstride.recording.apple.markup import Node

_EVENT = "HKWorkoutEventType"
_BY_HAND = {"pause": False, "resume": True}
_BY_MOTION = {"motionpaused": False, "motionresumed": True}
_DISTANCES = {"cycling": "DistanceCycling", "swimming": "DistanceSwimming"}
_NAME = re.compile(r"name:(.*?),\s*manufacturer:")
_FROM_GREENWICH = re.compile(r"(?:GMT|UTC)([+-])(\d\d?):?(\d\d)?")
"""A zone without a place, as Apple names it."""
_CUT_S = 1.0
"""The times of a workout are cut to seconds."""
_HARDWARE = re.compile(r"hardware:(.*?)(?:,\s*(?:software|firmware|creation date|localIdentifier):|>|$)")


@dataclass(frozen=True, slots=True)
class Totals:
    """As in `Leg`; None where the workout is silent."""

    timer_s: float | None
    distance_m: float | None
    ascent_m: float | None
    descent_m: float | None
    avg_heart_rate_bpm: float | None
    avg_cadence_spm: float | None
    pauses: list[tuple[float, float]] | None
    offset_s: float | None
    device: str | None
    indoor: bool


def of(workout: Node, part: Node, sport: str) -> Totals:
    """Totals of `part`, which is `workout` itself or one of its activities, with a beginning and an end."""
    start_s, end_s = unix_time(part.attributes["startDate"]) or 0, unix_time(part.attributes["endDate"]) or 0
    notes = _notes(workout) | _notes(part)
    timer_s = measured("time", part.attributes.get("duration"), part.attributes.get("durationUnit"))
    if timer_s is not None and timer_s > end_s - start_s + _CUT_S:
        timer_s = None
    steps = _statistic(part, "StepCount", "sum", "count")
    return Totals(
        timer_s=timer_s,
        distance_m=_distance_m(part, sport),
        ascent_m=_climbed(part, "HKElevationAscended"),
        descent_m=_climbed(part, "HKElevationDescended"),
        avg_heart_rate_bpm=_believed("heart_rate_bpm", _statistic(part, "HeartRate", "average", "rate")),
        avg_cadence_spm=_believed("cadence_spm", 60 * steps / timer_s if steps and timer_s else None),
        pauses=_pauses(workout, part, start_s, end_s, stopped=timer_s is None or timer_s < end_s - start_s - _CUT_S),
        offset_s=_offset_s(notes.get("HKTimeZone"), start_s),
        device=_device(workout.attributes),
        indoor=notes.get("HKIndoorWorkout") == "1",
    )


def kind_of(statistic: Node) -> str:
    """What it is about, without Apple's prefix."""
    return statistic.attributes.get("type", "").removeprefix(PREFIX)


def _notes(node: Node) -> dict[str, str]:
    return {
        entry.attributes["key"]: entry.attributes.get("value", "")
        for entry in node.named("MetadataEntry")
        if "key" in entry.attributes
    }


def _statistic(part: Node, kind: str, of_what: str, quantity: str) -> float | None:
    for statistic in part.named("WorkoutStatistics"):
        if kind_of(statistic) == kind:
            return measured(quantity, statistic.attributes.get(of_what), statistic.attributes.get("unit", ""))
    return None


def _climbed(part: Node, key: str) -> float | None:
    climbed_m = measured("length", _notes(part).get(key))
    return climbed_m if climbed_m is not None and climbed_m >= 0 else None


def _believed(column: str, value: float | None) -> float | None:
    """`value` where it is possible for a sample of this column."""
    low, high = limits().ranges[column]
    return value if value is not None and low <= value <= high else None


def _distance_m(part: Node, sport: str) -> float | None:
    kind = _DISTANCES.get(sport, "DistanceWalkingRunning")
    distance_m = _statistic(part, kind, "sum", "length")
    if distance_m is None:
        # Before iOS 16 the workout itself said it.
        words = part.attributes
        distance_m = measured("length", words.get("totalDistance"), words.get("totalDistanceUnit", ""))
    return distance_m or None


def _pauses(
    workout: Node, part: Node, start_s: float, end_s: float, *, stopped: bool
) -> list[tuple[float, float]] | None:
    """By hand where there is one; else those the watch made when the runner stood still.

    The watch notes that the runner stood still also where the timer was not `stopped` by it.
    """
    events = list(_events(workout)) + ([] if part is workout else list(_events(part)))
    for words in (_BY_HAND, _BY_MOTION) if stopped else (_BY_HAND,):
        told = sorted({(at_s, words[word]) for at_s, word in events if word in words and start_s <= at_s <= end_s})
        if told:
            return pauses.from_events(told, end_s)
    return [] if "duration" in part.attributes else None


def _events(node: Node) -> Iterator[tuple[float, str]]:
    for event in node.children:
        if event.name not in ("WorkoutEvent", "HKWorkoutEvent"):
            continue
        at_s = unix_time(event.attributes.get("date") or event.attributes.get("startDate"))
        if at_s is not None:
            yield float(at_s), event.attributes.get("type", "").removeprefix(_EVENT).casefold()


def _offset_s(zone: str | None, start_s: float) -> float | None:
    """Local time minus UTC where and when the workout began; the dates of an export do not tell."""
    if not zone:
        return None
    ahead = _FROM_GREENWICH.fullmatch(zone)
    if ahead:
        offset_s = 3600.0 * int(ahead[2]) + 60.0 * int(ahead[3] or 0)
        return -offset_s if ahead[1] == "-" else offset_s
    try:
        offset = datetime.fromtimestamp(start_s, UTC).astimezone(ZoneInfo(zone)).utcoffset()
    except (KeyError, ValueError, OSError, OverflowError):
        return None
    return offset.total_seconds() if offset is not None else None


def _device(words: dict[str, str]) -> str | None:
    device = words.get("device", "")[:DEVICE_MAX]
    name, hardware = _NAME.search(device), _HARDWARE.search(device)
    if name:
        return name[1] + (f" ({hardware[1]})" if hardware and hardware[1] else "")
    return words.get("sourceName") or None
