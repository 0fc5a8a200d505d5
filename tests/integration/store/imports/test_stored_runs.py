"""A stored run is the run that was read, and goes without what the disk has lost."""

from datetime import date
from pathlib import Path

import pytest
from made_recordings import WATCHFILES, gpx, utc
from polars.testing import assert_frame_equal

from backstride import exposure, recording
from backstride.store import runs
from backstride.store.models import Original, Run
from backstride.store.remove_run import remove_run
from backstride.store.sweep import lost_files
from unit.recording.fit_bytes import NOON, STEADY, FitBytes, steady

FIELDS = [name for name in recording.Run.__slots__ if name != "samples"]


def test_every_recording_comes_back_as_it_was_read(bring):
    files = [path for path in sorted(WATCHFILES.iterdir()) if recording.has_watch_ending(path.name)]
    bring(WATCHFILES)
    compared = 0
    for path in files:
        try:
            read = recording.read(path)
        except recording.WatchFileError:
            continue
        for number, run in enumerate(read):
            if run.started_at is None:
                continue
            row = Run.objects.select_related("original").get(original__name=path.name, number=number)
            loaded = runs.load(row)
            assert {name: getattr(loaded, name) for name in FIELDS} == {name: getattr(run, name) for name in FIELDS}
            assert_frame_equal(loaded.samples, run.samples)
            assert loaded.trusted == run.trusted == row.trusted
            compared += 1
    # All activities but the one without a date.
    assert compared == 26


def test_exposures_of_stored_runs_are_those_of_the_files(bring, runner, evidence):
    from backstride import sample

    folder = Path(sample.__file__).parent / "runs"
    bring(folder)
    read = [run for path in recording.find([folder]) for run in recording.read(path)]
    rules = evidence.sections["exposure"]
    on = max(run.started_at for run in read).date()
    of_files = exposure.of_runs(read, on=on, pain_began=None, rules=rules)
    of_store = exposure.of_runs(runs.recordings(runner).runs, on=on, pain_began=None, rules=rules)
    assert of_store.as_json() == of_files.as_json()


@pytest.fixture
def doubtful(bring, watchfiles):
    bring(watchfiles / "fitparse__strava-android-app-201.10-b1218918.fit")
    return Run.objects.get()


def test_a_doubtful_run_counts_only_once_it_is_accepted(doubtful, runner, evidence):
    def counted():
        rules = evidence.sections["exposure"]
        found = runs.recordings(runner).runs
        return len(exposure.of_runs(found, on=date(2021, 9, 30), pain_began=None, rules=rules).runs)

    assert (doubtful.trusted, counted()) == (False, 0)
    doubtful.change(doubtful.version, accepted=True)
    assert counted() == 1


@pytest.mark.parametrize("damage", ["missing", "damaged", "empty"])
def test_lost_samples_leave_the_totals_and_one_sentence(bring, data, runner, tmp_path, damage):
    (tmp_path / "run.gpx").write_bytes(gpx(utc(2026, 5, 1, 6), seconds=600))
    bring(tmp_path)
    row = Run.objects.get()
    path = data.samples(runner.pk, row.samples_sha256)
    content = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(content[:-5] if damage == "damaged" else b"")
    with pytest.raises(runs.SamplesLostError, match=r"run.gpx: the samples .* Import the file again"):
        runs.load(row)
    found = runs.recordings(runner)
    assert found.runs[0].distance_m == pytest.approx(1800, rel=0.01)
    assert len(found.lost) == len(lost_files(data)) == 1
    path.write_bytes(content)
    assert runs.recordings(runner).lost == ()


def test_the_last_run_of_a_file_takes_the_file_with_it(bring, data, watchfiles, tmp_path):
    bring(watchfiles / "fitparse__sample_mulitple_header.fit")
    (tmp_path / "other.gpx").write_bytes(gpx(utc(2026, 5, 1, 6)))
    bring(tmp_path)

    def files():
        return len([path for path in data.runners.rglob("*") if path.is_file()])

    assert files() == 5 + 1 + 1 + 1
    legs = list(Run.objects.filter(original__name__startswith="fitparse").select_related("original"))
    for left, leg in enumerate(legs, start=1):
        remove_run(leg)
        assert lost_files(data) == []
        assert files() == (8 - left if left < 5 else 2)
    assert Original.objects.get().name == "other.gpx"
    assert Run.objects.count() == 1


def test_what_the_runner_told_the_watch_is_kept(bring, tmp_path):
    # Effort 55 is 5.5 of 10; the watch knows 70.5 kg, and two zones.
    fit = FitBytes().file_id().define(5, 3, [(4, "uint16")]).data(5, 705)
    fit.define(6, 8, [(254, "uint16"), (1, "uint8")]).data(6, 0, 120).data(6, 1, 150)
    fit.records(*STEADY, rows=steady(60))
    fit.define(2, 18, [(253, "uint32"), (2, "uint32"), (5, "enum"), (7, "uint32"), (192, "uint8"), (193, "uint8")])
    (tmp_path / "told.fit").write_bytes(fit.data(2, NOON + 59, NOON, 1, 59_000, 75, 55).finish())
    bring(tmp_path / "told.fit")
    row = Run.objects.select_related("original", "runner").get()
    loaded = runs.load(row)
    assert (loaded.rpe, loaded.feel_pct) == (5.5, 75)
    assert loaded.wearer == recording.Wearer(mass_kg=70.5, heart_rate_zones_bpm=(120, 150))
    assert runs.summary(row)["rpe"] == 5.5
