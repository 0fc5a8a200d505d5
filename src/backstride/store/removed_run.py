"""Taking the removal of a run back: for a while the run lies whole in one file of its runner's folder.

The file goes with the runner's folder when everything is erased, is in no backup and no export, and is swept like any
other file that waits.
"""

from __future__ import annotations

import time
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import serializers
from django.db import transaction

from .models import Import, ImportedFile, Original, Run, Shoe
from .put_file import writing
from .remove_run import remove_run

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from .folder import DataFolder
    from .models import Runner

HOLDS_S = 600.0
"""How long a removal can be taken back; the sweep removes the file after an hour."""
ROWS, SAMPLES, FILE = "rows.json", "samples", "original"


def remove_for_now(run: Run) -> bool:
    """Remove a run so that it can be brought back for a while.

    Returns
    -------
    bool
        False where it is gone for good, because what is left of it cannot be kept: a lost file, or a full disk.
    """
    runner, pk = run.runner_id, run.pk
    with suppress(OSError):
        _set_by(run)
    remove_run(run)
    return can_come_back(runner, pk)


def can_come_back(runner: UUID, run: UUID) -> bool:
    """Whether a removed run can still be brought back."""
    try:
        return time.time() - _place(runner, run).stat().st_mtime <= HOLDS_S
    except OSError:
        return False


def bring_back(runner: Runner, run: UUID) -> Run | None:
    """Put a removed run back as it was, with what the runner said about it; None where it is too late.

    A run whose file was imported again meanwhile stays as it is now.
    """
    if not can_come_back(runner.pk, run):
        return None
    folder: DataFolder = settings.DATA_FOLDER
    path = _place(runner.pk, run)
    try:
        with zipfile.ZipFile(path) as kept:
            rows: list[Any] = [row.object for row in serializers.deserialize("json", kept.read(ROWS))]
            # Files first: a row never names one that is not there.
            folder.put_original(runner.pk, kept.read(FILE))
            folder.put_samples(runner.pk, kept.read(SAMPLES))
    except FileNotFoundError:  # another window was quicker
        return Run.objects.filter(runner=runner, pk=run).first()
    with transaction.atomic():
        _put_rows(rows[0], rows[1:-1], rows[-1])
    path.unlink(missing_ok=True)
    return Run.objects.filter(runner=runner, pk=run).first()


def _set_by(run: Run) -> None:
    folder: DataFolder = settings.DATA_FOLDER
    original = run.original
    rows = [original, *ImportedFile.objects.filter(original=original), run]
    with writing(_place(run.runner_id, run.pk)) as file, zipfile.ZipFile(file, "w") as kept:
        kept.writestr(ROWS, serializers.serialize("json", rows))
        kept.writestr(FILE, folder.original(run.runner_id, original.sha256).read_bytes())
        kept.writestr(SAMPLES, folder.samples(run.runner_id, run.samples_sha256).read_bytes())


def _put_rows(original: Original, lines: list[ImportedFile], run: Run) -> None:
    """Put back what is not there; what it names and is gone by now is left out."""
    there = Original.objects.filter(runner_id=run.runner_id, sha256=original.sha256).first()
    if there is None:
        if original.brought_by_id and not Import.objects.filter(pk=original.brought_by_id).exists():
            original.brought_by = None
        original.save(force_insert=True)
        for line in lines:
            if Import.objects.filter(pk=line.came_with_id).exists():
                line.save(force_insert=True)
    if Run.objects.filter(pk=run.pk).exists():
        return
    run.original = there or original
    if run.shoe_id and not Shoe.objects.filter(pk=run.shoe_id).exists():
        run.shoe = None
    run.save(force_insert=True)


def _place(runner: UUID, run: UUID) -> Path:
    folder: DataFolder = settings.DATA_FOLDER
    return folder.runners / str(runner) / "removed" / f"{run}.zip"
