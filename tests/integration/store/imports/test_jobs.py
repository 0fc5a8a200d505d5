"""A job is done once, by one worker, and goes on with the next one when that worker dies."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from made_recordings import gpx, utc

from backstride.store import jobs, tasks
from backstride.store.imports import enqueue, stage
from backstride.store.models import Import, Job, Original, Run
from backstride.store.sweep import lost_files
from backstride.store.worker import run_worker

FILES = 12


@pytest.fixture
def waiting(runner):
    """A job that waits for a worker."""
    return jobs.queue(runner, "import", {"staged": "none"})


@pytest.fixture
def staged_import(runner):
    """An import of twelve staged files, one of them twice and one damaged."""
    staging = stage()
    for number in range(FILES - 2):
        staging.add(f"run {number}.gpx", [gpx(utc(2026, 5, number + 1, 6))])
    staging.add("again.gpx", [gpx(utc(2026, 5, 1, 6))])
    staging.add("damaged.fit", [b"\x0e\x20", b"damaged"])
    return enqueue(runner, staging)


def work_until(done, seconds=60):
    """A worker in this process until `done()`, at most `seconds`."""
    stop = threading.Event()

    def watch():
        end = time.monotonic() + seconds
        while time.monotonic() < end and not done():
            time.sleep(0.05)
        stop.set()
        connection.close()

    thread = threading.Thread(target=watch)
    thread.start()
    run_worker(stop)
    thread.join()


def over(job):
    return lambda: Job.objects.get(pk=job.pk).state not in (Job.State.WAITING, Job.State.RUNNING)


def check_all_in(import_):
    import_.refresh_from_db()
    counts = (import_.imported, import_.duplicates, import_.ignored, import_.set_aside)
    assert counts == (FILES - 2, 1, 0, 1)
    assert Run.objects.count() == FILES - 2
    assert Original.objects.count() == FILES - 1
    assert (import_.job.state, import_.job.done, import_.job.total) == (Job.State.DONE, FILES, FILES)


def test_a_worker_does_a_staged_import_and_cleans_up(data, staged_import):
    work_until(over(staged_import.job))
    check_all_in(staged_import)
    assert list(data.scratch.iterdir()) == []
    assert lost_files(data) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL on Windows")
def test_a_killed_worker_loses_and_doubles_nothing(data, staged_import):
    environment = {**os.environ, "BACKSTRIDE_DATA": str(data.root), "DJANGO_SETTINGS_MODULE": "backstride.web.settings"}
    connection.close()
    command = [sys.executable, "-m", "backstride.store.worker_process"]
    worker = subprocess.Popen(command, env=environment)
    job = staged_import.job
    end = time.monotonic() + 60
    while Job.objects.get(pk=job.pk).done < 3 and time.monotonic() < end:
        time.sleep(0.005)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING
    assert 3 <= job.done < FILES
    assert jobs.requeue_lost() == 0, "a lease that still runs is not taken away"
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    work_until(over(job))
    check_all_in(staged_import)
    assert Job.objects.get(pk=job.pk).attempts == 2
    assert lost_files(data) == []


def test_a_worker_that_is_shut_down_gives_the_job_back_and_it_goes_on(staged_import):
    job = staged_import.job
    work_until(lambda: Job.objects.get(pk=job.pk).done >= 2)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.WAITING, 0)
    assert 2 <= job.done < FILES
    work_until(over(job))
    check_all_in(staged_import)


def test_a_job_that_hangs_is_stopped_within_two_seconds(data, runner, monkeypatch):
    from backstride.store.imports import work
    from backstride.store.imports.reader import Reader

    hangs = "import time; print('{\"ready\": true}', flush=True); time.sleep(600)"
    monkeypatch.setattr(
        work, "Reader", lambda scratch, beat: Reader(scratch, beat=beat, command=(sys.executable, "-c", hangs))
    )
    staging = stage()
    staging.add("run.gpx", [gpx(utc(2026, 5, 1, 6))])
    job = enqueue(runner, staging).job
    asked = []

    def ask_then_over():
        row = Job.objects.get(pk=job.pk)
        if row.state == Job.State.RUNNING and not asked:
            time.sleep(1)
            jobs.ask_to_stop(row)
            asked.append(time.monotonic())
        if row.state == Job.State.CANCELLED:
            asked.append(time.monotonic())
            return True
        return False

    work_until(ask_then_over, seconds=30)
    assert asked[1] - asked[0] < 2
    assert list(data.scratch.iterdir()) == []


def test_a_waiting_job_is_stopped_at_once_and_never_runs(waiting):
    jobs.ask_to_stop(waiting)
    assert Job.objects.get().state == Job.State.CANCELLED
    assert jobs.claim(waiting.pk, "w") is None


def race(runner, claim):
    """How often each of 20 jobs was taken by two workers that claim all of them."""
    ids = [jobs.queue(runner, "import", {"staged": "none"}).pk for _ in range(20)]
    taken, gate = [], threading.Barrier(2)

    def worker(name):
        for job_id in ids:
            gate.wait()
            if claim(job_id, name) is not None:
                taken.append(job_id)
        connection.close()

    threads = [threading.Thread(target=worker, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [taken.count(job_id) for job_id in ids]


def test_two_workers_never_take_one_job(runner):
    assert race(runner, jobs.claim) == [1] * 20


def test_the_race_sees_a_claim_that_looks_before_it_takes(runner):
    def look_then_take(job_id, worker):
        job = Job.objects.get(pk=job_id)
        if job.state != Job.State.WAITING:
            return None
        time.sleep(0.01)
        Job.objects.filter(pk=job_id).update(state=Job.State.RUNNING, worker=worker)
        return job

    assert max(race(runner, look_then_take)) == 2


def test_a_worker_whose_lease_was_taken_saves_nothing_more(runner, waiting):
    from django.db import transaction

    from backstride.store.models import Shoe

    job = jobs.claim(waiting.pk, "slow")
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.requeue_lost() == 1
    assert jobs.claim(waiting.pk, "other") is not None
    with pytest.raises(jobs.LeaseLostError), transaction.atomic():
        Shoe.objects.create(runner=runner, name="lost")
        jobs.advance(job)
    assert not Shoe.objects.exists()
    with pytest.raises(jobs.LeaseLostError):
        jobs.finish(job)


def test_after_three_dead_workers_a_job_is_given_up_with_a_reason(waiting):
    for attempt in range(1, 4):
        assert jobs.claim(waiting.pk, f"worker {attempt}").attempts == attempt
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        assert jobs.requeue_lost() == 1
    job = Job.objects.get()
    assert job.state == Job.State.FAILED
    assert "tried 3 times" in job.reason
    assert jobs.again(job)
    assert jobs.claim(waiting.pk, "worker 4").attempts == 1


def test_an_import_of_the_command_line_that_died_is_closed_and_not_taken_over(runner):
    job = jobs.begin_here(runner, "import_here")
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.requeue_lost() == 1
    job.refresh_from_db()
    assert (job.state, job.reason != "") == (Job.State.CANCELLED, True)


def test_a_fault_is_tried_three_times_and_its_words_are_kept_nowhere(waiting, monkeypatch):
    from django_tasks_db.models import DBTaskResult

    def broken(_job):
        raise RuntimeError("secret of the runner")

    monkeypatch.setattr(tasks, "import_string", lambda _path: broken)
    work_until(over(waiting))
    job = Job.objects.get()
    assert (job.state, job.attempts) == (Job.State.FAILED, 3)
    assert "could not finish" in job.reason
    assert not any("secret" in str(row) for row in DBTaskResult.objects.values_list())


def test_a_full_disk_fails_the_job_with_its_reason_and_it_goes_on_afterwards(staged_import, monkeypatch):
    import errno

    from backstride.store.folder import DataFolder

    def full(_self, _runner, _content):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as now:
        now.setattr(DataFolder, "put_original", full)
        work_until(over(staged_import.job))
    job = Job.objects.get()
    assert job.state == Job.State.FAILED
    assert "no space left" in job.reason
    assert jobs.again(job)
    work_until(over(job))
    check_all_in(staged_import)


def test_staged_files_that_are_gone_are_told(data, staged_import):
    import shutil

    for folder in data.scratch.iterdir():
        shutil.rmtree(folder)
    work_until(over(staged_import.job))
    job = Job.objects.get()
    assert (job.state, job.attempts) == (Job.State.FAILED, 1)
    assert "no longer here" in job.reason


def test_what_a_job_is_asked_holds_no_name_of_a_file(staged_import):
    from django_tasks_db.models import DBTaskResult

    assert "run 1" not in repr(Job.objects.values_list("request")) + repr(list(DBTaskResult.objects.values_list()))
    assert Import.objects.get() == staged_import
