"""The worker as a process of its own, ended by SIGTERM, by Ctrl-C, or when the process that started it is gone.

python -m backstride.store.worker_process [--parent PID]
"""

from __future__ import annotations

import argparse
import os
import signal
import threading

import psutil

LOOK_FOR_PARENT_S = 2.0


def main() -> None:
    """Set up Django on the data folder of the environment, and do jobs until told to end."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--parent", type=int, default=None, help="end when this process is gone")
    parent = options.parse_args().parent
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backstride.web.settings")
    import django
    from django.conf import settings

    django.setup()
    from .running import forget_running, note_running
    from .worker import run_worker

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if parent is not None:
        threading.Thread(target=_stop_with, args=(parent, stop), daemon=True).start()
    note_running(settings.DATA_FOLDER, "worker")
    try:
        run_worker(stop)
    finally:
        forget_running(settings.DATA_FOLDER, "worker")


def _stop_with(parent: int, stop: threading.Event) -> None:
    while not stop.wait(LOOK_FOR_PARENT_S):
        # Elsewhere than on Windows an orphan gets another parent; a dead one that nobody waited for still has its id.
        if (os.getppid() != parent) if os.name == "posix" else not psutil.pid_exists(parent):
            stop.set()


if __name__ == "__main__":
    main()
