"""Housekeeping: files that no row names go, rows whose file is lost are told."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from . import jobs
from .imports.heal import is_whole
from .models import Job, Original, Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from .folder import DataFolder

STALE_S = 3600.0
"""A file that no row names may be one whose row is being written; an hour later it is not."""
AT_ONCE = 100
IMPORTS = ("import", "import_here")
IN_HAND = (Job.State.WAITING, Job.State.RUNNING)


@dataclass(frozen=True)
class Lost:
    """A row whose file is missing or damaged: the file that came, and one sentence."""

    original: UUID
    sentence: str


@dataclass(frozen=True)
class Swept:
    """How many files were removed; nothing is removed while an import runs."""

    orphans: int = 0
    temporary: int = 0


def sweep(folder: DataFolder) -> Swept:
    """Remove files without a row and left-over temporary files, both older than an hour, while no import runs."""
    jobs.requeue_lost()
    if _import_in_hand():
        return Swept()
    temporary = sum(_remove_stale(path) for path in _temporary(folder))
    orphans = remove_unnamed(path for path in _kept_files(folder) if _is_stale(path))
    return Swept(orphans=orphans, temporary=temporary)


def remove_unnamed(paths: Iterable[Path]) -> int:
    """Remove those files that no row names, unless an import is running; how many went."""
    removed = 0
    batch: list[Path] = []
    for path in paths:
        batch.append(path)
        if len(batch) == AT_ONCE:
            removed += _remove_batch(batch)
            batch = []
    return removed + _remove_batch(batch)


def lost_files(folder: DataFolder) -> list[Lost]:
    """Rows whose file is missing or damaged; nothing is changed."""
    lost = []
    for original in Original.objects.select_related("runner").order_by("name", "sha256"):
        if not is_whole(folder.original(original.runner_id, original.sha256), original.sha256):
            sentence = _("{name}: the file itself is missing or damaged. Import it again.").format(name=original.name)
            lost.append(Lost(original.pk, sentence))
    for run in Run.objects.select_related("original"):
        if not is_whole(folder.samples(run.runner_id, run.samples_sha256), run.samples_sha256):
            sentence = _("{name}: the samples of a run are missing or damaged. Import the file again.")
            lost.append(Lost(run.original_id, sentence.format(name=run.original.name)))
    return lost


def _remove_batch(paths: list[Path]) -> int:
    # The write lock is held: an import that begins now waits until the files are gone, and writes them again.
    with transaction.atomic():
        if not paths or _import_in_hand(running_only=True):
            return 0
        return sum(_remove(path) for path in paths if not _is_named(path))


def _is_named(path: Path) -> bool:
    """True where a row names the file; also for one that does not lie where our files lie."""
    kind = path.parent.parent.name
    try:
        runner = UUID(path.parent.parent.parent.name)
    except ValueError:
        return True
    if kind == "runs":
        return Run.objects.filter(runner=runner, samples_sha256=path.stem).exists()
    return kind != "originals" or Original.objects.filter(runner=runner, sha256=path.name).exists()


def _kept_files(folder: DataFolder) -> Iterator[Path]:
    yield from (path for path in folder.runners.glob("*/originals/??/*") if not path.name.startswith("."))
    yield from folder.runners.glob("*/runs/??/*.parquet")


def _temporary(folder: DataFolder) -> Iterator[Path]:
    yield from folder.scratch.iterdir()
    yield from folder.runners.glob("*/*/??/.*.part")
    # Zips that were made to be taken away, whole or half.
    yield from folder.runners.glob("*/exports/*")
    # Runs that were removed a while ago.
    yield from folder.runners.glob("*/removed/*")


def _import_in_hand(*, running_only: bool = False) -> bool:
    states = (Job.State.RUNNING,) if running_only else IN_HAND
    return Job.objects.filter(kind__in=IMPORTS, state__in=states).exists()


def _is_stale(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > STALE_S
    except OSError:
        return False


def _remove_stale(path: Path) -> bool:
    if not _is_stale(path):
        return False
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
        return not path.exists()
    return _remove(path)


def _remove(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return True
