"""The process that does the jobs: brings back those that were lost, does what waits, and sweeps now and then."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import Protocol

from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from . import jobs
from .tasks import SHUTTING_DOWN

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
SWEEP_EVERY_S = 3600.0
KEEP_QUEUE = timedelta(days=7)


class Stop(Protocol):
    """A `threading.Event` or a `multiprocessing.Event`."""

    def is_set(self) -> bool:
        """True once the worker is to end."""

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for it."""


def run_worker(stop: Stop) -> None:
    """Do jobs until `stop` is set; a job in hand is given back, and goes on where it stood with the next worker."""
    before = SHUTTING_DOWN.set(stop.is_set)
    try:
        _work_until(stop)
    finally:
        # Whoever does a job in this process later is not shutting down.
        SHUTTING_DOWN.reset(before)


def _work_until(stop: Stop) -> None:
    swept = -SWEEP_EVERY_S
    while not stop.is_set():
        try:
            close_old_connections()
            jobs.requeue_lost()
            if DBTaskResult.objects.ready().exists():
                _drain()
            elif time.monotonic() - swept >= SWEEP_EVERY_S:
                _sweep()
                swept = time.monotonic()
        except (DatabaseError, OSError) as error:
            # A full disk or a locked folder passes; the job's lease runs out, and it is queued again.
            log.warning("the worker waits: %s", type(error).__name__)
        stop.wait(LOOK_EVERY_S)


def _drain() -> None:
    Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        # One at a time: between two jobs the lost ones are looked for, and the wish to stop is heard.
        max_tasks=1,
        worker_id=jobs.this_worker()[:32],
        excluded_queue_names=[],
    ).run()


def _sweep() -> None:
    from django.conf import settings

    from .sweep import sweep

    sweep(settings.DATA_FOLDER)
    # The rows of the queue itself tell only which job ran when.
    old = timezone.now() - KEEP_QUEUE
    DBTaskResult.objects.exclude(status=TaskResultStatus.READY).filter(enqueued_at__lt=old).delete()
