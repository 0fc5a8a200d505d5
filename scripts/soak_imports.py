"""Kills a worker at random moments in the middle of an import, many times over, and counts what is lost or doubled.

Each round: a new data folder, an import of staged files, workers that are killed (SIGKILL) at random moments, then one
that finishes. After every kill no row may be without its intact file; at the end every run is there once and the counts
of the import are those of an import that nobody disturbed. Run it with the environment of the project:

    python scripts/soak_imports.py --kills 200
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

FILES = 30


def main() -> None:
    """Parse the options, run the rounds, print the figures; exit code 1 on any loss."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="soak-imports-"))
    os.environ["BACKSTRIDE_DATA"] = str(place / "data")
    os.environ["DJANGO_SETTINGS_MODULE"] = "backstride.web.settings"
    import django

    django.setup()
    try:
        faults = soak(options.kills, random.Random(options.seed))  # noqa: S311 (moments, not secrets)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    sys.exit(1 if faults else 0)


def soak(kills: int, chance: random.Random) -> int:
    """Rounds until that many workers were killed in the middle of an import; how many faults were seen."""
    from django.conf import settings
    from django.db import connection

    from backstride.store import jobs
    from backstride.store.local import local_runner
    from backstride.store.models import Job, Original, Run
    from backstride.store.sweep import lost_files
    from backstride.store.upgrade import bring_up_to_date

    bring_up_to_date(settings.DATA_FOLDER)
    runner = local_runner()
    killed = faults = rounds = 0
    began = time.monotonic()
    while killed < kills:
        rounds += 1
        Original.objects.all().delete()
        Job.objects.all().delete()
        import_ = _staged(runner)
        while Job.objects.get().state in (Job.State.WAITING, Job.State.RUNNING):
            last = Job.objects.get().attempts >= jobs.MOST_ATTEMPTS - 1
            connection.close()
            worker = subprocess.Popen([sys.executable, "-m", "backstride.store.worker_process"])
            if _interrupted(worker, None if last else chance.uniform(0, 1.5)):
                killed += 1
            connection.close()
            faults += len(lost_files(settings.DATA_FOLDER))
            Job.objects.filter(state=Job.State.RUNNING).update(lease_until=datetime.now(UTC) - timedelta(seconds=1))
            jobs.requeue_lost()
        import_.refresh_from_db()
        counts = (import_.imported, import_.duplicates, import_.set_aside, Run.objects.count(), import_.job.done)
        if counts != (FILES - 2, 1, 1, FILES - 2, FILES):
            faults += 1
            print(f"round {rounds}: {counts}, {import_.job.state} {import_.job.reason}")
    print(f"{killed} kills in {rounds} imports of {FILES} files: {faults} faults, {time.monotonic() - began:.0f} s")
    return faults


def _interrupted(worker: subprocess.Popen[bytes], after_s: float | None) -> bool:
    """Kill the worker some time after the import began, or let it finish; True where it was killed in the middle."""
    from backstride.store.models import Job

    began = None
    while True:
        state = Job.objects.get().state
        if state not in (Job.State.WAITING, Job.State.RUNNING):
            worker.terminate()
            worker.wait()
            return False
        if state == Job.State.RUNNING and began is None:
            began = time.monotonic()
        if worker.poll() is not None:
            raise SystemExit(f"the worker ended by itself with {worker.returncode}")
        if after_s is not None and began is not None and time.monotonic() - began > after_s:
            worker.kill()
            worker.wait()
            return Job.objects.get().state == Job.State.RUNNING
        time.sleep(0.003)


def _staged(runner: object) -> object:
    from backstride.store.imports import enqueue, stage

    staging = stage()
    for number in range(FILES - 2):
        staging.add(f"{number}.gpx", [_gpx(number)])
    staging.add("again.gpx", [_gpx(0)])
    staging.add("damaged.fit", [b"damaged"])
    return enqueue(runner, staging)


def _gpx(day: int) -> bytes:
    start = datetime(2026, 1, 1, 6, tzinfo=UTC) + timedelta(days=day)
    points = "".join(
        f'<trkpt lat="52.5" lon="{13 + second * 4e-5:.6f}"><time>{start + timedelta(seconds=second):%Y-%m-%dT%H:%M:%SZ}'
        "</time></trkpt>"
        for second in range(0, 600, 5)
    )
    return f'<gpx version="1.1" creator="w"><trk><type>running</type><trkseg>{points}</trkseg></trk></gpx>'.encode()


if __name__ == "__main__":
    main()
