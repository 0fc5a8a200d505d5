"""Makes the sample runner that ships with the package: a composite of real recordings, not a person.

    python scripts/make_sample_runner.py [SOURCES] [--to FOLDER]

SOURCES holds the original recordings (default `tests/data/watchfiles`); the runs go to `src/backstride/sample/runs`.
The same sources give the same bytes every time. What is changed, and why, stands in `src/backstride/sample/ORIGIN.md`.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import fitdecode
from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.profile.messages.activity_message import ActivityMessage
from fit_tool.profile.messages.device_info_message import DeviceInfoMessage
from fit_tool.profile.messages.event_message import EventMessage
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.lap_message import LapMessage
from fit_tool.profile.messages.record_message import RecordMessage
from fit_tool.profile.messages.session_message import SessionMessage
from fit_tool.profile.profile_type import (
    Activity,
    DeviceIndex,
    Event,
    EventType,
    FileType,
    LapTrigger,
    Manufacturer,
    SessionTrigger,
    Sport,
    SubSport,
)

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "tests/data/watchfiles"
RUNS = ROOT / "src/backstride/sample/runs"

SEED = 20261116
ZONE = ZoneInfo("Europe/London")
PRODUCT = "Composite sample runner"
THINNING_S = 3
"""One record in three seconds, as watches do with smart recording: keeps the runs small."""
PAUSE_OVER_S = 10
"""A longer silence in a source is a pause with the timer stopped; it is cut out."""
TURN_ROUND_M = 2.0
"""Height change that counts as climbing or descending; gives 451/792 m and 96/96 m on the two long sources, where the
devices say 455/802 m and 99/99 m."""
STOP_S = 180
"""The drink stop between two parts of a run, with the timer stopped."""

FIT_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)


@dataclass(frozen=True)
class Sample:
    """One recorded second: time and distance since the start of the recording, and what the sensors said."""

    at_s: float
    distance_m: float
    speed_mps: float | None
    altitude_m: float | None
    heart_rate_bpm: int | None
    strides_per_min: float | None
    contact_time_ms: float | None
    vertical_oscillation_mm: float | None


@dataclass(frozen=True)
class Source:
    """A recording to take slices from: its file, and which of its sessions where it holds several."""

    file: str
    session: int | None = None


EASY = Source("gofit__mornindew-broken.fit")
SLOW = Source("fitdecode__developer-types-sample.fit")
HILLS = Source("fitdecode__activity-large-fenxi2-multisport.fit", session=4)

HILLS_FROM_M = 2500.0
"""Start of the hilly slice: 7.2 km that climb about 300 m and go down about 350 m."""

Part = tuple[Source, float]

LONG_HILLY_RUN = date(2026, 10, 24)

SCHEDULE: dict[date, tuple[Part, ...]] = {
    date(2026, 8, 4): ((EASY, 6.2),),
    date(2026, 8, 6): ((EASY, 7.0),),
    date(2026, 8, 8): ((EASY, 10.0),),
    date(2026, 8, 9): ((SLOW, 5.0),),
    date(2026, 8, 11): ((EASY, 6.4),),
    date(2026, 8, 13): ((EASY, 7.4),),
    date(2026, 8, 15): ((EASY, 10.5),),
    date(2026, 8, 16): ((SLOW, 5.2),),
    date(2026, 8, 18): ((EASY, 6.5),),
    date(2026, 8, 20): ((EASY, 7.6),),
    date(2026, 8, 22): ((EASY, 11.0),),
    date(2026, 8, 23): ((SLOW, 5.3),),
    date(2026, 8, 25): ((EASY, 8.0),),
    date(2026, 8, 27): ((EASY, 8.6),),
    date(2026, 8, 29): ((EASY, 12.0),),
    date(2026, 9, 1): ((EASY, 6.6),),
    date(2026, 9, 3): ((EASY, 7.8),),
    date(2026, 9, 5): ((EASY, 11.0),),
    date(2026, 9, 6): ((SLOW, 5.6),),
    date(2026, 9, 8): ((EASY, 6.8),),
    date(2026, 9, 10): ((EASY, 8.0),),
    date(2026, 9, 12): ((EASY, 11.5),),
    date(2026, 9, 13): ((SLOW, 5.4),),
    date(2026, 9, 15): ((EASY, 7.0),),
    date(2026, 9, 17): ((EASY, 7.8),),
    date(2026, 9, 19): ((EASY, 12.0),),
    date(2026, 9, 20): ((SLOW, 5.8),),
    date(2026, 9, 22): ((EASY, 8.2),),
    date(2026, 9, 24): ((EASY, 8.8),),
    date(2026, 9, 26): ((EASY, 11.0),),
    date(2026, 9, 29): ((EASY, 6.8),),
    date(2026, 10, 1): ((EASY, 8.0),),
    date(2026, 10, 3): ((EASY, 11.5),),
    date(2026, 10, 4): ((SLOW, 5.7),),
    date(2026, 10, 6): ((EASY, 7.0),),
    date(2026, 10, 8): ((EASY, 8.6),),
    date(2026, 10, 10): ((EASY, 12.0),),
    date(2026, 10, 11): ((SLOW, 6.0),),
    date(2026, 10, 13): ((EASY, 7.1),),
    date(2026, 10, 15): ((EASY, 8.2),),
    date(2026, 10, 17): ((EASY, 11.6),),
    date(2026, 10, 18): ((SLOW, 6.1),),
    date(2026, 10, 20): ((EASY, 6.4),),
    date(2026, 10, 22): ((EASY, 6.8),),
    LONG_HILLY_RUN: ((EASY, 5.5), (HILLS, 7.2), (EASY, 5.5)),
    date(2026, 10, 27): ((EASY, 6.2),),
    date(2026, 11, 6): ((SLOW, 3.4),),
    date(2026, 11, 12): ((SLOW, 4.1),),
}
"""Local day of each run and its parts in kilometres: three or four runs a week, 28 to 34 km; on 24 October one run half
as long again as the longest of the 30 days before, over hills; the pain begins on 28 October."""


def main(arguments: list[str] | None = None) -> int:
    """Write the runs; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", nargs="?", type=Path, default=SOURCES, help="folder with the original recordings")
    parser.add_argument("--to", type=Path, default=RUNS, help="folder for the runs")
    options = parser.parse_args(arguments)
    missing = [s.file for s in (EASY, SLOW, HILLS) if not (options.sources / s.file).is_file()]
    if missing:
        sys.stderr.write(f"{options.sources}: {', '.join(missing)} not found; give the folder that holds them\n")
        return 2
    options.to.mkdir(parents=True, exist_ok=True)
    for name, content in sample_runs(options.sources).items():
        (options.to / name).write_bytes(content)
    return 0


