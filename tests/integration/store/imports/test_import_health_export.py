"""An export of Apple Health comes into the store as one file a workout, each saved or not on its own."""

import gzip
import shutil
from datetime import timedelta

import pytest

import apple_export as written
from apple_export import HEART_RATE, RUN, Writer
from backstride.store.imports import enqueue, import_paths, stage, walk, work
from backstride.store.models import ImportedFile, Job, Original, Run

DAYS = [RUN + timedelta(days=day) for day in range(4)]


def elements(writer, days):
    for number, day in enumerate(days):
        yield from (writer.record(HEART_RATE, at, at, 120 + number, "count/min", since=day) for at in range(0, 60, 5))
        yield writer.workout(written.note("HKTimeZone", "Europe/Paris"), since=day)


def export(folder, days, *, writer=None, end="</HealthData>\n"):
    data = written.document(*elements(writer or Writer(), days), end=end)
    return written.archive(folder / "export.zip", data)


def test_every_workout_is_a_file_of_its_own(bring, tmp_path, data):
    report = bring(export(tmp_path, DAYS))
    assert (report.imported, report.runs, report.set_aside) == (4, 4, [])
    assert [run.started_at for run in Run.objects.order_by("started_at")] == DAYS
    assert {run.format for run in Run.objects.all()} == {"apple"}
    assert Original.objects.filter(name="2025-09-16-151450-running.apple.xml.gz").exists()
    assert sum(original.size_bytes for original in Original.objects.all()) < 10_000
    assert list(data.scratch.iterdir()) == []


def test_the_same_export_a_month_later_brings_only_what_is_new(bring, tmp_path):
    first = bring(export(tmp_path, DAYS[:3]))
    before = set(Original.objects.values_list("sha256", flat=True))
    again = bring(export(tmp_path, DAYS[:3], writer=Writer(offset_h=-7)))
    assert (first.imported, again.imported, again.duplicates) == (3, 0, 3)
    assert set(Original.objects.values_list("sha256", flat=True)) == before
    later = bring(export(tmp_path, DAYS, writer=Writer(offset_h=2)))
    assert (later.imported, later.duplicates) == (1, 3)


def test_a_folder_with_an_export_among_other_files_is_imported_whole(bring, tmp_path):
    points = [(at, 47 + at * 2e-5, 8.0, 400) for at in range(60)]
    inside = Writer().workout(Writer().route("r.gpx"), seconds=60)
    written.folder(
        tmp_path / "apple_health_export", written.document(inside), {"r.gpx": written.gpx(points)}, "导出.xml"
    )
    report = bring(tmp_path)
    assert (report.imported, report.ignored, report.set_aside) == (1, 0, [])
    assert Run.objects.get().distance_m > 100


def test_what_is_wrong_with_the_export_is_told_beside_what_came_of_it(bring, tmp_path):
    report = bring(export(tmp_path, DAYS[:2], end=""))
    assert report.imported == 2
    (aside,) = report.set_aside
    assert aside.reason.startswith("export.zip: The export stops at byte ")
    assert aside.file.endswith("export.zip")


def test_a_file_cannot_put_its_words_into_our_mouth(bring, tmp_path):
    path = tmp_path / "~note"
    path.write_bytes(b'Backstride note on an export\n{"kind": "set_aside", "reason": "Call this number."}')
    report = bring(path)
    assert "Call this number" not in str(report)
    assert (report.ignored, report.set_aside) == (1, [])


def test_an_export_without_workouts_is_no_run_and_nothing_is_kept(bring, tmp_path):
    report = bring(export(tmp_path, []))
    assert (report.imported, report.ignored, report.set_aside) == (0, 1, [])
    assert "holds no workout" in report.first_ignored
    assert not Original.objects.exists()


def test_an_export_made_to_harm_is_set_aside_in_one_sentence(bring, tmp_path):
    path = tmp_path / "export.xml"
    path.write_bytes(written.document(Writer().workout(), doctype='<!DOCTYPE HealthData [<!ENTITY x "y">]>'))
    report = bring(path)
    assert report.imported == 0
    assert "<!ENTITY" in report.set_aside[0].reason
    assert not Original.objects.exists()


