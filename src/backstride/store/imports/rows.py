"""What the reader tells of an activity -> a row."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from backstride.store.foreign_text import made_plain
from backstride.store.models import Original, Run
from backstride.store.run_day import day_of

from .ids import run_id

if TYPE_CHECKING:
    from backstride.store.models import Runner

MOST_WARNINGS = 50
LONGEST_WARNING = 500

_AS_TOLD = (
    "timer_s",
    "elapsed_s",
    "distance_m",
    "ascent_m",
    "descent_m",
    "avg_cadence_spm",
    "avg_heart_rate_bpm",
    "indoor",
    "rpe",
    "feel_pct",
    "wearer",
    "trusted",
)


def started_at(told: dict[str, Any]) -> datetime | None:
    """Start of an activity as the reader tells it; UTC."""
    return datetime.fromisoformat(told["started_at"]) if told["started_at"] else None


def run_row(runner: Runner, original: Original, number: int, told: dict[str, Any], samples_sha256: str) -> Run:
    """The row of one activity, not saved; its clock must have been believed."""
    start = started_at(told)
    offset_s = told["utc_offset_s"]
    offset = None if offset_s is None else timedelta(seconds=offset_s)
    return Run(
        id=run_id(runner, original.sha256, number),
        runner=runner,
        original=original,
        number=number,
        samples_sha256=samples_sha256,
        format=told["format"],
        sport=made_plain(told["sport"], 40),
        started_at=start,
        utc_offset_s=None if offset_s is None else round(offset_s),
        day=day_of(start, offset, runner) if start else None,
        device=made_plain(told["device"] or "", 120),
        warnings=[made_plain(warning, LONGEST_WARNING) for warning in told["warnings"][:MOST_WARNINGS]],
        **{name: told[name] for name in _AS_TOLD},
    )
