"""Each real run once: the same run from a watch file, an export and an app is counted a single time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from backstride.exposure.result import LeftAside, RunExposure
from backstride.exposure.thresholds import threshold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

PRECEDENCE = ("fit", "tcx", "apple", "gpx")
"""Richest recording first: FIT has totals and running dynamics, TCX totals, GPX neither."""


class Timed(Protocol):
    """What has to be known of a recording to tell whether another is the same run."""

    @property
    def started_at(self) -> datetime | None:
        """First instant, UTC."""

    @property
    def time_s(self) -> float | None:
        """By the timer; by the clock where there is none. [s]"""

    @property
    def elapsed_s(self) -> float | None:
        """By the clock. [s]"""


def once_each(
    runs: Iterable[RunExposure], rules: Mapping[str, Any]
) -> tuple[tuple[RunExposure, ...], tuple[LeftAside, ...]]:
    """The runs in order of time without those that are the same run again.

    Of two copies the richer format stays. A copy whose day is later than that of a run already kept never replaces it:
    what is known about a day does not depend on files dated after it. The order of the input does not matter.

    Returns
    -------
    kept : tuple of RunExposure
        Sorted by start.
    copies : tuple of LeftAside
        What was left out, and of which file it is a copy.
    """
    kept: list[RunExposure] = []
    copies: list[LeftAside] = []
    for run in sorted(runs, key=_rank):
        original = next((k for k in kept if same_run(k, run, rules)), None)
        if original is None:
            kept.append(run)
        else:
            copies.append(LeftAside(run.source, run.day, f"the same run as {original.source}", hides_running=False))
    return tuple(sorted(kept, key=_start)), tuple(copies)


def same_run(one: Timed, other: Timed, rules: Mapping[str, Any]) -> bool:
    """True where two recordings start together and last equally long, by the timer or by the clock.

    A recording that does not tell how long it lasted is matched by its start alone.
    """
    if one.started_at is None or other.started_at is None:
        return False
    apart_s = abs((one.started_at - other.started_at).total_seconds())
    if apart_s > threshold(rules, "duplicates", "start_within_s"):
        return False
    durations = [[t for t in (run.time_s, run.elapsed_s) if t is not None] for run in (one, other)]
    if not all(durations):
        return True
    within = threshold(rules, "duplicates", "duration_within")
    return any(abs(a - b) <= within * max(a, b) for a in durations[0] for b in durations[1])


def _rank(run: RunExposure) -> tuple[Any, ...]:
    """Days in order, within a day the richest format first, and every tie broken by content, not by input order."""
    precedence = PRECEDENCE.index(run.format) if run.format in PRECEDENCE else len(PRECEDENCE)
    return (run.day, precedence, run.started_at, -(run.distance_m or 0.0), -(run.time_s or 0.0), run.source, repr(run))


def _start(run: RunExposure) -> tuple[Any, ...]:
    return (run.started_at, _rank(run))
