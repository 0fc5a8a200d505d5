"""What a runner's kept runs say for a check, as the command line works it out from the same files."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.db.models import Q

from .checks import answers_of
from .models import Run

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from backstride.evidence import Evidence
    from backstride.exposure import Exposures

    from .models import Check, Runner

logger = logging.getLogger(__name__)

KEPT = 16
"""Results kept in memory, at most some 2 MB each for ten years of runs."""


def exposures_for(runner: Runner, evidence: Evidence, *, day: date, pain_began: date | None = None) -> Exposures | None:
    """What the runs up to a day amount to, seen from the day the pain began; None where no run is kept.

    The same request again costs one query while no run has changed.

    Parameters
    ----------
    day
        Day of the check, where the runner is.
    pain_began
        First day of the pain; where it is unknown the weeks are counted back from `day`.

    Notes
    -----
    Runs are what the answer can do without: if they cannot be worked with, the log says so and the answer is None, so
    that whoever should be seen today still reads so.
    """
    rows = _up_to(runner, day)
    seal = _seal(rows)
    if seal is None:
        return None
    try:
        made, whole = _made(_Asked(str(runner.pk), seal, day, pain_began, evidence.version, runner, evidence))
    except DatabaseError:
        raise
    except Exception as error:
        logger.error("the runs could not be worked with (%s); the answer goes without them", type(error).__name__)
        return None
    if not whole:
        # An import may mend lost samples without touching a row.
        _made.cache_clear()
    return made


def exposures_of_check(check: Check, evidence: Evidence, *, by: date | None = None) -> Exposures | None:
    """What the runs say on the day of a check, or by a later day, seen from the day its pain began.

    Raises
    ------
    RefusedError
        If an answer of the check cannot be understood; names it.
    """
    from backstride.exposure import pain_began_on

    began = pain_began_on(check.day, answers_of(check, evidence).duration_days)
    return exposures_for(check.runner, evidence, day=by or check.day, pain_began=began)


@dataclass(frozen=True)
class _Asked:
    """A question that was asked before while all of these are equal."""

    runner_id: str
    seal: str
    day: date
    pain_began: date | None
    evidence_version: str
    runner: Runner = field(compare=False)
    evidence: Evidence = field(compare=False)


@lru_cache(maxsize=KEPT)
def _made(asked: _Asked) -> tuple[Exposures, bool]:
    # Polars and numpy take 70 MiB, which a web app that nobody asks for runs does without.
    from backstride import exposure

    from . import runs

    rules = asked.evidence.sections["exposure"]
    since = exposure.samples_since(on=asked.day, pain_began=asked.pain_began, rules=rules)
    found = runs.recordings(asked.runner, _up_to(asked.runner, asked.day), samples_since=since)
    made = exposure.of_runs(found.runs, on=asked.day, pain_began=asked.pain_began, rules=rules)
    return made, not found.lost


def _up_to(runner: Runner, day: date) -> QuerySet[Run]:
    # A day more: which day a run without a local time belongs to follows from the runner's zone of today.
    return (
        Run.objects.filter(runner=runner)
        .select_related("original", "runner")
        .filter(Q(day=None) | Q(day__lte=day + timedelta(days=1)))
    )


def _seal(rows: QuerySet[Run]) -> str | None:
    """Changes with every run that comes, goes or is changed, and with the runner's zone; None without a run."""
    told = list(rows.values_list("pk", "version", "changed_at", "samples_sha256", "runner__time_zone"))
    return hashlib.sha256(repr(told).encode()).hexdigest() if told else None
