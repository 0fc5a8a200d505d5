"""What one run asked of the body, and what stands out about it beside the runs before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from .knowledge import the_evidence
from .runs import of_runner, recordings, totals

if TYPE_CHECKING:
    from backstride.exposure import RunExposure, Split

    from .models import Run

LOOKS_BACK = timedelta(weeks=26)
"""How many runs are loaded; longer than anything `exposure` compares a day with."""


@dataclass(frozen=True)
class AboutRun:
    """One run as `exposure` sees it.

    Parameters
    ----------
    exposure
        Its figures; what the watch did not record is None.
    stands_out
        Sentences of the facts that fall on its day, most telling first.
    splits
        The run cut into parts; none where the distance along it is not recorded, or there is a single one.
    lost
        Why its samples cannot be read, in one sentence; empty where they can.
    """

    exposure: RunExposure
    stands_out: tuple[str, ...]
    splits: tuple[Split, ...]
    lost: str


def about_run(run: Run, *, each_m: float) -> AboutRun:
    """Figures and findings of a run, cut into parts of `each_m` metres.

    Nothing stands out of a run that does not count, or whose day is unknown.
    """
    from backstride import exposure

    rules = the_evidence().sections["exposure"]
    own = recordings(run.runner, [run])
    told = exposure.of_run(own.runs[0], rules)
    lost = own.lost[0] if own.lost else ""
    parts = exposure.splits(own.runs[0], rules, each_m=each_m)
    parts = parts if len(parts) > 1 else ()
    if run.day is None or run.sport != "running" or not (run.trusted or run.accepted):
        return AboutRun(told, (), parts, lost)
    around = of_runner(run.runner).filter(day__range=(run.day - LOOKS_BACK, run.day))
    seen = exposure.of_runs(totals(run.runner, around), on=run.day, pain_began=None, rules=rules)
    facts = tuple(fact.sentence for fact in seen.facts if fact.on == run.day and fact.kind in CHANGES)
    return AboutRun(told, facts, parts, lost)


CHANGES = ("single_run_spike", "weekly_distance_jump", "downhill_spike", "return_after_break")
"""Facts that tell of something unusual; the others tell what stayed as it was."""
