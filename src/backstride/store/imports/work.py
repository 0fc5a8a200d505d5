"""An import from end to end: by this process on paths, or by a worker on files that were staged."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from backstride.store import jobs
from backstride.store.knowledge import the_evidence
from backstride.store.models import Import, Job
from backstride.store.tasks import SHUTTING_DOWN, ShutDownError

from . import exports
from .one_file import Importer
from .reader import Reader
from .report import Report
from .staging import stage, staged

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backstride.store.folder import DataFolder
    from backstride.store.models import Runner

    from .finding import Found, Source
    from .staging import Staging

KIND = "import"
KIND_HERE = "import_here"
"""An import by the process that was asked: no worker can take it over, as only that process knows the paths."""


@dataclass(frozen=True)
class Watch:
    """How the one who asked follows an import: told how many files there are and after each, asked whether to stop."""

    begin: Callable[[int], None] = lambda _count: None
    tell: Callable[[Report], None] = lambda _report: None
    stop: Callable[[], bool] = lambda: False


def enqueue(runner: Runner, staging: Staging) -> Import:
    """Queue the import of staged files; the worker does it."""
    staging.settle()
    forget_empty(runner)
    with transaction.atomic():
        job = jobs.queue(runner, KIND, {"staged": staging.name}, total=len(staging.sources()))
        return Import.objects.create(runner=runner, job=job)


def run(import_: Import) -> Report:
    """Do a staged import in this process, whose job this worker holds; it goes on where it stood.

    Raises
    ------
    StopWantedError, LeaseLostError, ShutDownError
        If it is not to go on; what was done stays.
    HopelessError
        If the files were swept away.
    """
    staging = staged(import_.job.request["staged"])
    sources = staging.sources()
    total = import_.job.total or 0
    # A worker that died after its last file may have removed them already.
    if import_.job.done < total and len(sources) < total:
        raise jobs.HopelessError(_("The files are no longer here. Choose them again."))

    def waiting(reader: Reader) -> Sequence[Source]:
        exports.spread_staged(staging, reader)
        found = staging.sources()
        jobs.tell(import_.job, import_.job.done, max(total, len(found)))
        return found[import_.job.done :]

    report = _import(import_, waiting, Watch(stop=lambda: SHUTTING_DOWN.get()()))
    if report.stopped:
        raise ShutDownError
    staging.remove()
    return report


def cancel(import_: Import) -> None:
    """Stop an import: one that waits at once, with its files; one that runs within 2 seconds."""
    job = import_.job
    waited = job.state == Job.State.WAITING
    jobs.ask_to_stop(job)
    job.refresh_from_db()
    if waited and job.state == Job.State.CANCELLED:
        staged(job.request["staged"]).remove()


def do_job(job: Job) -> None:
    """What the worker calls for a job of this kind."""
    import_ = Import.objects.select_related("job", "runner").get(job=job)
    # The lease is held through this very object.
    import_.job = job
    try:
        run(import_)
    except jobs.StopWantedError:
        staged(job.request["staged"]).remove()
        raise


def import_paths(runner: Runner, found: Found, watch: Watch | None = None) -> Report:
    """Import files in this process, from where they lie.

    Raises
    ------
    OSError, DatabaseError
        If the disk or the database cannot go on; what was done stays, and the same call goes on from there.
    """
    jobs.requeue_lost()
    forget_empty(runner)
    job = jobs.begin_here(runner, KIND_HERE, total=len(found.sources))
    import_ = Import.objects.create(runner=runner, job=job)
    staging = stage()

    def given(reader: Reader) -> Sequence[Source]:
        sources = exports.spread(found.sources, staging, reader)
        jobs.tell(job, 0, len(sources))
        return sources

    try:
        report = _import(import_, given, watch or Watch())
    except BaseException:
        with suppress(DatabaseError):
            jobs.stop(job)
        raise
    finally:
        staging.remove()
    (jobs.stop if report.stopped else jobs.finish)(job)
    forget_empty(runner)
    return report


def forget_empty(runner: Runner) -> None:
    """Remove the imports that are over and brought nothing: they tell of no row and would make two exports differ."""
    over = (Job.State.DONE, Job.State.CANCELLED)
    nothing = Import.objects.filter(runner=runner, job__state__in=over, imported=0, originals__isnull=True)
    Job.objects.filter(pk__in=list(nothing.values_list("job", flat=True))).delete()


def _import(import_: Import, gathered: Callable[[Reader], Sequence[Source]], watch: Watch) -> Report:
    folder: DataFolder = settings.DATA_FOLDER
    report = Report()
    job = import_.job
    # Loaded now: the write lock is not held while it loads.
    the_evidence()

    def beat() -> None:
        jobs.renew(job)
        if watch.stop():
            raise _StoppedHereError

    with Reader(folder.scratch, beat=beat) as reader:
        importer = Importer(import_.runner, folder, import_, job, reader)
        try:
            sources = gathered(reader)
            watch.begin(len(sources))
            for source in sources:
                beat()
                report.add(importer.take(source))
                watch.tell(report)
        except _StoppedHereError:
            report.stopped = True
    return report


class _StoppedHereError(Exception):
    """The process was asked to stop."""
