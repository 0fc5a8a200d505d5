"""Which processes of ours run on a data folder: so that other commands can find the server, and see a dead worker."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

import psutil

from .put_file import put_file

if TYPE_CHECKING:
    from pathlib import Path

    from .folder import DataFolder

What = Literal["server", "worker"]


@dataclass(frozen=True)
class Running:
    """One process."""

    pid: int
    started: float
    """When it began, in seconds since 1970: a process id alone may have passed to another program."""
    since_boot: float = 0.0
    """The same in seconds since the machine started: Linux moves the first figure whenever its clock is set."""
    address: str = ""
    """Where a server listens, such as `http://127.0.0.1:8000`."""


def note_running(folder: DataFolder, what: What, address: str = "") -> None:
    """Say that this process is the folder's server or worker."""
    started = psutil.Process().create_time()
    note = Running(os.getpid(), started, started - psutil.boot_time(), address)
    put_file(_place(folder, what), json.dumps(asdict(note)).encode())


def forget_running(folder: DataFolder, what: What) -> None:
    """Say that this process is so no longer; a note of another process stays."""
    now = running(folder, what)
    if now and now.pid == os.getpid():
        with suppress(OSError):
            _place(folder, what).unlink()


def running(folder: DataFolder, what: What) -> Running | None:
    """The folder's server or worker, if it lives."""
    try:
        noted = Running(**json.loads(_place(folder, what).read_text(encoding="utf-8")))
        process = psutil.Process(noted.pid)
        alive = _same(process.create_time(), noted) and process.status() != psutil.STATUS_ZOMBIE
    except (OSError, ValueError, TypeError, psutil.Error):
        return None
    return noted if alive else None


def _same(started: float, noted: Running) -> bool:
    return abs(started - noted.started) < 1 or abs(started - psutil.boot_time() - noted.since_boot) < 1


def _place(folder: DataFolder, what: What) -> Path:
    return folder.root / f"{what}.json"
