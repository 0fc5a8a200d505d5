"""Which process serves a data folder, and where: so that another command can name its address."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import psutil

from .put_file import put_file

if TYPE_CHECKING:
    from pathlib import Path

    from .folder import DataFolder


@dataclass(frozen=True)
class Serving:
    """One running server."""

    address: str
    """Such as `http://127.0.0.1:8000`."""
    pid: int
    started: float
    """When the process began, in seconds since 1970: a process id alone may have passed to another program."""


def note_serving(folder: DataFolder, address: str) -> None:
    """Say that this process serves the folder."""
    serving = Serving(address, os.getpid(), psutil.Process().create_time())
    put_file(_place(folder), json.dumps(asdict(serving)).encode())


def forget_serving(folder: DataFolder) -> None:
    """Say that this process serves it no longer; a note of another process stays."""
    now = serving(folder)
    if now and now.pid == os.getpid():
        with suppress(OSError):
            _place(folder).unlink()


def serving(folder: DataFolder) -> Serving | None:
    """The server of the folder that runs now."""
    try:
        noted = Serving(**json.loads(_place(folder).read_text(encoding="utf-8")))
        alive = abs(psutil.Process(noted.pid).create_time() - noted.started) < 1
    except (OSError, ValueError, TypeError, psutil.Error):
        return None
    return noted if alive else None


def _place(folder: DataFolder) -> Path:
    return folder.root / "serving.json"
