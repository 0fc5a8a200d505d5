"""How far an import is, and what became of its files so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.conf import settings
from django.db.models import Count, Sum
from django.utils import timezone

from backstride.store.models import ImportedFile, Job
from backstride.store.running import running

from .staging import staged

if TYPE_CHECKING:
    from backstride.store.models import Import

ENOUGH_TO_TELL = 3
"""Files after which the time that is left can be told."""

Stands = Literal["waiting", "nobody works", "running", "stopping", "interrupted", "done", "cancelled", "failed"]


@dataclass(frozen=True)
class Progress:
    """An import at this moment.

    Parameters
    ----------
    stands
        `interrupted`: its worker died, and it goes on by itself; `nobody works`: it waits, and there is no worker.
    name
        Of its file, where it is a single one.
    runs, others
        Activities that are new: runs, and those of other sports.
    left_s
        Time that is left, where it can be told. [s]
    """

    stands: Stands
    name: str
    done: int
    total: int
    runs: int
    others: int
    by_kind: dict[str, int]
    left_s: float | None

    @property
    def over(self) -> bool:
        """Whether nothing of it will change any more."""
        return self.stands in ("done", "cancelled", "failed")


def progress(import_: Import) -> Progress:
    """How far it is; asks for the row of its job anew."""
    job = Job.objects.get(pk=import_.job_id)
    lines = ImportedFile.objects.filter(came_with=import_)
    sums = lines.aggregate(added=Sum("added"), running=Sum("running"))
    added, runs = sums["added"] or 0, sums["running"] or 0
    counted = lines.order_by().values_list("kind").annotate(Count("pk"))
    return Progress(
        stands=_stands(job),
        name=_name(import_, job) if job.total == 1 else "",
        done=job.done,
        total=job.total or 0,
        runs=runs,
        others=added - runs,
        by_kind=dict(counted),
        left_s=_left_s(import_, job),
    )


def _stands(job: Job) -> Stands:
    if job.state == Job.State.WAITING:
        folder = settings.DATA_FOLDER
        return "nobody works" if running(folder, "worker") is None else "waiting"
    if job.state == Job.State.RUNNING and job.lease_until is not None and job.lease_until < timezone.now():
        return "interrupted"
    if job.state == Job.State.RUNNING:
        return "stopping" if job.cancel_wanted else "running"
    states: dict[str, Stands] = {Job.State.DONE: "done", Job.State.CANCELLED: "cancelled"}
    return states.get(job.state, "failed")


def _name(import_: Import, job: Job) -> str:
    line = ImportedFile.objects.filter(came_with=import_).first()
    if line is not None:
        return line.name
    waiting = staged(job.request["staged"]).sources() if "staged" in job.request else []
    return waiting[0].name if waiting else ""


def _left_s(import_: Import, job: Job) -> float | None:
    """Files to come at the pace of those since it began, or began again."""
    if job.state != Job.State.RUNNING or job.started_at is None or not job.total:
        return None
    since = ImportedFile.objects.filter(came_with=import_, created_at__gte=job.started_at).count()
    if since < ENOUGH_TO_TELL:
        return None
    return (timezone.now() - job.started_at).total_seconds() / since * (job.total - job.done)