def sample_runs(sources: Path) -> dict[str, bytes]:
    """File name to FIT file of every run in `SCHEDULE`, from the recordings in `sources`."""
    recordings = {source: recorded(sources / source.file, source.session) for source in (EASY, SLOW, HILLS)}
    files = {}
    for day, parts in SCHEDULE.items():
        chance = random.Random(f"{SEED} {day}")  # noqa: S311 - variety, not secrecy; a changed day changes no other
        slices = [
            cut(recordings[source], km * 1000, _from_m(source, recordings[source], km, chance)) for source, km in parts
        ]
        start = _start(day, chance)
        files[f"{start.astimezone(ZONE):%Y-%m-%d-%H%M}.fit"] = fit_file(start, slices)
    return files


def recorded(path: Path, session: int | None) -> list[Sample]:
    """The samples of a recording (of one session of it), pauses cut out, without positions and identities."""
    records, sessions = [], []
    with fitdecode.FitReader(path) as reader:
        for frame in reader:
            if isinstance(frame, fitdecode.FitDataMessage) and frame.name in ("record", "session"):
                (records if frame.name == "record" else sessions).append(_first_values(frame))
    if session is not None:
        first, last = sessions[session]["start_time"], sessions[session]["timestamp"]
        records = [r for r in records if first <= r["timestamp"] <= last]
    samples, at_s, before = [], 0.0, records[0]["timestamp"]
    for record in records:
        silence_s = (record["timestamp"] - before).total_seconds()
        at_s += silence_s if silence_s <= PAUSE_OVER_S else 1.0
        before = record["timestamp"]
        if record.get("distance") is not None:
            samples.append(_sample(record, at_s))
    return samples


