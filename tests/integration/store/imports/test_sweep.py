"""Sweeping takes what nobody needs, and only that."""

import os
import shutil
import time

import pytest
from made_recordings import gpx, utc

from backstride.store import jobs
from backstride.store.imports import stage
from backstride.store.models import Original
from backstride.store.sweep import Swept, lost_files, sweep

HOURS_AGO = time.time() - 2 * 3600


def aged(path):
    os.utime(path, (HOURS_AGO, HOURS_AGO))
    return path


@pytest.fixture
def with_orphans(bring, data, runner, tmp_path):
    """One run that is kept, and an orphan and a temporary file of each kind, all of them old."""
    (tmp_path / "run.gpx").write_bytes(gpx(utc(2026, 5, 1, 6)))
    bring(tmp_path)
    for path in data.runners.rglob("*"):
        aged(path)
    orphan = data.put_original(runner.pk, b"orphan")
    aged(data.original(runner.pk, orphan))
    aged(data.samples(runner.pk, data.put_samples(runner.pk, b"orphan")))
    part = data.original(runner.pk, orphan).with_name(".abc.part")
    part.write_bytes(b"half")
    aged(part)
    (data.scratch / "reader-old").mkdir()
    (data.scratch / "reader-old" / "0").write_bytes(b"x")
    aged(data.scratch / "reader-old")
    return data


def files(data):
    return sorted(path for path in (*data.runners.rglob("*"), *data.scratch.rglob("*")) if path.is_file())


def test_old_orphans_and_temporary_files_go_and_the_run_stays(with_orphans):
    data = with_orphans
    assert sweep(data) == Swept(orphans=2, temporary=2)
    assert len(files(data)) == 2
    assert lost_files(data) == []
    assert sweep(data) == Swept()


def test_young_files_stay(with_orphans, runner):
    sweep(with_orphans)
    with_orphans.put_original(runner.pk, b"being written")
    stage().add("upload.gpx", [b"x"])
    before = files(with_orphans)
    assert sweep(with_orphans) == Swept()
    assert files(with_orphans) == before


@pytest.mark.parametrize(
    "begin", [lambda runner: jobs.begin_here(runner, "import_here"), lambda runner: jobs.queue(runner, "import", {})]
)
def test_nothing_goes_while_an_import_is_in_hand(with_orphans, runner, begin):
    before = files(with_orphans)
    job = begin(runner)
    assert sweep(with_orphans) == Swept()
    assert files(with_orphans) == before
    jobs.ask_to_stop(job)
    if job.lease_until:
        jobs.finish(job)
    assert sweep(with_orphans) == Swept(orphans=2, temporary=2)


def test_a_lost_file_is_told_and_its_row_stays(with_orphans, runner):
    original = Original.objects.get()
    shutil.rmtree(with_orphans.runners / str(runner.pk) / "originals")
    (lost,) = lost_files(with_orphans)
    assert lost.original == original.pk
    assert lost.sentence == "run.gpx: the file itself is missing or damaged. Import it again."
    sweep(with_orphans)
    assert Original.objects.exists()
