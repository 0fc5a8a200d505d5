"""The one transaction that makes a file ours: its rows, the count, and the progress of the job, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F

from backstride.recording import UNTRUSTED_PREFIX
from backstride.store import jobs
from backstride.store.models import Import, ImportedFile, Original, Run, SetAside

from .ids import set_aside_id
from .report import Outcome
from .same_run import is_here_already

if TYPE_CHECKING:
    from backstride.store.models import Job

RUNNING = "running"
LONGEST_NAME = 255
MOST_PROBLEMS = 200
"""Sentences an import keeps for its page; every file set aside keeps its own beside it."""


@dataclass(frozen=True)
class Files:
    """Rows whose files lie in the data folder: the original, its activities, and why others were set aside."""

    original: Original
    runs: list[Run]
    reason: str


def keep(import_: Import, job: Job, files: Files, file: str) -> Outcome:
    """Write the rows of one file, unless another import was first with it.

    Raises
    ------
    LeaseLostError
        If the job is no longer ours; nothing is written.
    """
    try:
        with transaction.atomic():
            outcome, original = _written(files, file)
            return _count(import_, job, outcome, original)
    except IntegrityError:
        return note(import_, job, Outcome("duplicate", file))


def note(import_: Import, job: Job, outcome: Outcome, original: Original | None = None) -> Outcome:
    """Count a file that brings no row; `original` is the one that is here already."""
    with transaction.atomic():
        return _count(import_, job, outcome, original)


def _written(files: Files, file: str) -> tuple[Outcome, Original]:
    known = Original.objects.filter(runner=files.original.runner, sha256=files.original.sha256).first()
    if known is None:
        files.original.save(force_insert=True)
        known = files.original
    here = set(known.runs.values_list("number", flat=True))
    new = [run for run in files.runs if run.number not in here]
    fresh = [run for run in new if not is_here_already(run)]
    for run in new:
        run.original = known
        run.save(force_insert=True)
    _set_aside(known, files.reason)
    kind = "set_aside" if files.reason else "added" if fresh else "duplicate"
    outcome = Outcome(
        kind,
        file,
        reason=files.reason,
        added=len(fresh),
        running=sum(run.sport == RUNNING for run in fresh),
        doubtful=tuple(warning for run in fresh for warning in run.warnings if warning.startswith(UNTRUSTED_PREFIX)),
    )
    return outcome, known


def _set_aside(original: Original, reason: str) -> None:
    aside = SetAside.objects.filter(original=original).first()
    if aside is None:
        if reason:
            key = set_aside_id(original.runner, original.sha256)
            SetAside.objects.create(id=key, runner=original.runner, original=original, reason=reason)
    elif not reason:
        # The reader has learned to read it, or its day has come.
        aside.delete()
    elif aside.reason != reason:
        SetAside.objects.filter(pk=aside.pk).update(reason=reason)


def _count(import_: Import, job: Job, outcome: Outcome, original: Original | None) -> Outcome:
    counted: dict[str, Any] = {
        "imported": F("imported") + outcome.added,
        "duplicates": F("duplicates") + (outcome.kind == "duplicate"),
        "ignored": F("ignored") + (outcome.kind == "ignored"),
        "set_aside": F("set_aside") + (outcome.kind == "set_aside"),
    }
    if outcome.kind == "set_aside":
        problems = Import.objects.values_list("problems", flat=True).get(pk=import_.pk)
        if len(problems) < MOST_PROBLEMS:
            counted["problems"] = [*problems, outcome.reason]
    Import.objects.filter(pk=import_.pk).update(**counted)
    # First, as it says whether the import is still ours.
    jobs.advance(job)
    ImportedFile.objects.create(
        runner_id=import_.runner_id,
        came_with=import_,
        original=original,
        number=job.done - 1,
        name=Path(outcome.file).name[-LONGEST_NAME:],
        kind=outcome.kind,
        reason=outcome.reason or " ".join(outcome.doubtful),
        added=outcome.added,
        running=outcome.running,
    )
    return outcome
