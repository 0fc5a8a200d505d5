"""Whatever ends an import in the middle, no row is without its file, and the next import completes it."""

import os

import pytest
from faults import ReadBefore, at_step, die, disk_broken, disk_full, import_and_die, reader_of
from made_recordings import gpx, utc

from backstride.store.imports import one_file, work
from backstride.store.imports.finding import walk
from backstride.store.models import Job, Original, Run, SetAside
from backstride.store.sweep import lost_files

EVERY = int(os.environ.get("BACKSTRIDE_FAULTS_EVERY", "1"))
FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


@pytest.fixture
def three_files(tmp_path):
    folder = tmp_path / "watch"
    folder.mkdir()
    (folder / "a.gpx").write_bytes(gpx(utc(2026, 5, 1, 6)))
    (folder / "b.gpx").write_bytes(gpx(utc(2026, 5, 2, 6)))
    (folder / "c.fit").write_bytes(b"\x0e\x20 damaged")
    return folder


@pytest.fixture
def bring_again(runner, three_files, tmp_path, monkeypatch):
    """Imports the three files; the reading itself was done before."""
    scratch = tmp_path / "read"
    scratch.mkdir()
    before = ReadBefore(scratch, sorted(three_files.iterdir()))
    monkeypatch.setattr(work, "Reader", reader_of(before))
    return lambda: work.import_paths(runner, walk([three_files]))


def clean(data):
    """Forget every import."""
    import shutil

    Original.objects.all().delete()
    Job.objects.all().delete()
    shutil.rmtree(data.runners)
    data.runners.mkdir()


def rows():
    """What is kept of files and runs, without the times of saving."""
    return (
        sorted(Original.objects.values_list("id", "sha256", "name")),
        sorted(Run.objects.values_list("id", "samples_sha256", "started_at", "day")),
        sorted(SetAside.objects.values_list("id", "reason")),
    )


def kill_at_every_step(data, bring):
    """(killed processes, rows whose file was lost after one, rows after the next import)."""
    killed, lost, ends = 0, 0, set()
    for step in range(1, 1000, EVERY):
        clean(data)
        if not import_and_die(step, bring):
            break
        killed += 1
        lost += len(lost_files(data))
        bring()
        assert lost_files(data) == []
        ends.add(repr(rows()))
    return killed, lost, ends


@FORKS
def test_a_kill_at_any_step_loses_and_doubles_nothing(data, bring_again):
    bring_again()
    whole = repr(rows())
    killed, lost, ends = kill_at_every_step(data, bring_again)
    assert killed * EVERY > 30
    assert lost == 0
    assert ends == {whole}


@FORKS
def test_the_harness_sees_an_import_that_writes_the_row_before_the_file(data, bring_again, monkeypatch):
    waiting = []
    right = one_file.keep

    def row_first(import_, job, files, file):
        outcome = right(import_, job, files, file)
        for put, runner, content in waiting:
            put(runner, content)
        waiting.clear()
        return outcome

    def later(put):
        def wait(self, runner, content):
            import hashlib

            waiting.append((put.__get__(self), runner, content))
            return hashlib.sha256(content).hexdigest()

        return wait

    kind = type(data)
    monkeypatch.setattr(one_file, "keep", row_first)
    monkeypatch.setattr(kind, "put_original", later(kind.put_original))
    monkeypatch.setattr(kind, "put_samples", later(kind.put_samples))
    lost = 0
    for step in range(1, 12):
        clean(data)
        assert import_and_die(step, bring_again)
        lost += len(lost_files(data))
    assert lost > 0


@pytest.mark.parametrize("trouble", [disk_full, disk_broken])
def test_a_full_or_broken_disk_at_any_step_stops_the_import_and_saves_nothing_half(data, bring_again, trouble):
    bring_again()
    whole = rows()
    failed = 0
    for step in range(1, 1000, max(EVERY, 3)):
        clean(data)
        with at_step(step, trouble) as steps:
            try:
                bring_again()
            except OSError:
                failed += 1
        assert lost_files(data) == []
        assert not list(data.runners.rglob("*.part"))
        if len(steps) < step:
            break
        bring_again()
        assert rows() == whole
    assert failed > 10


def test_the_harness_itself_meets_files_rows_and_commits(bring_again):
    with at_step(10**6, die) as steps:
        bring_again()
    assert {"sync", "rename", "commit", "committed"} <= set(steps)


def test_a_file_that_changes_while_it_is_read_is_not_kept(runner, tmp_path, monkeypatch, data):
    path = tmp_path / "run.gpx"
    path.write_bytes(gpx(utc(2026, 5, 1, 6)))
    scratch = tmp_path / "read"
    scratch.mkdir()
    before = ReadBefore(scratch, [path])
    right = before.read

    def read_and_change(file, name):
        path.write_bytes(gpx(utc(2026, 5, 2, 6)))
        return right(file, name)

    monkeypatch.setattr(before, "read", read_and_change)
    monkeypatch.setattr(work, "Reader", reader_of(before))
    (aside,) = work.import_paths(runner, walk([path])).set_aside
    assert "changed while it was read" in aside.reason
    assert not Original.objects.exists()
    assert not [file for file in data.runners.rglob("*") if file.is_file()]
