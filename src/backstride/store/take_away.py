"""Making a runner's export in the background, for the pages: asked for, followed, fetched, and gone after a while."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from . import access_log, jobs
from .export import TAKE_AWAY, ExportError, export
from .models import Job
from .trouble import in_words

if TYPE_CHECKING:
    from pathlib import Path

    from .folder import DataFolder
    from .models import Account, Runner

TELL_EVERY_S = 1.0


def ask_for_export(runner: Runner, by: Account) -> Job:
    """Queue an export of everything of the runner's account; one that is under way is given instead of a second."""
    with transaction.atomic():
        before = Job.objects.select_for_update().filter(runner=runner, kind=TAKE_AWAY)
        under_way = before.filter(state__in=(Job.State.WAITING, Job.State.RUNNING), cancel_wanted=False).first()
        if under_way is not None:
            return under_way
        over = list(before)
        before.delete()
        for each in runner.account.runners.all():
            access_log.append(each, by, "export", "everything")
        job = jobs.queue(runner, TAKE_AWAY, {})
    for old in over:
        _place(old).unlink(missing_ok=True)
    return job


def newest_export(runner: Runner) -> Job | None:
    """The export that is under way or was made last, if its zip is still here."""
    job = Job.objects.filter(runner=runner, kind=TAKE_AWAY).first()
    return None if job is None or is_gone(job) else job


def is_gone(job: Job) -> bool:
    """Whether the zip of a finished export was deleted, as it is after about an hour."""
    return job.state == Job.State.DONE and not _place(job).is_file()


def open_export(job: Job) -> tuple[BinaryIO, int] | None:
    """The finished zip and its size in bytes; None where it is not made yet, or gone."""
    try:
        path = _place(job)
        return path.open("rb"), path.stat().st_size
    except OSError:
        return None


def do_job(job: Job) -> None:
    """What the worker calls for a job of this kind."""
    told = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told >= TELL_EVERY_S:
            jobs.tell(job, done, total)
            told = time.monotonic()

    folder: DataFolder = settings.DATA_FOLDER
    runners = list(job.runner.account.runners.values_list("pk", flat=True))
    try:
        export(folder, _place(job), runners, tell=tell)
    except ExportError as error:
        # Its own sentence names folders of the machine, which may be somebody else's.
        trouble = in_words(error.__context__) if error.__context__ is not None else None
        raise jobs.HopelessError(
            trouble
            or _("A file of a run is missing or damaged, so we made no zip. Import it again, or delete that run.")
        ) from None


def _place(job: Job) -> Path:
    # In the runner's own folder, so that it goes with everything else when the runner is erased.
    folder: DataFolder = settings.DATA_FOLDER
    return folder.runners / str(job.runner_id) / "exports" / f"{job.pk}.zip"
