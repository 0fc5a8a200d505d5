"""Fill a data folder with runners who have years of runs, for `benchmarks/load.py`; prints their cookies as JSON.

usage: python scripts/many_runners.py FOLDER --runners N --years Y [--files F]

Each runner has four runs a week. With `--files` an import of so many GPX files waits for the worker. With `--runners 0`
the runs go to the one runner of this machine.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backstride.store.models import Runner

RUNS_A_WEEK = 4
LAST = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
POINTS = 300
"""Of each waiting file, one every 6 s: half an hour."""


def main() -> None:
    """Fill the folder."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--runners", type=int, required=True)
    options.add_argument("--years", type=int, required=True)
    options.add_argument("--files", type=int, default=0)
    given = options.parse_args()
    os.environ["BACKSTRIDE_DATA"] = str(given.folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backstride.web.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from backstride.store.local import local_runner
    from backstride.store.models import Account, Runner
    from backstride.store.upgrade import bring_up_to_date

    bring_up_to_date(settings.DATA_FOLDER)
    runners, cookies = [], []
    for number in range(given.runners):
        account = Account.objects.create_user(f"runner-{number}@example.org")
        runners.append(Runner.objects.create(account=account, name=f"Runner {number}"))
        client = Client()
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}")
    for runner in runners or [local_runner()]:
        add_runs(runner, given.years * 52 * RUNS_A_WEEK)
    if given.files:
        wait_for_import(runners[0], given.files)
    print(json.dumps(cookies))


def add_runs(runner: Runner, count: int) -> None:
    """Rows of runs as an import leaves them; their files are left out, no page of a list reads them."""
    from backstride.store.models import Import, Job, Original, Run

    job = Job.objects.create(runner=runner, kind="import", state=Job.State.DONE)
    brought = Import.objects.create(runner=runner, job=job, imported=count)
    originals = Original.objects.bulk_create(
        Original(
            runner=runner,
            brought_by=brought,
            sha256=hashlib.sha256(f"{runner.pk} {number}".encode()).hexdigest(),
            name=f"{number}.fit",
            size_bytes=100_000,
        )
        for number in range(count)
    )
    made = []
    for number, original in enumerate(originals):
        at = LAST - timedelta(days=7 * number / RUNS_A_WEEK)
        metres = 6000.0 + 2000 * (number % RUNS_A_WEEK)
        made.append(
            Run(
                runner=runner,
                original=original,
                number=0,
                samples_sha256=original.sha256,
                format="fit",
                sport="running",
                started_at=at,
                utc_offset_s=0,
                day=at.date(),
                timer_s=metres / 2.8,
                distance_m=metres,
                ascent_m=60.0,
                device="Maker Model",
            )
        )
    Run.objects.bulk_create(made)


def wait_for_import(runner: Runner, files: int) -> None:
    """Stage files and queue their import; the worker begins when the server starts."""
    from backstride.store.imports import enqueue, stage

    staging = stage()
    for number in range(files):
        staging.add(f"{number:05d}.gpx", [gpx(LAST - timedelta(days=400 + number))])
    enqueue(runner, staging)


def gpx(start: datetime) -> bytes:
    """Half an hour northwards at 2.8 m/s."""
    points = "".join(
        f'<trkpt lat="{52 + step * 6 * 2.8 / 111_320:.7f}" lon="13.4"><ele>{40 + step % 20}</ele>'
        f"<time>{(start + timedelta(seconds=6 * step)).strftime('%Y-%m-%dT%H:%M:%SZ')}</time></trkpt>"
        for step in range(POINTS)
    )
    head = '<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="watch">'
    return f"{head}<trk><type>running</type><trkseg>{points}</trkseg></trk></gpx>".encode()


if __name__ == "__main__":
    main()
