"""From all of a runner's recordings to days, weeks, facts and measured findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backstride.exposure.daily import day_frame, week_frame
from backstride.exposure.duplicates import once_each, same_run
from backstride.exposure.facts import run_facts
from backstride.exposure.findings import measured_findings
from backstride.exposure.history import history
from backstride.exposure.per_run import of_run
from backstride.exposure.result import ExposureError, Exposures, LeftAside
from backstride.exposure.thresholds import threshold
from backstride.recording.run import UNTRUSTED_PREFIX

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from backstride.exposure.result import RunExposure
    from backstride.recording.run import Run

RUNNING = "running"
SILENT = ("unknown", "generic")
"""Sports under which a watch may have recorded a run without saying so."""


def of_runs(runs: Sequence[Run], *, on: date, pain_began: date | None, rules: Mapping[str, Any]) -> Exposures:
    """What the runs up to `on` amount to, seen from the day the pain began.

    Parameters
    ----------
    runs : sequence of Run
        All recordings, in any order, of any sport, the same run possibly more than once.
    on : date
        Day of the check. Later runs do not count.
    pain_began : date or None
        First day of the pain; where it is unknown the weeks are counted back from `on`.
    rules : mapping
        The content of `evidence/data/exposure.yaml`.

    Returns
    -------
    Exposures
        Only trusted running recordings, each real run once. No row of `days` depends on a later run, and none on the
        order of `runs`.

    Raises
    ------
    ExposureError
        If the pain began after `on`, or the rules lack a number.
    """
    if pain_began is not None and pain_began > on:
        message = f"the pain began on {pain_began}, after the day of the check, {on}; correct one of the two dates"
        raise ExposureError(message)
    recorded = [of_run(run, rules) for run in runs]
    reasons = [_why_left_aside(exposure, run, on, rules) for exposure, run in zip(recorded, runs, strict=True)]
    kept, copies = once_each(
        (exposure for exposure, reason in zip(recorded, reasons, strict=True) if reason is None), rules
    )
    aside = [
        LeftAside(exposure.source, exposure.day, reason, hides_running=_hides(exposure, kept, on, rules))
        for exposure, reason in zip(recorded, reasons, strict=True)
        if reason is not None
    ]
    left_aside = tuple(sorted((*aside, *copies), key=lambda a: (str(a.day), a.source, a.reason)))
    days = day_frame(kept, on, rules)
    if not kept:
        return Exposures((), days, week_frame(days), (), (), left_aside)
    past = history(kept, days, left_aside, reference=pain_began or on, on=on, rules=rules)
    return Exposures(
        runs=kept,
        days=days,
        weeks=week_frame(days),
        facts=run_facts(past, pain_began=pain_began),
        findings=measured_findings(past),
        left_aside=left_aside,
    )


def _why_left_aside(exposure: RunExposure, run: Run, on: date, rules: Mapping[str, Any]) -> str | None:
    """Why a recording does not count, in plain words; None where it counts."""
    if exposure.sport in SILENT:
        return "the file does not say which sport it was"
    if exposure.sport != RUNNING:
        return f"{exposure.sport}, not running"
    if not exposure.trusted:
        return " ".join(w.removeprefix(UNTRUSTED_PREFIX) for w in run.warnings if w.startswith(UNTRUSTED_PREFIX))
    if exposure.day is None:
        return "the watch's clock was not set, so the day is unknown"
    if exposure.day > on:
        return "after the day of the check"
    if (exposure.avg_speed_mps or 0.0) > threshold(rules, "cleaning", "mean_speed_max_mps"):
        return "faster from start to end than anyone runs"
    return None


def _hides(exposure: RunExposure, kept: Sequence[RunExposure], on: date, rules: Mapping[str, Any]) -> bool:
    """True where what is left aside may have been a run before the check that no other file holds."""
    may_be_run = exposure.sport in (RUNNING, *SILENT) and (exposure.day is None or exposure.day <= on)
    return may_be_run and not any(same_run(exposure, run, rules) for run in kept)
