"""Mending what the disk lost: a stored file that is missing or damaged is written again from the same bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from backstride.store.models import Original, Run

if TYPE_CHECKING:
    from backstride.store.folder import DataFolder

    from .reader import Reader


def heal(folder: DataFolder, original: Original, content: bytes, reader: Reader) -> int:
    """Write again what is missing or damaged of a file and its runs; how many files were mended.

    Parameters
    ----------
    original
        Its row; `content` are its bytes.
    """
    runner = original.runner_id
    mended = 0
    if not is_whole(folder.original(runner, original.sha256), original.sha256):
        folder.put_original(runner, content)
        mended += 1
    broken = [
        run
        for run in original.runs.all()
        if not is_whole(folder.samples(runner, run.samples_sha256), run.samples_sha256)
    ]
    if broken:
        mended += _samples_again(folder, original, broken, reader)
    return mended


def is_whole(path: Path, sha256: str) -> bool:
    """True where the file lies there with just these bytes."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except OSError:
        return False


def _samples_again(folder: DataFolder, original: Original, broken: list[Run], reader: Reader) -> int:
    told = reader.read(folder.original(original.runner_id, original.sha256), original.name).runs
    mended = 0
    for run in broken:
        if run.number < len(told):
            sha256 = folder.put_samples(original.runner_id, Path(told[run.number]["samples"]).read_bytes())
            # A newer library may pack the same samples into other bytes.
            Run.objects.filter(pk=run.pk).update(samples_sha256=sha256)
            mended += 1
    return mended
