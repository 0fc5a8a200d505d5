"""Jobs with a lease: whoever works on one renews it, and one whose worker died goes back into the queue."""

from __future__ import annotations

import os
import time
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Job

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from .models import Runner

LEASE = timedelta(seconds=60)
"""A worker that was silent for so long is taken for dead."""
BEAT_EVERY = timedelta(seconds=10)
MOST_ATTEMPTS = 3
STOPS_WITHIN = timedelta(seconds=10)
LOOK_EVERY_S = 0.1


class LeaseLostError(Exception):
    """Somebody else has the job now, or it is over: stop at once and save nothing more."""


class HopelessError(Exception):
    """The job can never be done; says why, in words for the runner."""


class StopWantedError(Exception):
    """The runner asked for the job to stop."""


def this_worker() -> str:
    """A name no other worker has, also not a later one with the same process id."""
    return f"{os.getpid()}-{uuid.uuid4().hex}"


def queue(runner: Runner, kind: str, request: dict[str, Any], total: int | None = None) -> Job:
    """A new job, waiting for a worker; it exists and is queued, or neither."""
    with transaction.atomic():
        job = Job.objects.create(runner=runner, kind=kind, request=request, total=total)
        _enqueue(job)
    return job


def begin_here(runner: Runner, kind: str, total: int | None = None) -> Job:
    """A new job that this process does itself, at once; no other worker may take it over."""
    now = timezone.now()
    return Job.objects.create(
        runner=runner,
        kind=kind,
        total=total,
        state=Job.State.RUNNING,
        started_at=now,
        lease_until=now + LEASE,
        worker=this_worker(),
        attempts=1,
    )


def claim(job_id: UUID, worker: str) -> Job | None:
    """Take a waiting job; None where another worker was first, or it no longer waits."""
    now = timezone.now()
    taken = Job.objects.filter(pk=job_id, state=Job.State.WAITING).update(
        state=Job.State.RUNNING, worker=worker, started_at=now, lease_until=now + LEASE, attempts=F("attempts") + 1
    )
    return Job.objects.get(pk=job_id) if taken else None


def renew(job: Job) -> None:
    """Say that the work goes on; cheap to call often, as it writes only when a beat is due.

    Raises
    ------
    StopWantedError
        If the runner asked for the job to stop.
    LeaseLostError
        If the job is no longer this worker's.
    """
    now = timezone.now()
    stands = _mine(job).values_list("cancel_wanted", flat=True).first()
    if stands is None:
        raise LeaseLostError
    if stands:
        raise StopWantedError
    if job.lease_until is None or job.lease_until - now < LEASE - BEAT_EVERY:
        _update_mine(job, lease_until=now + LEASE)
        job.lease_until = now + LEASE


def advance(job: Job, **counted: Any) -> None:
    """Count one more item as done; call it in the transaction that saves the item.

    Raises
    ------
    LeaseLostError
        If the job is no longer this worker's; the transaction must then be rolled back.
    """
    now = timezone.now()
    _update_mine(job, done=F("done") + 1, lease_until=now + LEASE, **counted)
    job.done += 1
    job.lease_until = now + LEASE


def tell(job: Job, done: int, total: int) -> None:
    """Say how far it is, for work that saves nothing on the way.

    Raises
    ------
    StopWantedError, LeaseLostError
        As `renew`.
    """
    renew(job)
    now = timezone.now()
    _update_mine(job, done=done, total=total, lease_until=now + LEASE)
    job.done, job.total, job.lease_until = done, total, now + LEASE


def finish(job: Job) -> None:
    """It is done."""
    _update_mine(job, state=Job.State.DONE, finished_at=timezone.now(), lease_until=None)


def stop(job: Job) -> None:
    """It was stopped, as the runner wanted; what was done stays."""
    _update_mine(job, state=Job.State.CANCELLED, finished_at=timezone.now(), lease_until=None)


def fail(job: Job, reason: str) -> None:
    """It cannot be done, for a reason the runner can read."""
    _update_mine(job, state=Job.State.FAILED, finished_at=timezone.now(), lease_until=None, reason=reason)


def fail_or_retry(job: Job, reason: str) -> None:
    """Queue it again after a fault, until it has had its attempts."""
    if job.attempts >= MOST_ATTEMPTS:
        fail(job, reason)
        return
    with transaction.atomic():
        _update_mine(job, state=Job.State.WAITING, lease_until=None)
        _enqueue(job)


def release(job: Job) -> None:
    """Give it back unfinished, as the worker is being shut down; this costs no attempt."""
    with transaction.atomic():
        _update_mine(job, state=Job.State.WAITING, lease_until=None, attempts=F("attempts") - 1)
        _enqueue(job)


def again(job: Job) -> bool:
    """Queue a job that failed once more, from where it stood; False where it had not failed."""
    with transaction.atomic():
        queued = Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(
            state=Job.State.WAITING, attempts=0, reason="", finished_at=None, cancel_wanted=False
        )
        if queued:
            _enqueue(job)
    return bool(queued)


def ask_to_stop(job: Job) -> None:
    """Stop a job: one that waits at once, one that runs within 2 seconds."""
    now = timezone.now()
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.WAITING)
    if not waiting.update(state=Job.State.CANCELLED, finished_at=now, cancel_wanted=True):
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancel_wanted=True)


def stop_all_of(runners: Iterable[UUID], *, within: timedelta = STOPS_WITHIN) -> bool:
    """Stop every job of some runners; false where one still runs after that time."""
    theirs = Job.objects.filter(runner__in=list(runners))
    for job in theirs.filter(state__in=(Job.State.WAITING, Job.State.RUNNING)):
        ask_to_stop(job)
    end = time.monotonic() + within.total_seconds()
    # A job whose lease ran out has no worker that could write any more.
    while theirs.filter(state=Job.State.RUNNING, lease_until__gte=timezone.now()).exists():
        if time.monotonic() > end:
            return False
        time.sleep(LOOK_EVERY_S)
    return True


def requeue_lost() -> int:
    """Queue again the jobs whose worker died; give up those that had their attempts. How many were found."""
    from .tasks import KINDS

    found = 0
    for job in Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=timezone.now()):
        with transaction.atomic():
            # The lease is compared once more: the worker may have been slow, not dead.
            lost = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, lease_until=job.lease_until)
            found += _rescue(job, lost, can_go_on=job.kind in KINDS)
    return found


def _rescue(job: Job, lost: QuerySet[Job], *, can_go_on: bool) -> int:
    now = timezone.now()
    if job.cancel_wanted:
        return lost.update(state=Job.State.CANCELLED, finished_at=now, lease_until=None)
    if not can_go_on:
        reason = _("The program was stopped before the end. What was done stays. Start it again for the rest.")
        return lost.update(state=Job.State.CANCELLED, finished_at=now, lease_until=None, reason=reason)
    if job.attempts >= MOST_ATTEMPTS:
        reason = _("This was tried {count} times, and the program stopped each time. What was done stays.")
        reason = reason.format(count=job.attempts)
        return lost.update(state=Job.State.FAILED, finished_at=now, lease_until=None, reason=reason)
    count = lost.update(state=Job.State.WAITING, lease_until=None)
    if count:
        _enqueue(job)
    return count


def _mine(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, worker=job.worker)


def _update_mine(job: Job, **values: Any) -> None:
    if not _mine(job).update(**values):
        raise LeaseLostError


def _enqueue(job: Job) -> None:
    from .tasks import run_job

    run_job.enqueue(str(job.pk))
