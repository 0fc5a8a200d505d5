"""The worker as a process of its own: `python -m backstride.store.worker_process`, ended by SIGTERM or Ctrl-C."""

from __future__ import annotations

import os
import signal
import threading


def main() -> None:
    """Set up Django on the data folder of the environment, and do jobs until told to end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backstride.web.settings")
    import django

    django.setup()
    from .worker import run_worker

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run_worker(stop)


if __name__ == "__main__":
    main()
