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
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

from backstride.recording.fit import fields
from backstride.recording.fit.file import decode, joined
from fit_writer import FitWriter

if TYPE_CHECKING:
    from backstride.recording.fit.blocks import Floats
    from backstride.recording.fit.file import FitFile

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
VERSIONS = (0x23, 21_212)
NAME_BYTES = 24
DEVELOPMENT, ACTIVITY_FILE, RUNNING = 255, 4, 1
TIMER_START, STOP, TIMER_STOP_ALL = 0, 1, 4
SESSION_EVENT, LAP_EVENT, ACTIVITY_EVENT = 8, 9, 26
MESSAGE_INDEX, START_TIME = 254, 2


@dataclass(frozen=True)
class Sample:
    """One recorded second: time and distance since the start of the recording, and what the sensors said."""

    at_s: float
    distance_m: float
    speed_mps: float | None
    altitude_m: float | None
    heart_rate_bpm: float | None
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
    recording = joined(decode(path.read_bytes()))
    times = recording.numbers(fields.RECORD, fields.TIMESTAMP)
    columns = _columns(recording)
    inside = np.ones(times.size, dtype=bool)
    if session is not None:
        one = recording.messages(fields.SESSION)[session]
        inside = (times >= one[START_TIME]) & (times <= one[fields.TIMESTAMP])
    rows = np.flatnonzero(inside)
    samples, at_s, before = [], 0.0, times[rows[0]]
    for row in rows:
        silence_s = float(times[row] - before)
        at_s += silence_s if silence_s <= PAUSE_OVER_S else 1.0
        before = times[row]
        values = {name: _known(column[row]) for name, column in columns.items()}
        if values["distance_m"] is not None:
            samples.append(Sample(at_s=at_s, **values))
    return samples


def _columns(recording: FitFile) -> dict[str, Floats]:
    """The columns of `Sample` but the time, NaN where missing."""

    def record(number: int) -> Floats:
        return recording.numbers(fields.RECORD, number)

    apps = {said.name: values for said, values in reversed(recording.app_columns(fields.RECORD).items())}
    none = np.full(recording.count, np.nan)
    return {
        "distance_m": record(fields.DISTANCE),
        "speed_mps": record(fields.ENHANCED_SPEED),
        "altitude_m": record(fields.ENHANCED_ALTITUDE),
        "heart_rate_bpm": record(fields.HEART_RATE),
        "strides_per_min": record(fields.CADENCE) + np.nan_to_num(record(fields.FRACTIONAL_CADENCE)),
        # The foot pod's own fields: milliseconds and centimetres. Zero means not measured.
        "contact_time_ms": _measured(record(fields.CONTACT_TIME), apps.get("Ground Time", none)),
        "vertical_oscillation_mm": _measured(record(fields.OSCILLATION), 10 * apps.get("Vertical Oscillation", none)),
    }


def _measured(first: Floats, second: Floats) -> Floats:
    values = np.where(np.nan_to_num(first) != 0, first, second)
    return np.where(values == 0, np.nan, values)


def _known(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)


def cut(recording: list[Sample], length_m: float, from_m: float) -> list[Sample]:
    """A slice of a recording, its time and distance counted from its own start."""
    first = next(s for s in recording if s.distance_m >= from_m)
    inside = [s for s in recording if first.distance_m <= s.distance_m <= first.distance_m + length_m]
    return [replace(s, at_s=s.at_s - first.at_s, distance_m=s.distance_m - first.distance_m) for s in inside]


def fit_file(start: datetime, slices: list[list[Sample]]) -> bytes:
    """A FIT activity of one run made of slices, each a lap, with a stop between two."""
    fit = FitWriter()
    product = PRODUCT.encode().ljust(NAME_BYTES, b"\0")
    who = [(2, "uint16", DEVELOPMENT), (4, "uint16", 0)]
    fit.message(
        fields.FILE_ID,
        [
            *((0, "enum", ACTIVITY_FILE), (1, "uint16", DEVELOPMENT), (2, "uint16", 0), (4, "uint32", _s(start))),
            (8, ("string", NAME_BYTES), product),
        ],
    )
    creator = [(fields.TIMESTAMP, "uint32", _s(start)), (0, "uint8", 0)]
    fit.message(fields.DEVICE_INFO, [*creator, *who, (27, ("string", NAME_BYTES), product)])
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
        fit.message(fields.EVENT, _timer(begun, TIMER_START))
        for sample in (*moved[:-1:THINNING_S], moved[-1]):
            fit.message(fields.RECORD, _record(begun + timedelta(seconds=sample.at_s), sample))
        moment = begun + timedelta(seconds=moved[-1].at_s)
        fit.message(fields.EVENT, _timer(moment, TIMER_STOP_ALL))
        laps.append((begun, moment, moved))
        distance_m, altitude_m = moved[-1].distance_m, moved[-1].altitude_m or altitude_m
    for number, (begun, ended, moved) in enumerate(laps):
        fit.message(fields.LAP, _lap(number, begun, ended, totals([moved])))
    whole = totals([moved for *_, moved in laps])
    fit.message(fields.SESSION, _session(start, moment, whole, len(laps)))
    local_s = round((moment.astimezone(ZONE).replace(tzinfo=UTC) - FIT_EPOCH).total_seconds())
    fit.message(
        fields.ACTIVITY,
        [
            *((fields.TIMESTAMP, "uint32", _s(moment)), (0, "uint32", round(whole.timer_s * 1000)), (1, "uint16", 1)),
            *((2, "enum", 0), (3, "enum", ACTIVITY_EVENT), (4, "enum", STOP), (5, "uint32", local_s)),
        ],
    )
    return fit.finish(header_size=12, versions=VERSIONS)


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


