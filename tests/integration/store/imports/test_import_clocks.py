"""The day of a run is the day where it was run, and a clock that cannot be right keeps a recording out."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from made_recordings import BERLIN, gpx, utc

from backstride.store.models import Original, Run, SetAside
from backstride.store.runs import summary
from unit.recording.fit_bytes import NOON, STEADY, FitBytes, steady

LONDON, LORD_HOWE, KATHMANDU = (51.5, -0.12), (-31.53, 159.07), (27.7, 85.32)
KIRITIMATI, APIA, TAVEUNI = (1.87, -157.43), (-13.83, -171.76), (-16.8, 179.9995)
DAYS = [
    # Hand calculation: UTC plus the offset of the place at that instant.
    (BERLIN, utc(2026, 3, 28, 22, 30), date(2026, 3, 28), "+1: 23:30"),
    (BERLIN, utc(2026, 3, 29, 22, 30), date(2026, 3, 30), "+2 since that night: 00:30"),
    (BERLIN, utc(2025, 10, 25, 22, 30), date(2025, 10, 26), "+2: 00:30"),
    (BERLIN, utc(2025, 10, 26, 22, 30), date(2025, 10, 26), "+1 since that night: 23:30"),
    (LORD_HOWE, utc(2026, 4, 4, 13, 15), date(2026, 4, 5), "+11: 00:15"),
    (LORD_HOWE, utc(2026, 4, 5, 13, 15), date(2026, 4, 5), "+10:30 since that night: 23:45"),
    (KATHMANDU, utc(2025, 6, 1, 18, 20), date(2025, 6, 2), "+5:45: 00:05"),
    (KIRITIMATI, utc(2025, 6, 1, 10, 30), date(2025, 6, 2), "+14: 00:30"),
    (APIA, utc(2011, 12, 30, 9, 30), date(2011, 12, 29), "-10: 23:30, the last half hour before the jump"),
    (APIA, utc(2011, 12, 30, 10, 30), date(2011, 12, 31), "+14: 00:30, the day after the skipped one"),
    (TAVEUNI, utc(2025, 6, 1, 12, 30), date(2025, 6, 2), "+12 at the start; the run ends east of the date line"),
    (LONDON, utc(2024, 2, 29, 23, 30), date(2024, 2, 29), "a leap day"),
    (BERLIN, utc(2024, 2, 29, 23, 45), date(2024, 3, 1), "+1: 00:45"),
    (BERLIN, utc(2024, 12, 31, 23, 30), date(2025, 1, 1), "+1: 00:30"),
]


def test_the_day_of_every_run_is_the_day_where_it_was_run(bring, tmp_path):
    for number, (place, start, _day, _because) in enumerate(DAYS):
        (tmp_path / f"{number:02d}.gpx").write_bytes(gpx(start, place=place))
    report = bring(tmp_path)
    assert report.imported == len(DAYS)
    found = {run.original.name: run for run in Run.objects.select_related("original", "runner")}
    for number, (_place, start, day, because) in enumerate(DAYS):
        run = found[f"{number:02d}.gpx"]
        assert (run.started_at, run.day) == (start, day), because
        assert summary(run)["started_local"][:10] == day.isoformat(), because


@pytest.mark.parametrize(
    ("zone", "day", "local"),
    [
        ("Pacific/Auckland", date(2025, 6, 2), "2025-06-02T00:30:00"),
        ("Pacific/Honolulu", date(2025, 6, 1), "2025-06-01T02:30:00"),
        ("", date(2025, 6, 1), "2025-06-01T12:30:00"),
        ("No/Such_Zone", date(2025, 6, 1), "2025-06-01T12:30:00"),
    ],
)
def test_a_run_that_does_not_tell_its_place_is_dated_in_the_runners_zone(bring, runner, tmp_path, zone, day, local):
    from backstride.store.runs import recordings

    runner.change(runner.version, time_zone=zone)
    (tmp_path / "treadmill.tcx").write_text(
        '<TrainingCenterDatabase><Activities><Activity Sport="Running"><Id>2025-06-01T12:30:00Z</Id>'
        '<Lap StartTime="2025-06-01T12:30:00Z"><TotalTimeSeconds>60</TotalTimeSeconds>'
        "<DistanceMeters>180</DistanceMeters><Track><Trackpoint><Time>2025-06-01T12:30:00Z</Time></Trackpoint>"
        "<Trackpoint><Time>2025-06-01T12:31:00Z</Time></Trackpoint></Track></Lap></Activity></Activities>"
        "</TrainingCenterDatabase>"
    )
    bring(tmp_path)
    run = Run.objects.get()
    assert run.utc_offset_s is None
    assert run.day == day
    assert summary(run)["started_local"] == local
    (counted,) = recordings(runner).runs
    assert (counted.started_at + counted.utc_offset).date() == day


def fit_at(start):
    """A FIT file of a minute's run from an instant, as a watch with a wrong clock writes it."""
    second = int((start - utc(1989, 12, 31)).total_seconds()) - NOON
    file = FitBytes().file_id(time=second + NOON)
    file.records(*STEADY, rows=steady(60), seconds=range(second, second + 60))
    return file.session(start=second, elapsed=60, timer=60, distance=180).finish()


