"""`backstride import` and `backstride runs`, from outside."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from django.db import connection
from made_recordings import gpx, utc

from backstride.store.models import Import, Job, Original, Run


@pytest.fixture
def folder(tmp_path):
    """Two runs, the first again by an app, a ride, a route, a note and a damaged file."""
    folder = tmp_path / "export"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.gpx").write_bytes(gpx(utc(2026, 5, 1, 6), seconds=600))
    (folder / "b.gpx").write_bytes(gpx(utc(2026, 5, 1, 6), seconds=600, creator="app"))
    (folder / "deep" / "c.gpx").write_bytes(gpx(utc(2026, 5, 2, 22, 30), seconds=600))
    (folder / "ride.gpx").write_bytes(gpx(utc(2026, 5, 3, 6), kind="cycling"))
    (folder / "route.gpx").write_bytes(gpx(utc(2026, 5, 3, 6)).replace(b"<time>", b"<x>").replace(b"</time>", b"</x>"))
    (folder / "note.txt").write_text("no run")
    (folder / "damaged.fit").write_bytes(b"\x0e\x20")
    return folder


def test_the_report_counts_every_file_once(run, folder):
    ran = run("import", folder)
    assert ran.out == "2 runs and 1 other activity added · 1 already here · 2 not runs · 1 set aside\n"
    assert ran.code == 1
    assert "1 file was set aside:" in ran.err
    assert "damaged.fit: byte 0" in ran.err
    again = run("import", folder)
    assert again.out == "0 runs added · 4 already here · 2 not runs · 1 set aside\n"
    assert again.code == 1


def test_json_is_the_report_and_nothing_else(run, folder):
    ran = run("import", folder, "--json", "-q")
    assert ran.err == ""
    told = json.loads(ran.out)
    assert (told["imported"], told["runs"], told["duplicates"], told["ignored"]) == (3, 2, 1, 2)
    (aside,) = told["set_aside"]
    assert aside["file"] == str(folder / "damaged.fit")
    assert aside["reason"].startswith("damaged.fit: ")


def test_done_without_anything_set_aside_is_code_0(run, folder):
    assert run("import", folder / "a.gpx").code == 0


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("nowhere", "there is no such file or folder"),
        ("export/note.txt", "not a FIT, GPX or TCX file"),
        ("empty", "no file from a watch"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_and_code_2(run, folder, path, why):
    (folder.parent / "empty").mkdir()
    ran = run("import", folder.parent / path)
    assert ran.code == 2
    assert why in ran.err
    assert "Traceback" not in ran.err
    assert not Original.objects.exists()


def test_the_list_shows_runs_where_they_were_run_and_all_sports_if_asked(run, folder):
    run("import", folder)
    shown = run("runs", "list")
    assert shown.code == 0
    lines = shown.out.splitlines()
    # 22:30 UTC in May is half past midnight in Berlin.
    assert [line[10:26] for line in lines] == ["2026-05-03 00:30", "2026-05-01 08:00", "2026-05-01 08:00"]
    assert "1.80 km" in lines[0]
    assert "1 of other sports" in shown.err
    rows = json.loads(run("runs", "list", "--all", "--json").out)
    assert [row["sport"] for row in rows] == ["cycling", "running", "running", "running"]


def test_a_run_is_shown_exported_and_deleted(run, folder, data, tmp_path):
    run("import", folder / "a.gpx")
    row = Run.objects.get()
    short = str(row.pk)[:8]
    assert json.loads(run("runs", "show", short, "--json").out)["samples"] == 61
    assert run("runs", "export", short, tmp_path).out.strip() == str(tmp_path / "a.gpx")
    assert (tmp_path / "a.gpx").read_bytes() == (folder / "a.gpx").read_bytes()
    assert "there is such a file already" in run("runs", "export", short, tmp_path).err
    run("runs", "export", short, "--csv", tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text().splitlines()[0].startswith("time,elapsed_s,latitude_deg")
    run("runs", "export", short, "--parquet", tmp_path / "a.parquet")
    assert (tmp_path / "a.parquet").read_bytes() == data.samples(row.runner_id, row.samples_sha256).read_bytes()
    refused = run("runs", "delete", short)
    assert (refused.code, Run.objects.count()) == (2, 1)
    assert run("runs", "delete", short, "--yes").code == 0
    assert not Run.objects.exists()
    assert not [path for path in data.runners.rglob("*") if path.is_file()]


@pytest.mark.parametrize("words", [("show",), ("export", "x.gpx"), ("delete", "--yes"), ("accept",)])
def test_an_id_that_is_not_there_is_one_sentence_and_code_2(run, words):
    ran = run("runs", words[0], "12345678", *words[1:])
    assert ran.code == 2
    assert "12345678: there is no such run" in ran.err


def test_a_doubtful_run_is_told_and_can_be_accepted(run, watchfiles):
    ran = run("import", watchfiles / "fitparse__strava-android-app-201.10-b1218918.fit")
    assert ran.code == 0
    assert "not counted until you say so" in ran.err
    short = str(Run.objects.get().pk)[:8]
    assert run("runs", "accept", short).out == "This run counts.\n"
    assert Run.objects.get().accepted


def test_another_runners_run_is_not_there(run, folder):
    from backstride.store.models import Account, Runner

    run("import", folder / "a.gpx")
    row = Run.objects.get()
    stranger = Runner.objects.create(account=Account.objects.create_user("other@example.org"))
    Run.objects.update(runner=stranger)
    assert "no such run" in run("runs", "show", str(row.pk)).err
    assert json.loads(run("runs", "list", "--all", "--json").out) == []


def backstride(data, *arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "backstride", *map(str, arguments), "--data", str(data.root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "backstride.web.settings"},
    )


@pytest.mark.usefixtures("runner")
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to another process on Windows")
def test_ctrl_c_stops_cleanly_and_the_same_command_brings_the_rest(data, tmp_path):
    many = tmp_path / "many"
    many.mkdir()
    for number in range(50):
        (many / f"{number:03d}.gpx").write_bytes(gpx(utc(2026, 1 + number // 28, 1 + number % 28, 6)))
    process = backstride(data, "import", many, "--json")
    end = time.monotonic() + 60
    while Run.objects.count() < 3 and time.monotonic() < end:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    asked = time.monotonic()
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - asked < 2
    told = json.loads(out)
    assert process.returncode == 2
    assert told["stopped"]
    assert 3 <= told["imported"] == Run.objects.count() < 50
    assert "Give the same command again" in err
    assert Job.objects.get().state == Job.State.CANCELLED
    assert list(data.scratch.iterdir()) == []
    rest = backstride(data, "import", many, "--json")
    second = json.loads(rest.communicate(timeout=120)[0])
    assert (second["imported"], second["duplicates"]) == (50 - told["imported"], told["imported"])
    assert Run.objects.count() == 50
    assert Import.objects.count() == 2


def test_an_import_whose_job_was_closed_by_another_is_one_sentence(run, folder, monkeypatch):
    from backstride.store import jobs

    right = jobs.renew

    def closed_meanwhile(job):
        Job.objects.update(state=Job.State.CANCELLED)
        right(job)

    monkeypatch.setattr(jobs, "renew", closed_meanwhile)
    ran = run("import", folder)
    assert ran.code == 2
    assert ran.err.startswith("The import was stopped from elsewhere.")
    monkeypatch.undo()
    assert run("import", folder).code == 1


@pytest.mark.usefixtures("runner")
def test_two_imports_of_one_folder_at_once_bring_each_run_once(data, tmp_path):
    from backstride.store.sweep import lost_files

    many = tmp_path / "many"
    many.mkdir()
    for number in range(25):
        (many / f"{number:03d}.gpx").write_bytes(gpx(utc(2026, 1, 1 + number, 6)))
    both = [backstride(data, "import", many, "--json") for _ in range(2)]
    told = [json.loads(process.communicate(timeout=120)[0]) for process in both]
    assert sum(report["imported"] for report in told) == Run.objects.count() == 25
    assert all(report["imported"] + report["duplicates"] == 25 for report in told)
    assert lost_files(data) == []


def test_a_full_disk_is_one_sentence_reads_go_on_and_space_mends_it(run, small_disk, folder):
    from backstride.store.sweep import lost_files

    run("import", folder / "a.gpx")
    ballast = small_disk.root / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    ran = run("import", folder)
    assert ran.code == 2
    assert ran.err == "There is no space left for your data. Free some, then go on. What was saved stays.\n"
    assert lost_files(small_disk) == []
    assert len(json.loads(run("runs", "list", "--json").out)) == 1
    ballast.unlink()
    assert run("import", folder).out.startswith("1 run and 1 other activity added · 2 already here")
    assert lost_files(small_disk) == []


def test_a_folder_that_cannot_be_written_is_one_sentence_and_works_again_afterwards(run, small_disk, folder):
    run("import", folder / "a.gpx")
    place = small_disk.root.parent
    connection.close()
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    try:
        ran = run("import", folder)
        assert ran.code == 2
        assert ran.err.count("\n") == 1
        assert "cannot be written" in ran.err or "cannot keep data here" in ran.err
    finally:
        connection.close()
        subprocess.run(["mount", "-o", "remount,rw", str(place)], check=True)
    assert run("import", folder).code == 1
    assert Run.objects.count() == 4


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_or_folder_without_rights_is_told_and_the_rest_goes_on(run, folder):
    (folder / "a.gpx").chmod(0)
    (folder / "deep").chmod(0)
    try:
        ran = run("import", folder)
    finally:
        (folder / "deep").chmod(0o700)
    assert ran.code == 1
    assert "may not be read" in ran.err
    assert Run.objects.count() == 2