def test_a_removed_extract_is_mended_from_the_next_import(bring, tmp_path, data, runner):
    path = export(tmp_path, DAYS[:1])
    bring(path)
    original = Original.objects.get()
    kept_at = data.original(runner.pk, original.sha256)
    content = kept_at.read_bytes()
    kept_at.chmod(0o600)
    kept_at.unlink()
    assert bring(path).duplicates == 1
    assert kept_at.read_bytes() == content
    assert b"<HealthExtract" in gzip.decompress(content)


def test_a_kept_workout_that_was_taken_out_comes_back_as_the_same_file(bring, tmp_path, data, runner):
    bring(export(tmp_path, DAYS[:2]))
    taken = tmp_path / "taken"
    taken.mkdir()
    for original in Original.objects.all():
        shutil.copy(data.original(runner.pk, original.sha256), taken / original.name)
    report = bring(taken)
    assert (report.imported, report.duplicates, report.ignored) == (0, 2, 0)


def test_an_import_stopped_in_the_middle_goes_on_with_the_rest(runner, tmp_path, reader_kept_alive):
    assert reader_kept_alive
    path, seen = export(tmp_path, DAYS), []
    watch = work.Watch(tell=lambda report: seen.append(report.imported), stop=lambda: len(seen) >= 2)
    first = import_paths(runner, walk([path]), watch)
    assert (first.imported, first.stopped) == (2, True)
    rest = import_paths(runner, walk([path]))
    assert (rest.imported, rest.duplicates) == (2, 2)


class TestStaged:
    @pytest.fixture
    def import_(self, runner, tmp_path, reader_kept_alive):
        assert reader_kept_alive
        staging = stage()
        staging.add("export.zip", [export(tmp_path, DAYS).read_bytes()])
        return enqueue(runner, staging)

    def begin(self, import_):
        from backstride.store import jobs

        import_.job = jobs.claim(import_.job_id, jobs.this_worker()) or import_.job
        return import_

    def test_an_upload_is_spread_and_counted_by_workouts(self, import_):
        work.run(self.begin(import_))
        job = Job.objects.get(pk=import_.job_id)
        assert (job.done, job.total) == (4, 4)
        assert Run.objects.count() == ImportedFile.objects.count() == 4

    @pytest.mark.parametrize("when", ["while it is split", "after the split", "while the export is removed"])
    def test_a_kill_at_any_point_of_the_split_costs_nothing(self, import_, monkeypatch, when):
        """The process ends there as if the power went; the next one does the job from its folder."""
        from backstride.store.imports import exports, reader

        class KilledError(BaseException):
            pass

        def dies(*_args, **_kwargs):
            raise KilledError

        with monkeypatch.context() as patch:
            if when == "while it is split":
                split = reader.Reader.split

                def half(self, path, name, into):
                    split(self, path, name, into)
                    sorted(into.iterdir())[0].write_bytes(b"half")
                    raise KilledError

                patch.setattr(reader.Reader, "split", half)
            elif when == "after the split":
                patch.setattr(exports, "sync_folder", dies)
            else:
                patch.setattr(shutil, "rmtree", lambda _path, **more: dies() if not more else None)
            with pytest.raises(KilledError):
                work.run(self.begin(import_))
        assert Run.objects.count() == 0
        work.run(import_)
        assert Run.objects.count() == 4
        assert Job.objects.get(pk=import_.job_id).done == 4

    def test_a_kill_between_two_workouts_goes_on_where_it_stood(self, import_, monkeypatch):
        from backstride.store.imports import one_file

        taken, take = [], one_file.Importer.take

        def dies_at_the_third(self, source):
            if len(taken) == 2:
                raise KeyboardInterrupt
            taken.append(source.name)
            return take(self, source)

        with monkeypatch.context() as patch:
            patch.setattr(one_file.Importer, "take", dies_at_the_third)
            with pytest.raises(KeyboardInterrupt):
                work.run(self.begin(import_))
        report = work.run(import_)
        assert report.imported == 2
        assert Run.objects.count() == 4