def cut(recording: list[Sample], length_m: float, from_m: float) -> list[Sample]:
    """A slice of a recording, its time and distance counted from its own start."""
    first = next(s for s in recording if s.distance_m >= from_m)
    inside = [s for s in recording if first.distance_m <= s.distance_m <= first.distance_m + length_m]
    return [replace(s, at_s=s.at_s - first.at_s, distance_m=s.distance_m - first.distance_m) for s in inside]


def fit_file(start: datetime, slices: list[list[Sample]]) -> bytes:
    """A FIT activity of one run made of slices, each a lap, with a stop between two."""
    builder = FitFileBuilder(auto_define=True)
    identity = FileIdMessage()
    identity.type = FileType.ACTIVITY
    identity.manufacturer = Manufacturer.DEVELOPMENT.value
    identity.product = 0
    identity.product_name = PRODUCT
    identity.time_created = _ms(start)
    device = DeviceInfoMessage()
    device.timestamp = _ms(start)
    device.device_index = DeviceIndex.CREATOR.value
    device.manufacturer = Manufacturer.DEVELOPMENT.value
    device.product = 0
    device.product_name = PRODUCT
    builder.add_all([identity, device])
    laps, moment, distance_m, altitude_m = [], start, 0.0, 150.0
    for number, part in enumerate(slices):
        begun = moment if number == 0 else moment + timedelta(seconds=STOP_S)
        lift_m = altitude_m - (part[0].altitude_m or 0.0)
        moved = [
            replace(
                s,
                distance_m=s.distance_m + distance_m,
                altitude_m=None if s.altitude_m is None else s.altitude_m + lift_m,
            )
            for s in part
        ]
        builder.add(_timer(begun, EventType.START))
        for sample in (*moved[:-1:THINNING_S], moved[-1]):
            builder.add(_record(begun + timedelta(seconds=sample.at_s), sample))
        moment = begun + timedelta(seconds=moved[-1].at_s)
        builder.add(_timer(moment, EventType.STOP_ALL))
        laps.append((begun, moment, moved))
        distance_m, altitude_m = moved[-1].distance_m, moved[-1].altitude_m or altitude_m
    for number, (begun, ended, moved) in enumerate(laps):
        builder.add(_summary(LapMessage(), number, begun, ended, [moved]))
    session = _summary(SessionMessage(), 0, start, moment, [moved for *_, moved in laps])
    session.first_lap_index = 0
    session.num_laps = len(laps)
    activity = ActivityMessage()
    activity.timestamp = _ms(moment)
    activity.local_timestamp = int((moment.astimezone(ZONE).replace(tzinfo=UTC) - FIT_EPOCH).total_seconds())
    activity.total_timer_time = session.total_timer_time
    activity.num_sessions = 1
    activity.type = Activity.MANUAL
    activity.event = Event.ACTIVITY
    activity.event_type = EventType.STOP
    builder.add_all([session, activity])
    return bytes(builder.build().to_bytes())


def climbed(altitudes_m: list[float]) -> tuple[float, float]:
    """Metres up and metres down, counting only turns of at least `TURN_ROUND_M`."""
    up_m = down_m = 0.0
    level_m = altitudes_m[0]
    for altitude_m in altitudes_m:
        if abs(altitude_m - level_m) >= TURN_ROUND_M:
            up_m += max(altitude_m - level_m, 0.0)
            down_m += max(level_m - altitude_m, 0.0)
            level_m = altitude_m
    return up_m, down_m


def _first_values(message: fitdecode.FitDataMessage) -> dict[str, object]:
    """Field values by name; where a file describes its developer fields twice, the first that holds a value."""
    values: dict[str, object] = {}
    for field in message.fields:
        if values.get(field.name) is None:
            values[field.name] = field.value
    return values


