"""Folders for half-done work: each belongs to one process, and goes with it."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from .put_file import make_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .folder import DataFolder

PREFIX = "side-"


@contextmanager
def side_folder(folder: DataFolder) -> Iterator[Path]:
    """A folder on the same disk as the data, for its owner alone; deleted when the block ends."""
    make_folder(folder.scratch)
    owner = this_process()
    side = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{owner['process']}-{owner['since']}-", dir=folder.scratch))
    try:
        yield side
    finally:
        shutil.rmtree(side, ignore_errors=True)


def sweep_side_folders(folder: DataFolder) -> None:
    """Delete what processes that died have left."""
    for side in folder.scratch.glob(f"{PREFIX}*"):
        pid, since, *_ = side.name.removeprefix(PREFIX).split("-")
        if not still_runs(pid, since):
            shutil.rmtree(side, ignore_errors=True)


def this_process() -> dict[str, Any]:
    """What tells this process from every other, also from a later one with the same number."""
    process = psutil.Process()
    return {"process": process.pid, "since": process.create_time()}


def still_runs(process: Any, since: Any) -> bool:
    """True where the process with that number was started then, and runs."""
    try:
        return abs(psutil.Process(int(process)).create_time() - float(since)) < 1
    except (TypeError, ValueError, psutil.Error):
        return False
