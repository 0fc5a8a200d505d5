"""A worker that is stopped after its last file, before it could say so."""

from unittest.mock import patch

from django.db import OperationalError
from made_recordings import gpx, utc

from backstride.store import imports, jobs, worker
from backstride.store.local import local_runner
from backstride.store.models import Run


def test_a_job_that_was_stopped_after_its_last_file_is_done_when_it_goes_on(data):
    assert data.database.exists()
    staging = imports.stage()
    staging.add("run.gpx", [gpx(utc(2026, 5, 1, 7))])
    job = imports.enqueue(local_runner(), staging).job
    with patch.object(jobs, "finish", side_effect=OperationalError("disk I/O error")):
        worker._drain()
    assert Run.objects.count() == 1
    job.refresh_from_db()
    if job.state == job.State.FAILED:
        assert jobs.again(job)
    worker._drain()
    job.refresh_from_db()
    assert job.state == job.State.DONE
    assert Run.objects.count() == 1
