"""Each real run once: the same run from a watch file, an export and an app is counted a single time."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import fields
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from backstride.exposure.result import LeftAside, RunExposure
from backstride.exposure.thresholds import threshold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

PRECEDENCE = ("fit", "tcx", "apple", "gpx")
"""Richest recording first: FIT has totals and running dynamics, TCX totals, an export of Apple Health a part of what
the watch knew, GPX neither."""
FURTHEST = timedelta(days=12)
"""Recordings of days further apart cannot be one run: none lasts longer than ten days, and a zone is less than one."""
_WORTH_TELLING = {
    "distance_m": "a distance",
    "avg_heart_rate_bpm": "a heart rate",
    "avg_cadence_spm": "a step rate",
    "ascent_m": "climbs",
    "contact_time_ms": "ground contact times",
}
"""What the copy left out may have that the other lacks; it is said, never merged."""


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

    @property
    def format(self) -> str:
        """Kind of file."""

    @property
    def device(self) -> str | None:
        """Maker and model; None where the file is silent."""

    @property
    def distance_m(self) -> float | None:
        """As in the recording. [m]"""

    @property
    def avg_heart_rate_bpm(self) -> float | None:
        """Mean over the run. [beats/min]"""

    @property
    def avg_cadence_spm(self) -> float | None:
        """Mean over the run. [steps/min]"""


def once_each(
    runs: Iterable[RunExposure], rules: Mapping[str, Any]
) -> tuple[tuple[RunExposure, ...], tuple[LeftAside, ...]]:
    """The runs in order of time without those that are the same run again.

    Of two copies the richer format stays, and of one format the copy that tells more. Nobody runs twice at the same
    time, so of recordings that overlap only one side counts: the richer, unless the other lasts longer than all it
    overlaps together, as a whole run beside a part of it. What of the side left out lies outside may be running that
    is not counted, and is told as such. A copy whose day is later than that of a run already kept never replaces it:
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
        # In order of days: years of runs are compared with a handful each, not with one another.
        near = kept[bisect_left(kept, run.dated - FURTHEST, key=lambda k: k.dated) :]
        originals = [k for k in near if same_run(k, run, rules)]
        if originals:
            # The one by the same clock, if there is one: laps of one loop are alike too.
            original = min(originals, key=lambda k: _apart_s(k, run))
            # A clock on the wrong zone is likely and not certain: if these were two runs, one is missing.
            hides = zones_apart(original, run, rules)
            copies.append(LeftAside(run.source, run.day, _why_the_same(original, run, rules), hides_running=hides))
            continue
        at_once = [k for k in near if overlap(k, run, rules)]
        longest_s = sum(k.elapsed_s or 0.0 for k in at_once) * (1 + threshold(rules, "duplicates", "outside_share_max"))
        if at_once and all(k.day == run.day for k in at_once) and (run.elapsed_s or 0.0) > longest_s:
            copies += [_part_of(k, [run], rules) for k in at_once]
            for replaced in at_once:
                kept.remove(replaced)
            at_once = []
        if at_once:
            copies.append(_part_of(run, at_once, rules))
        else:
            kept.append(run)
    return tuple(sorted(kept, key=_start)), tuple(copies)


def is_copy(run: Timed, others: Iterable[Timed], rules: Mapping[str, Any]) -> bool:
    """True where `run` brings no running that `others` do not hold: the same run again, or parts of it."""
    others = list(others)
    if any(same_run(other, run, rules) for other in others):
        return True
    at_once = [other for other in others if overlap(other, run, rules)]
    return bool(at_once) and not _stands_out(run, at_once, rules)


def same_run(one: Timed, other: Timed, rules: Mapping[str, Any]) -> bool:
    """True where two recordings start together and last equally long, by the timer or by the clock.

    A recording that does not tell how long it lasted is matched by its start alone. One that was over before the other
    began is another run, however alike (short intervals saved one by one). Also true where only the clock of one is off
    by a whole time zone (`zones_apart`).
    """
    if one.started_at is None or other.started_at is None:
        return False
    apart_s = _apart_s(one, other)
    if apart_s > threshold(rules, "duplicates", "start_within_s"):
        return zones_apart(one, other, rules)
    durations = [_durations(run) for run in (one, other)]
    if not all(durations):
        return True
    earlier = durations[0] if one.started_at < other.started_at else durations[1]
    if 0 < max(earlier) <= apart_s:
        return False
    within = threshold(rules, "duplicates", "duration_within")
    return any(abs(a - b) <= within * max(a, b) for a in durations[0] for b in durations[1])