def _from_m(source: Source, recording: list[Sample], km: float, chance: random.Random) -> float:
    if source is HILLS:
        return HILLS_FROM_M
    return chance.random() * (recording[-1].distance_m - km * 1000 - 1)


def _start(day: date, chance: random.Random) -> datetime:
    """Mornings at the weekend, evenings in the week, a little earlier or later each time; in UTC."""
    hour = time(8, 5) if day.weekday() >= 5 else time(17, 55)
    return datetime.combine(day, hour, ZONE).astimezone(UTC) + timedelta(seconds=int(chance.random() * 2400))


Fields = list[tuple[int, "str | tuple[str, int]", Any]]


def _timer(at: datetime, kind: int) -> Fields:
    return [(fields.TIMESTAMP, "uint32", _s(at)), (0, "enum", 0), (1, "enum", kind)]


def _record(at: datetime, sample: Sample) -> Fields:
    """Field, type and stored value of everything the sample holds."""
    strides = sample.strides_per_min
    stored = [
        (fields.TIMESTAMP, "uint32", _s(at)),
        (fields.HEART_RATE, "uint8", sample.heart_rate_bpm),
        (fields.CADENCE, "uint8", None if strides is None else int(strides)),
        (fields.DISTANCE, "uint32", sample.distance_m * 100),
        (fields.OSCILLATION, "uint16", _times(sample.vertical_oscillation_mm, 10)),
        (fields.CONTACT_TIME, "uint16", _times(sample.contact_time_ms, 10)),
        (fields.FRACTIONAL_CADENCE, "uint8", None if strides is None else strides % 1 * 128),
        (fields.ENHANCED_SPEED, "uint32", _times(sample.speed_mps, 1000)),
        (fields.ENHANCED_ALTITUDE, "uint32", None if sample.altitude_m is None else (sample.altitude_m + 500) * 5),
    ]
    return [(number, kind, round(value)) for number, kind, value in stored if value is not None]


def _times(value: float | None, scale: int) -> float | None:
    return None if value is None else value * scale


@dataclass(frozen=True)
class Totals:
    """Totals and means of a lap or of the session."""

    timer_s: float
    distance_m: float
    up_m: int
    down_m: int
    heart_rate_bpm: int
    heart_rate_max_bpm: int
    strides_per_min: float


def totals(parts: list[list[Sample]]) -> Totals:
    """Of some parts of a run; every second of the source counts, not only the records kept."""
    samples = [sample for part in parts for sample in part]
    up_m, down_m = climbed([s.altitude_m for s in samples if s.altitude_m is not None])
    rates = [s.heart_rate_bpm for s in samples if s.heart_rate_bpm]
    strides = [s.strides_per_min for s in samples if s.strides_per_min]
    return Totals(
        timer_s=sum(part[-1].at_s - part[0].at_s for part in parts),
        distance_m=sum(part[-1].distance_m - part[0].distance_m for part in parts),
        up_m=round(up_m),
        down_m=round(down_m),
        heart_rate_bpm=round(sum(rates) / len(rates)),
        heart_rate_max_bpm=round(max(rates)),
        strides_per_min=sum(strides) / len(strides),
    )


def _lap(number: int, begun: datetime, ended: datetime, whole: Totals) -> Fields:
    return [
        *_summary(number, LAP_EVENT, begun, ended, whole),
        *((15, "uint8", whole.heart_rate_bpm), (16, "uint8", whole.heart_rate_max_bpm)),
        *((17, "uint8", int(whole.strides_per_min)), (21, "uint16", whole.up_m), (22, "uint16", whole.down_m)),
        *((24, "enum", 0), (25, "enum", RUNNING), (39, "enum", 0)),
        *((80, "uint8", round(whole.strides_per_min % 1 * 128)), (110, "uint32", _mean_speed(whole))),
    ]


def _session(begun: datetime, ended: datetime, whole: Totals, laps: int) -> Fields:
    stored = [
        *_summary(0, SESSION_EVENT, begun, ended, whole),
        *((5, "enum", RUNNING), (6, "enum", 0)),
        *((16, "uint8", whole.heart_rate_bpm), (17, "uint8", whole.heart_rate_max_bpm)),
        *((18, "uint8", int(whole.strides_per_min)), (22, "uint16", whole.up_m), (23, "uint16", whole.down_m)),
        *((25, "uint16", 0), (26, "uint16", laps), (28, "enum", 0)),
        *((92, "uint8", round(whole.strides_per_min % 1 * 128)), (124, "uint32", _mean_speed(whole))),
    ]
    # The summary's index and time stand first, all else in order of its number.
    return [*stored[:2], *sorted(stored[2:], key=lambda one: one[0])]


def _summary(number: int, event: int, begun: datetime, ended: datetime, whole: Totals) -> Fields:
    return [
        *((MESSAGE_INDEX, "uint16", number), (fields.TIMESTAMP, "uint32", _s(ended))),
        *((0, "enum", event), (1, "enum", STOP), (START_TIME, "uint32", _s(begun))),
        (7, "uint32", round((ended - begun).total_seconds() * 1000)),
        *((8, "uint32", round(whole.timer_s * 1000)), (9, "uint32", round(whole.distance_m * 100))),
    ]


def _mean_speed(whole: Totals) -> int:
    return round(whole.distance_m / whole.timer_s * 1000)


def _s(at: datetime) -> int:
    return round((at - FIT_EPOCH).total_seconds())


if __name__ == "__main__":
    sys.exit(main())