NOW = datetime.fromisoformat("2026-11-21T12:00:00+00:00")
SET_ASIDE = [
    (NOW + timedelta(days=2, minutes=1), "which has not come yet"),
    (utc(2038, 1, 19, 3, 14, 8), "which has not come yet"),
    (utc(2106, 2, 7, 6, 28, 16), "which has not come yet"),
]


@pytest.mark.parametrize(("start", "why"), SET_ASIDE)
def test_a_run_from_the_future_is_set_aside_with_a_proposal(bring, tmp_path, start, why):
    (tmp_path / "ahead.fit").write_bytes(fit_at(start))
    with time_machine.travel(NOW, tick=True):
        (aside,) = bring(tmp_path).set_aside
    assert why in aside.reason
    assert "export the run from there" in aside.reason
    assert not Run.objects.exists()
    assert SetAside.objects.get().original == Original.objects.get()


def test_two_days_ahead_can_still_be_now(bring, tmp_path):
    (tmp_path / "ahead.fit").write_bytes(fit_at(NOW + timedelta(days=1, hours=23)))
    with time_machine.travel(NOW, tick=True):
        assert bring(tmp_path).imported == 1


def test_what_was_ahead_of_its_time_comes_in_when_its_day_has_come(bring, tmp_path):
    start = utc(2038, 1, 19, 3, 14, 8)
    (tmp_path / "ahead.fit").write_bytes(fit_at(start))
    with time_machine.travel(NOW, tick=True):
        assert bring(tmp_path).imported == 0
    with time_machine.travel(start + timedelta(days=30), tick=True):
        assert bring(tmp_path).imported == 1
    assert Run.objects.get().started_at == start
    assert not SetAside.objects.exists()


NEVER_SET = [utc(1989, 12, 31, 0, 0, 0), utc(1989, 12, 31, 23), utc(1970, 1, 1), utc(1969, 12, 31)]


@pytest.mark.parametrize("start", NEVER_SET)
def test_a_clock_that_was_never_set_keeps_a_run_out(bring, tmp_path, start):
    name = "reset.gpx" if start.year < 1989 else "reset.fit"
    (tmp_path / name).write_bytes(gpx(start) if start.year < 1989 else fit_at(start))
    report = bring(tmp_path)
    assert (report.imported, len(report.set_aside)) == (0, 1)
    assert "clock was not set" in report.set_aside[0].reason


def test_relative_time_of_a_watch_without_a_date_keeps_a_run_out(bring, watchfiles):
    (aside,) = bring(watchfiles / "fitdecode__compressed-speed-distance.fit").set_aside
    assert "so the day is unknown" in aside.reason


def test_the_last_instant_of_fit_time_is_only_the_future(bring, tmp_path):
    end = int((utc(2126, 2, 6, 6, 28, 14) - utc(1989, 12, 31)).total_seconds())
    assert end == 2**32 - 2
    (tmp_path / "end.fit").write_bytes(fit_at(utc(2126, 2, 6, 6, 27)))
    report = bring(tmp_path)
    assert (report.imported, len(report.set_aside)) == (0, 1)


def test_a_leap_second_does_no_harm(bring, tmp_path):
    content = gpx(utc(2016, 12, 31, 23, 59, 0)).replace(b"23:59:50Z", b"23:59:60Z")
    (tmp_path / "leap.gpx").write_bytes(content)
    report = bring(tmp_path)
    assert (report.imported, report.set_aside) == (1, [])
    assert Run.objects.get().day == date(2017, 1, 1)


def test_the_zone_of_the_server_does_not_matter(bring, tmp_path, monkeypatch):
    import time

    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    try:
        (tmp_path / "run.gpx").write_bytes(gpx(utc(2026, 3, 28, 22, 30)))
        bring(tmp_path)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert Run.objects.get().day == date(2026, 3, 28)
