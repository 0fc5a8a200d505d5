"""Folders for half-done work: each belongs to one process, and goes with it."""

from __future__ import annotations

import platform
import re
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from .put_file import make_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .folder import DataFolder

PREFIX = "side-"
DAY_S = 24 * 3600
"""A process of another container cannot be asked whether it lives; after a day it does not need its folder."""


@contextmanager
def side_folder(folder: DataFolder) -> Iterator[Path]:
    """A folder on the same disk as the data, for its owner alone; deleted when the block ends."""
    make_folder(folder.scratch)
    side = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{_owner()}=", dir=folder.scratch))
    try:
        yield side
    finally:
        shutil.rmtree(side, ignore_errors=True)


def sweep_side_folders(folder: DataFolder) -> None:
    """Delete what processes that died have left."""
    for side in folder.scratch.glob(f"{PREFIX}*"):
        host, pid, since, *_ = [*side.name.removeprefix(PREFIX).split("="), "", ""]
        dead = not _still_runs(pid, since) if host == _host() else time.time() - side.stat().st_mtime > DAY_S
        if dead:
            shutil.rmtree(side, ignore_errors=True)


def _host() -> str:
    return re.sub("[^A-Za-z0-9.-]", "", platform.node())


def _owner() -> str:
    """What tells this process from every other, also from a later one with the same number."""
    process = psutil.Process()
    return f"{_host()}={process.pid}={process.create_time()}"


def _still_runs(pid: str, since: str) -> bool:
    try:
        return abs(psutil.Process(int(pid)).create_time() - float(since)) < 1
    except (ValueError, psutil.Error):
        return False
