"""Whether a new recording is a run that other files have brought already; only the report asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from backstride.exposure.duplicates import is_copy
from backstride.exposure.thresholds import threshold
from backstride.store.knowledge import the_evidence
from backstride.store.models import Run


@dataclass(frozen=True)
class _Told:
    format: str
    device: str | None
    started_at: datetime | None
    time_s: float | None
    elapsed_s: float | None
    distance_m: float | None
    avg_heart_rate_bpm: float | None
    avg_cadence_spm: float | None


def is_here_already(run: Run) -> bool:
    """True where other files of the runner hold the same run, whole or in parts.

    All stay: which one counts is decided when runs are read (`backstride.exposure.duplicates`), so that the order of
    imports cannot matter.
    """
    if run.started_at is None:
        return False
    rules = the_evidence().sections["exposure"]
    reach = timedelta(seconds=threshold(rules, "duplicates", "clock_off_max_s"))
    lasts = timedelta(seconds=min(run.elapsed_s or 0.0, reach.total_seconds()))
    near = Run.objects.filter(
        runner=run.runner, started_at__range=(run.started_at - reach, run.started_at + reach + lasts)
    ).exclude(original=run.original)
    return is_copy(_told(run), map(_told, near), rules)


def _told(run: Run) -> _Told:
    return _Told(
        format=run.format,
        device=run.device or None,
        started_at=run.started_at,
        time_s=run.timer_s if run.timer_s is not None else run.elapsed_s,
        elapsed_s=run.elapsed_s,
        distance_m=run.distance_m,
        avg_heart_rate_bpm=run.avg_heart_rate_bpm,
        avg_cadence_spm=run.avg_cadence_spm,
    )