def zones_apart(one: Timed, other: Timed, rules: Mapping[str, Any]) -> bool:
    """True where two recordings agree in all but their clocks, which are whole quarter hours apart.

    Counting such a pair twice raises load, taking two real runs for one hides it; so everything both tell has to
    agree closely: length to seconds, distance, mean heart rate and step rate. Two real runs that do are possible, and
    rarer than a clock on the wrong zone. Two files of one kind from one device are two runs: it does not write the
    same one by two clocks.
    """

    def within(name: str) -> float:
        return threshold(rules, "duplicates", name)

    if one.started_at is None or other.started_at is None or (one.format, one.device) == (other.format, other.device):
        return False
    apart_s = _apart_s(one, other)
    step_s = within("clock_step_s")
    off_s = abs(apart_s - step_s * round(apart_s / step_s))
    too_far = apart_s - off_s > within("clock_off_max_s")
    if apart_s < step_s / 2 or too_far or off_s > within("clock_within_s"):
        return False
    lengths = [abs(a - b) for a in _durations(one) for b in _durations(other)]
    if not lengths or min(lengths) > within("clock_length_s"):
        return False
    if not one.distance_m or not other.distance_m:
        return False
    if abs(one.distance_m - other.distance_m) > within("clock_distance_within") * max(one.distance_m, other.distance_m):
        return False
    rates = (
        (one.avg_heart_rate_bpm, other.avg_heart_rate_bpm),
        (one.avg_cadence_spm, other.avg_cadence_spm),
    )
    return all(a is None or b is None or abs(a - b) <= within("clock_rate_within") for a, b in rates)


def overlap(one: Timed, other: Timed, rules: Mapping[str, Any]) -> bool:
    """True where two recordings were made at the same time for longer than a start can be late.

    A recording that mostly stood still (a watch forgotten for hours) overlaps with nothing.
    """
    spans = [_span(run, rules) for run in (one, other)]
    if spans[0] is None or spans[1] is None:
        return False
    (start, stop), (other_start, other_stop) = spans[0], spans[1]
    return min(stop, other_stop) - max(start, other_start) > threshold(rules, "duplicates", "start_within_s")


def _span(run: Timed, rules: Mapping[str, Any]) -> tuple[float, float] | None:
    """Unix times between which it was recorded. [s]"""
    if run.started_at is None or not run.elapsed_s or run.time_s is None:
        return None
    if run.time_s < threshold(rules, "duplicates", "active_share_min") * run.elapsed_s:
        return None
    start_s = run.started_at.timestamp()
    return start_s, start_s + run.elapsed_s


def _stands_out(run: Timed, others: Iterable[Timed], rules: Mapping[str, Any]) -> bool:
    """True where more of the run lies outside the others than a trimmed start or end."""
    span = _span(run, rules)
    if span is None:
        return True
    start, stop = span
    outside_s, at = 0.0, start
    for other_start, other_stop in sorted(s for s in (_span(other, rules) for other in others) if s is not None):
        outside_s += max(0.0, min(other_start, stop) - at)
        at = max(at, min(other_stop, stop))
    outside_s += max(0.0, stop - at)
    slack_s = threshold(rules, "duplicates", "outside_share_max") * (stop - start)
    return outside_s > max(threshold(rules, "duplicates", "start_within_s"), slack_s)


def _apart_s(one: Timed, other: Timed) -> float:
    """Between the starts; endless where one is unknown. [s]"""
    if one.started_at is None or other.started_at is None:
        return math.inf
    return abs((one.started_at - other.started_at).total_seconds())


def _durations(run: Timed) -> list[float]:
    return [seconds for seconds in (run.time_s, run.elapsed_s) if seconds is not None]


def _why_the_same(original: RunExposure, run: RunExposure, rules: Mapping[str, Any]) -> str:
    clock = ", by a clock on another time zone" if zones_apart(original, run, rules) else ""
    more = [what for name, what in _WORTH_TELLING.items() if getattr(original, name) is None is not getattr(run, name)]
    only = f"; only this file has {' and '.join(more)}" if more else ""
    return f"the same run as {original.source}{clock}{only}"


def _part_of(run: RunExposure, others: list[RunExposure], rules: Mapping[str, Any]) -> LeftAside:
    names = " and ".join(other.source for other in others)
    hides = _stands_out(run, others, rules)
    why = f"recorded at the same time as {names}, so it is not counted again"
    rest = "; a part of it lies outside and is not counted" if hides else ""
    return LeftAside(run.source, run.day, why + rest, hides_running=hides)


def _rank(run: RunExposure) -> tuple[Any, ...]:
    """Days in order, within a day the richest format first, of one format the copy that tells most.

    Every tie is broken by content, not by input order.
    """
    precedence = PRECEDENCE.index(run.format) if run.format in PRECEDENCE else len(PRECEDENCE)
    unknown = sum(getattr(run, field.name) is None for field in fields(run))
    most = (-(run.distance_m or 0.0), -(run.time_s or 0.0))
    return (run.day, precedence, unknown, run.started_at, *most, run.source, repr(run))


def _start(run: RunExposure) -> tuple[Any, ...]:
    return (run.started_at, _rank(run))
