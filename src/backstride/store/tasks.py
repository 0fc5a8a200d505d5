"""The one background task: do a job, whatever its kind."""

from __future__ import annotations

import logging
from contextvars import ContextVar
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks import task

from . import jobs
from .trouble import in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from .models import Job

log = logging.getLogger(__name__)

KINDS = {"import": "backstride.store.imports.work.do_job", "export": "backstride.store.take_away.do_job"}
"""What does each kind of job; a kind that is not listed belongs to the process that began it."""

SHUTTING_DOWN: ContextVar[Callable[[], bool]] = ContextVar("shutting_down", default=lambda: False)
"""Asked between two steps of a job: is this worker being shut down?"""


class ShutDownError(Exception):
    """The worker is being shut down in the middle of a job."""


@task()
def run_job(job_id: str) -> None:
    """Do one job, unless another worker has it; no error leaves, as it would be kept with what it says."""
    job = jobs.claim(UUID(job_id), jobs.this_worker())
    if job is None:
        return
    try:
        _do(job)
    except jobs.LeaseLostError:
        log.warning("job %s was taken over by another worker", job.pk)


def _do(job: Job) -> None:
    try:
        import_string(KINDS[job.kind])(job)
        jobs.finish(job)
    except jobs.LeaseLostError:
        raise
    except jobs.StopWantedError:
        jobs.stop(job)
    except ShutDownError:
        jobs.release(job)
    except jobs.HopelessError as error:
        jobs.fail(job, str(error))
    except Exception as error:
        # The text of an error may quote what a runner entrusted to us, so only its kind is logged.
        log.warning("job %s failed: %s", job.pk, type(error).__name__)
        trouble = in_words(error)
        if trouble is None:
            jobs.fail_or_retry(job, _("The program could not finish this. What was done stays. Try it again."))
        else:
            jobs.fail(job, trouble)
