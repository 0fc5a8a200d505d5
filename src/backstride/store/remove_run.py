"""Removing a run the runner does not want to keep: its row first, then what nobody names any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from .sweep import remove_unnamed

if TYPE_CHECKING:
    from .folder import DataFolder
    from .models import Run


def remove_run(run: Run) -> None:
    """Remove a run and its samples; with the last run of a file the file goes too.

    The rows go in one transaction. Files that could not be removed then are swept later.
    """
    folder: DataFolder = settings.DATA_FOLDER
    original = run.original
    with transaction.atomic():
        run.delete()
        last = not original.runs.exists() and not hasattr(original, "set_aside")
        if last:
            original.delete()
    paths = [folder.samples(run.runner_id, run.samples_sha256)]
    if last:
        paths.append(folder.original(run.runner_id, original.sha256))
    remove_unnamed(paths)
