"""A browser that has come in, one that has not, and runners with something to show."""

import datetime as dt

import pytest
from django.test import Client

from backstride.store.local import local_account, local_runner
from backstride.store.models import Import, Job, Original, Run


@pytest.fixture
def runner(data):  # noqa: ARG001 - opens the data folder
    """This machine's runner."""
    return local_runner()


@pytest.fixture
def browser(runner):
    """A browser with a session of this machine's runner; a fault becomes a page, as on the server."""
    client = Client(raise_request_exception=False)
    client.force_login(local_account(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert runner
    return client


@pytest.fixture
def stranger(data):  # noqa: ARG001 - opens the data folder
    """A browser without a session."""
    return Client(raise_request_exception=False)


@pytest.fixture
def add_runs():
    """Keep a number of runs for a runner, one a day backwards from a day."""

    def add(runner, count, first=dt.datetime(2026, 11, 20, 7, 30, tzinfo=dt.UTC), **changes):
        job = Job.objects.create(runner=runner, kind="import", state=Job.State.DONE)
        brought = Import.objects.create(runner=runner, job=job)
        start = Original.objects.count()
        originals = Original.objects.bulk_create(
            Original(runner=runner, brought_by=brought, sha256=f"{n:064x}", name=f"{n}.fit", size_bytes=1)
            for n in range(start, start + count)
        )
        made = []
        for number, original in enumerate(originals):
            at = first - dt.timedelta(days=number)
            values = {
                "samples_sha256": original.sha256,
                "format": "fit",
                "sport": "running",
                "started_at": at,
                "utc_offset_s": 0,
                "day": at.date(),
                "timer_s": 3000.0,
                "distance_m": 10000.0,
                **changes,
            }
            made.append(Run(runner=runner, original=original, number=0, **values))
        Run.objects.bulk_create(made)

    return add
