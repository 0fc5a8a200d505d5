"""Whether a new recording is a run that another file has brought already; only the report asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from backstride.exposure.duplicates import same_run
from backstride.exposure.thresholds import threshold
from backstride.store.knowledge import the_evidence
from backstride.store.models import Run


@dataclass(frozen=True)
class _Times:
    started_at: datetime | None
    time_s: float | None
    elapsed_s: float | None


def is_here_already(run: Run) -> bool:
    """True where another file of the runner holds the same run.

    Both stay: which one counts is decided when runs are read (`backstride.exposure.duplicates`), so that the order of
    imports cannot matter.
    """
    if run.started_at is None:
        return False
    rules = the_evidence().sections["exposure"]
    within = timedelta(seconds=threshold(rules, "duplicates", "start_within_s"))
    near = Run.objects.filter(
        runner=run.runner, started_at__range=(run.started_at - within, run.started_at + within)
    ).exclude(original=run.original)
    return any(same_run(_times(run), _times(other), rules) for other in near)


def _times(run: Run) -> _Times:
    return _Times(run.started_at, run.timer_s if run.timer_s is not None else run.elapsed_s, run.elapsed_s)
