"""The process that does the jobs, beside the server: started with it, started again if it dies, ended with it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backstride.store.folder import DataFolder

AGAIN_AFTER_S = 5.0
"""Pause before a worker that died is started again: a broken folder must not keep a core busy."""
STOP_S = 5.0
"""How long a worker may take to give its job back."""


@contextmanager
def worker_beside(folder: DataFolder) -> Iterator[None]:
    """Keep one worker running on the folder."""
    stop = threading.Event()
    # Started before the server forks its own children: one forked meanwhile would hold the pipe by which Popen learns
    # that the worker began, and the keeper would wait for it for ever.
    first = _start(folder)
    keeper = threading.Thread(target=_keep, args=(folder, first, stop), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join(STOP_S + 1)


def _start(folder: DataFolder) -> subprocess.Popen[bytes]:
    # The worker sees for itself when its parent is gone: a killed server cannot end it.
    command = [sys.executable, "-m", "backstride.store.worker_process", "--parent", str(os.getpid())]
    environment = {**os.environ, "BACKSTRIDE_DATA": str(folder.root)}
    return subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)  # noqa: S603 - our own command


def _keep(folder: DataFolder, worker: subprocess.Popen[bytes], stop: threading.Event) -> None:
    while True:
        while worker.poll() is None and not stop.wait(0.2):
            pass
        if worker.poll() is None:
            worker.terminate()
            try:
                worker.wait(STOP_S)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
        if stop.wait(AGAIN_AFTER_S):
            return
        worker = _start(folder)
