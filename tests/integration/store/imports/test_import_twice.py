"""Importing again, in whatever order and under whatever name, adds nothing and changes nothing."""

import hashlib
import shutil

import pytest
from made_recordings import WATCHFILES, gpx, utc

from backstride.store.models import Import, Job, Original, Run, SetAside

ENDINGS = (".fit", ".gpx", ".tcx")
REAL = sorted(path for path in WATCHFILES.iterdir() if path.suffix in ENDINGS and path.stat().st_size < 2e5)


@pytest.fixture
def real(tmp_path):
    """A folder of real recordings: seven FIT, four GPX and two TCX files."""
    folder = tmp_path / "real"
    folder.mkdir()
    for path in REAL:
        shutil.copy(path, folder)
    return folder


def test_the_second_time_adds_no_row_and_no_file(bring, kept, real):
    first = bring(real)
    before = kept()
    second = bring(real)
    assert kept() == before
    assert (second.imported, second.duplicates) == (0, len(REAL) - 2)
    # A route without times is no run; a watch whose clock was not set is told again.
    assert (first.ignored, second.ignored) == (1, 1)
    assert [aside.reason for aside in first.set_aside] == [aside.reason for aside in second.set_aside]
    assert len(first.set_aside) == 1


def test_other_names_and_another_order_add_nothing(bring, kept, real, tmp_path):
    bring(real)
    before = kept()
    renamed = tmp_path / "renamed"
    renamed.mkdir()
    shuffled = sorted(real.iterdir(), key=lambda path: hashlib.sha256(path.name.encode()).digest())
    for number, path in enumerate(shuffled):
        shutil.copy(path, renamed / f"{number:02d}{path.suffix.upper()}")
    report = bring(renamed)
    assert report.imported == 0
    assert kept() == before


def test_half_and_then_the_whole_is_the_same_as_the_whole(bring, real, kept):
    def ours():
        rows, files = kept()
        runs = sorted((str(run.pk), run.samples_sha256, run.original.name, run.day) for run in Run.objects.all())
        return runs, files, len(rows["SetAside"])

    files = sorted(real.iterdir())
    half = bring(*files[: len(files) // 2])
    rest = bring(real)
    step_by_step = ours()
    # Counted by hand: seven FIT files hold 1, 1, 1, 5, 1, 0 and 1 activities, the others 5, one of them twice.
    assert (half.imported, rest.imported) == (9, 5)
    Original.objects.all().delete()
    whole = bring(real)
    assert whole.imported == 14
    assert ours() == step_by_step


def test_the_same_run_from_two_files_is_kept_twice_and_counted_once(bring, tmp_path):
    (tmp_path / "a.gpx").write_bytes(gpx(utc(2026, 5, 1, 6), seconds=600))
    (tmp_path / "b.gpx").write_bytes(gpx(utc(2026, 5, 1, 6), seconds=600, creator="app"))
    report = bring(tmp_path)
    assert (report.imported, report.duplicates) == (1, 1)
    assert Run.objects.count() == Original.objects.count() == 2


def test_which_of_two_files_counts_does_not_depend_on_the_order(bring, runner, watchfiles, evidence):
    from datetime import date

    from backstride import exposure
    from backstride.store.runs import recordings

    # The same ride as GPX and TCX, called a run here: other sports do not count.
    pair = [watchfiles / f"sweatpy__activity_5039744860.{kind}" for kind in ("gpx", "tcx")]

    def counted():
        Run.objects.update(sport="running")
        rules = evidence.sections["exposure"]
        result = exposure.of_runs(recordings(runner).runs, on=date(2020, 6, 2), pain_began=None, rules=rules)
        return [(run.source, run.distance_m) for run in result.runs]

    for path in pair:
        bring(path)
    one_way = counted()
    Original.objects.all().delete()
    for path in reversed(pair):
        bring(path)
    assert counted() == one_way
    assert [source for source, _ in one_way] == [pair[1].name]


def test_an_import_that_brought_nothing_leaves_no_row(bring, real):
    bring(real)
    imports, jobs = Import.objects.count(), Job.objects.count()
    bring(real)
    assert (Import.objects.count(), Job.objects.count()) == (imports, jobs) == (1, 1)


def test_a_file_that_is_set_aside_is_kept_with_its_reason(bring, data, runner, tmp_path):
    (tmp_path / "broken.fit").write_bytes(b"\x0e\x20no fit file at all")
    report = bring(tmp_path)
    original = Original.objects.get()
    aside = SetAside.objects.get()
    assert aside.reason == report.set_aside[0].reason
    assert "broken.fit: byte 0: not a FIT, GPX or TCX file" in aside.reason
    assert data.original(runner.pk, original.sha256).read_bytes() == (tmp_path / "broken.fit").read_bytes()
    assert Import.objects.get().problems == [aside.reason]


def test_files_that_are_no_watch_files_are_counted_and_not_kept(bring, data, watchfiles, tmp_path):
    from backstride.store.imports import walk

    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff photo")
    (folder / "run.gpx").write_bytes(gpx(utc(2026, 5, 1, 6)))
    shutil.copy(watchfiles / "gpxpy__unicode_with_bom.gpx", folder / "route.gpx")
    assert walk([folder]).others == 1
    report = bring(folder)
    assert (report.imported, report.ignored, len(report.set_aside)) == (1, 1, 0)
    assert Original.objects.get().name == "run.gpx"
    assert len(list(data.runners.rglob("originals/*/*"))) == 1
    assert bring(folder / "photo.jpg").ignored == 1


def test_a_zip_that_is_named_says_what_to_do(bring, tmp_path):
    (tmp_path / "export.zip").write_bytes(b"PK\x03\x04 and so on")
    (aside,) = bring(tmp_path / "export.zip").set_aside
    assert "zip archive; unpack it" in aside.reason


def test_a_lost_or_damaged_file_is_mended_by_importing_it_again(bring, data, runner, tmp_path, kept):
    path = tmp_path / "run.gpx"
    path.write_bytes(gpx(utc(2026, 5, 1, 6)))
    bring(path)
    before = kept()
    run = Run.objects.get()
    data.original(runner.pk, run.original.sha256).unlink()
    data.samples(runner.pk, run.samples_sha256).write_bytes(b"PAR1 damaged")
    report = bring(path)
    assert (report.imported, report.duplicates) == (0, 1)
    assert kept() == before


def test_two_legs_of_one_file_are_two_rows_with_ids_that_follow_from_it(bring, watchfiles):
    bring(watchfiles / "fitparse__sample_mulitple_header.fit")
    runs = list(Run.objects.order_by("number"))
    assert [run.sport for run in runs] == ["swimming", "transition", "cycling", "transition", "running"]
    ids = [run.pk for run in runs]
    Original.objects.all().delete()
    bring(watchfiles / "fitparse__sample_mulitple_header.fit")
    assert [run.pk for run in Run.objects.order_by("number")] == ids
