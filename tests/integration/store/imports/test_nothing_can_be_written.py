"""Where nothing can be written a new process still reads, says so in one sentence, and makes no file."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager, suppress
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, close_old_connections, connection, transaction
from made_recordings import gpx, utc

from backstride.store import trouble
from backstride.store.models import Run

CANNOT = "cannot keep data here"
ONLY_READS = "You can read your data, and change nothing.\n"


@pytest.fixture
def many(tmp_path):
    """Twenty-five runs."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(25):
        (folder / f"{number:03d}.gpx").write_bytes(gpx(utc(2026, 1, 1 + number, 6)))
    return folder


def new_process(data, *arguments):
    command = [sys.executable, "-m", "backstride", *map(str, arguments), "--data", str(data)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "backstride.web.settings"}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    return SimpleNamespace(code=done.returncode, out=done.stdout, err=done.stderr)


def assert_read(ran, runs):
    """The runs are told, and what is wrong in one sentence."""
    assert ran.code == 0, ran.err
    assert len(json.loads(ran.out)) == runs
    assert CANNOT in ran.err and ran.err.endswith(ONLY_READS) and ran.err.count("\n") == 1


def assert_refused(ran):
    assert ran.code == 2
    assert CANNOT in ran.err and ran.err.count("\n") == 1


def files(folder):
    return {path.relative_to(folder): path.stat().st_size for path in folder.rglob("*") if path.is_file()}


@contextmanager
def read_only(folder):
    """The disk of this folder can be read alone."""
    connection.close()
    subprocess.run(["mount", "-o", "remount,ro", str(folder.parent)], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(folder.parent)], check=True)


@pytest.mark.parametrize("small_disk", ["size=64m,nr_inodes=60"], indirect=True)
def test_a_disk_without_room_for_another_name_stops_the_import_reads_go_on_and_room_mends_it(run, small_disk, many):
    from backstride.store.sweep import lost_files

    ran = run("import", many)
    assert ran.code == 2
    assert ran.err == "There is no space left for your data. Free some, then go on. What was saved stays.\n"
    assert lost_files(small_disk) == []
    kept = Run.objects.count()
    assert 0 < kept < 25
    connection.close()
    with suppress(OSError):
        for number in range(100):
            (small_disk.root.parent / f"{number}").touch()
    assert_read(new_process(small_disk.root, "runs", "list", "--json"), kept)
    assert_refused(new_process(small_disk.root, "import", many))
    assert_read(run("runs", "list", "--json"), kept)

    subprocess.run(["mount", "-o", "remount,nr_inodes=1000", str(small_disk.root.parent)], check=True)
    assert run("import", many).out.startswith(f"{25 - kept} runs added · {kept} already here")
    assert lost_files(small_disk) == []


def test_a_new_process_reads_on_a_full_disk(run, small_disk, many):
    run("import", many / "000.gpx")
    connection.close()
    with (small_disk.root / "ballast").open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    assert_read(new_process(small_disk.root, "runs", "list", "--json"), 1)
    assert_refused(new_process(small_disk.root, "import", many))
    (small_disk.root / "ballast").unlink()
    assert run("import", many / "001.gpx").out.startswith("1 run added")


def test_a_new_process_reads_a_folder_that_cannot_be_written_and_makes_no_file(run, small_disk, many, tmp_path):
    run("import", many / "000.gpx")
    (row,) = json.loads(run("runs", "list", "--json").out)
    with read_only(small_disk.root):
        before = files(small_disk.root)
        assert_read(new_process(small_disk.root, "runs", "list", "--json"), 1)
        shown = new_process(small_disk.root, "runs", "show", row["id"], "--json")
        assert json.loads(shown.out)["samples"] > 0
        assert new_process(small_disk.root, "runs", "export", row["id"], tmp_path / "mine.gpx").code == 0
        assert (tmp_path / "mine.gpx").read_bytes() == (many / "000.gpx").read_bytes()
        assert_refused(new_process(small_disk.root, "runs", "delete", row["id"], "--yes"))
        assert files(small_disk.root) == before
    assert run("import", many / "001.gpx").out.startswith("1 run added")


def test_a_process_that_runs_reads_on_and_writes_again_without_a_restart(run, small_disk, many):
    run("import", many / "000.gpx")
    with read_only(small_disk.root):
        with transaction.atomic():
            assert Run.objects.count() == 1
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            Run.objects.update(accepted=True)
        assert trouble.in_words(refused.value) == trouble.LOCKED
        assert Run.objects.count() == 1
    # What each request begins with.
    close_old_connections()
    assert Run.objects.update(accepted=True) == 1


def test_what_lies_in_the_log_of_a_process_that_died_is_read_too(run, data, small_disk, many):
    run("import", many / "000.gpx")
    # The folder as it lies there while the database is open is what a process that is killed leaves.
    died = small_disk.root.with_name("died")
    shutil.copytree(small_disk.root, died)
    assert died.joinpath("backstride.sqlite3-wal").stat().st_size > 0
    assert data.root.is_dir()
    with read_only(died):
        assert_read(new_process(died, "runs", "list", "--json"), 1)


def test_what_the_log_holds_is_not_left_out_where_its_index_is_gone(run, small_disk, many):
    run("import", many / "000.gpx")
    died = small_disk.root.with_name("died")
    shutil.copytree(small_disk.root, died)
    died.joinpath("backstride.sqlite3-shm").unlink()
    with read_only(died):
        assert_refused(new_process(died, "runs", "list", "--json"))


def test_a_folder_with_something_half_done_is_not_read(run, small_disk, many):
    run("import", many / "000.gpx")
    small_disk.root.joinpath("erasing.json").write_text("{}")
    with read_only(small_disk.root):
        assert_refused(new_process(small_disk.root, "runs", "list", "--json"))
    small_disk.root.joinpath("erasing.json").unlink()