def _sample(record: dict, at_s: float) -> Sample:
    strides = record.get("cadence")
    fraction = record.get("fractional_cadence") or 0.0
    # The foot pod's own fields: milliseconds and centimetres. Zero means not measured.
    contact_ms = record.get("stance_time") or record.get("Ground Time") or None
    bounce_cm = record.get("Vertical Oscillation")
    bounce_mm = record.get("vertical_oscillation") or (bounce_cm * 10 if bounce_cm else None)
    return Sample(
        at_s=at_s,
        distance_m=record["distance"],
        speed_mps=record.get("enhanced_speed"),
        altitude_m=record.get("enhanced_altitude"),
        heart_rate_bpm=record.get("heart_rate"),
        strides_per_min=None if strides is None else strides + fraction,
        contact_time_ms=contact_ms,
        vertical_oscillation_mm=bounce_mm,
    )


def _from_m(source: Source, recording: list[Sample], km: float, chance: random.Random) -> float:
    if source is HILLS:
        return HILLS_FROM_M
    return chance.random() * (recording[-1].distance_m - km * 1000 - 1)


def _start(day: date, chance: random.Random) -> datetime:
    """Mornings at the weekend, evenings in the week, a little earlier or later each time; in UTC."""
    hour = time(8, 5) if day.weekday() >= 5 else time(17, 55)
    return datetime.combine(day, hour, ZONE).astimezone(UTC) + timedelta(seconds=int(chance.random() * 2400))


def _timer(at: datetime, kind: EventType) -> EventMessage:
    event = EventMessage()
    event.timestamp = _ms(at)
    event.event = Event.TIMER
    event.event_type = kind
    return event


def _record(at: datetime, sample: Sample) -> RecordMessage:
    record = RecordMessage()
    record.timestamp = _ms(at)
    record.distance = sample.distance_m
    if sample.speed_mps is not None:
        record.enhanced_speed = sample.speed_mps
    if sample.altitude_m is not None:
        record.enhanced_altitude = sample.altitude_m
    if sample.heart_rate_bpm is not None:
        record.heart_rate = sample.heart_rate_bpm
    if sample.strides_per_min is not None:
        record.cadence = int(sample.strides_per_min)
        record.fractional_cadence = sample.strides_per_min % 1
    if sample.contact_time_ms is not None:
        record.stance_time = sample.contact_time_ms
    if sample.vertical_oscillation_mm is not None:
        record.vertical_oscillation = sample.vertical_oscillation_mm
    return record


def _summary(
    message: LapMessage | SessionMessage, number: int, begun: datetime, ended: datetime, parts: list[list[Sample]]
) -> LapMessage | SessionMessage:
    """Totals and means of a lap or of the session; every second of the source counts, not only the records kept."""
    samples = [sample for part in parts for sample in part]
    timer_s = sum(part[-1].at_s - part[0].at_s for part in parts)
    distance_m = sum(part[-1].distance_m - part[0].distance_m for part in parts)
    up_m, down_m = climbed([s.altitude_m for s in samples if s.altitude_m is not None])
    rates = [s.heart_rate_bpm for s in samples if s.heart_rate_bpm]
    strides = [s.strides_per_min for s in samples if s.strides_per_min]
    message.message_index = number
    message.timestamp = _ms(ended)
    message.start_time = _ms(begun)
    message.total_elapsed_time = (ended - begun).total_seconds()
    message.total_timer_time = timer_s
    message.total_distance = distance_m
    message.enhanced_avg_speed = distance_m / timer_s
    message.total_ascent = round(up_m)
    message.total_descent = round(down_m)
    message.avg_heart_rate = round(sum(rates) / len(rates))
    message.max_heart_rate = max(rates)
    message.avg_cadence = int(sum(strides) / len(strides))
    message.avg_fractional_cadence = sum(strides) / len(strides) % 1
    message.sport = Sport.RUNNING
    message.sub_sport = SubSport.GENERIC
    message.event_type = EventType.STOP
    if isinstance(message, SessionMessage):
        message.event = Event.SESSION
        message.trigger = SessionTrigger.ACTIVITY_END
    else:
        message.event = Event.LAP
        message.lap_trigger = LapTrigger.MANUAL
    return message


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


if __name__ == "__main__":
    sys.exit(main())
