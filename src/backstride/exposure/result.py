"""What the runs amount to, as frozen records, and their JSON form (the contract of `backstride exposures --json`)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl


class ExposureError(ValueError):
    """Runs, dates or rules that cannot be worked with: says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class RunExposure:
    """What one run asked of the body. Whatever the watch did not record is None.

    Parameters
    ----------
    day
        Calendar day of the start where the runner was; None where the watch's clock was not set.
    day_is_utc
        True where the local time is unknown and `day` is the day in UTC.
    distance_m, ascent_m, descent_m
        As in the recording. [m]
    time_s
        Timer time; elapsed time where the file has no timer. [s]
    avg_cadence_spm, avg_heart_rate_bpm, avg_speed_mps
        Means over the run. [steps/min, beats/min, m/s]
    vertical_oscillation_mm, contact_time_ms, contact_time_balance_left_pct, vertical_ratio_pct, step_length_mm
        Time-weighted means over running steps: standing, walking and zeros, which some watches write for "not
        measured", left out.
    downhill_distance_m, downhill_descent_m
        Metres run, and metres lost, on slopes steeper than -5 % (smoothed altitude). [m]
    steep_downhill_distance_m, steep_downhill_descent_m
        The same steeper than -10 %. [m]
    trusted
        False where the file failed its checksum or its clock.
    notes
        What to know about these numbers, in plain words.
    """

    source: str
    format: str
    device: str | None
    sport: str
    indoor: bool
    trusted: bool
    started_at: datetime | None
    day: date | None
    day_is_utc: bool
    distance_m: float | None
    time_s: float | None
    elapsed_s: float | None
    ascent_m: float | None
    descent_m: float | None
    avg_cadence_spm: float | None
    avg_heart_rate_bpm: float | None
    avg_speed_mps: float | None
    vertical_oscillation_mm: float | None
    contact_time_ms: float | None
    contact_time_balance_left_pct: float | None
    vertical_ratio_pct: float | None
    step_length_mm: float | None
    downhill_distance_m: float | None
    downhill_descent_m: float | None
    steep_downhill_distance_m: float | None
    steep_downhill_descent_m: float | None
    notes: tuple[str, ...] = ()

    @property
    def dated(self) -> date:
        """The day of a run that counts; such runs always have one."""
        if self.day is None:
            message = f"{self.source}: the day of this run is unknown, so it cannot be counted; leave it aside"
            raise ExposureError(message)
        return self.day


@dataclass(frozen=True, slots=True)
class LeftAside:
    """A recording that does not count, and why; `hides_running` where it may have been a run."""

    source: str
    day: date | None
    reason: str
    hides_running: bool


@dataclass(frozen=True, slots=True)
class RunFact:
    """One sentence about the runs before the pain. It says what came before, never what caused it."""

    kind: str
    sentence: str
    on: date | None
    days_before_pain: int | None


@dataclass(frozen=True, slots=True)
class MeasuredFinding:
    """A finding the runs answer, and from which runs, in words."""

    finding: str
    value: bool
    from_runs: str


@dataclass(frozen=True, slots=True)
class Exposures:
    """All runs that count, day by day and week by week, and what follows from them.

    Parameters
    ----------
    runs
        Counted runs in order of time, each real run once.
    days
        One row for each calendar day from the first run to the day of the check; columns in `daily.DAY_SCHEMA`.
    weeks
        One row for each week from Monday; columns in `daily.WEEK_SCHEMA`.
    facts
        At most four, most telling first.
    findings
        Findings the history can really answer, yes or no; all others are left out.
    left_aside
        Recordings that do not count, with the reason.
    """

    runs: tuple[RunExposure, ...]
    days: pl.DataFrame
    weeks: pl.DataFrame
    facts: tuple[RunFact, ...]
    findings: tuple[MeasuredFinding, ...]
    left_aside: tuple[LeftAside, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The exposures as a JSON document; dates and times in ISO form, unknown values null."""
        return {
            "runs": [_plain(run) for run in self.runs],
            "days": [{k: _iso(v) for k, v in row.items()} for row in self.days.to_dicts()],
            "weeks": [{k: _iso(v) for k, v in row.items()} for row in self.weeks.to_dicts()],
            "facts": [_plain(fact) for fact in self.facts],
            "findings": [_plain(finding) for finding in self.findings],
            "left_aside": [_plain(aside) for aside in self.left_aside],
        }


def _plain(record: RunExposure | RunFact | MeasuredFinding | LeftAside) -> dict[str, Any]:
    return {f.name: _iso(getattr(record, f.name)) for f in fields(record)}


def _iso(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
