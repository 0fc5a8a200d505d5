"""From the file to the day of the run: zones, seasons, faults of clocks. Row by row, with the reason.

The local times come from the IANA time zone database; the instants are written out so that they can be checked there.
"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from backstride import recording
from backstride.exposure.per_run import of_run

RULES = yaml.safe_load(
    (Path(__file__).parents[3] / "src/backstride/evidence/data/exposure.yaml").read_text(encoding="utf-8")
)
LONDON, BERLIN, NEW_YORK, LORD_HOWE = (51.5, -0.13), (52.5, 13.4), (40.8, -73.97), (-31.55, 159.08)
KATHMANDU, KIRITIMATI, APIA, ADAK = (27.7, 85.3), (1.87, -157.4), (-13.83, -171.76), (51.88, -176.65)
AT_SEA, NORTH_POLE, SOUTH_POLE = (0.0, -30.0), (90.0, 0.0), (-90.0, 0.0)
HAPARANDA, TORNIO = (65.83, 24.13), (65.85, 24.17)
"""Two towns a short run apart, in Sweden and in Finland."""


def gpx(start, place, *, seconds=600, stamp="{:%Y-%m-%dT%H:%M:%S}Z", east_deg_per_s=0.0):
    points = "".join(
        f'<trkpt lat="{place[0]}" lon="{_wrapped(place[1] + east_deg_per_s * second)}">'
        f"<time>{stamp.format(start + timedelta(seconds=second))}</time></trkpt>"
        for second in range(0, seconds + 1, 10)
    )
    return f"<gpx><trk><type>running</type><trkseg>{points}</trkseg></trk></gpx>".encode()


def _wrapped(longitude_deg):
    return (longitude_deg + 180) % 360 - 180


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.fixture
def read_one(tmp_path):
    def only(data, name="run.gpx"):
        (tmp_path / name).write_bytes(data)
        (run,) = recording.read(tmp_path / name)
        return run

    return only


@pytest.mark.parametrize(
    ("because", "place", "start", "offset_h", "day"),
    [
        ("winter time", BERLIN, utc(2026, 1, 15, 23, 30), 1, date(2026, 1, 16)),
        ("summer time", BERLIN, utc(2026, 7, 15, 22, 30), 2, date(2026, 7, 16)),
        ("the last second before summer time", BERLIN, utc(2026, 3, 29, 0, 59, 59), 1, date(2026, 3, 29)),
        ("the first second of summer time", BERLIN, utc(2026, 3, 29, 1, 0, 0), 2, date(2026, 3, 29)),
        ("the last second of summer time", BERLIN, utc(2026, 10, 25, 0, 59, 59), 2, date(2026, 10, 25)),
        ("the hour that comes twice, the second time", BERLIN, utc(2026, 10, 25, 1, 0, 0), 1, date(2026, 10, 25)),
        ("summer time over midnight", LONDON, utc(2026, 6, 30, 23, 10), 1, date(2026, 7, 1)),
        ("west of Greenwich the day before", NEW_YORK, utc(2026, 7, 1, 3, 59), -4, date(2026, 6, 30)),
        ("half an hour of summer time, on", LORD_HOWE, utc(2026, 1, 15, 12, 59), 11, date(2026, 1, 15)),
        ("half an hour of summer time, off", LORD_HOWE, utc(2026, 7, 15, 13, 29), 10.5, date(2026, 7, 15)),
        ("half an hour of summer time, a minute later", LORD_HOWE, utc(2026, 7, 15, 13, 30), 10.5, date(2026, 7, 16)),
        ("three quarters of an hour", KATHMANDU, utc(2026, 11, 1, 18, 15), 5.75, date(2026, 11, 2)),
        ("the easternmost time", KIRITIMATI, utc(2026, 11, 1, 10, 0), 14, date(2026, 11, 2)),
        ("before Samoa skipped a day", APIA, utc(2011, 12, 30, 9, 59), -10, date(2011, 12, 29)),
        ("after Samoa skipped 30 December 2011", APIA, utc(2011, 12, 30, 10, 0), 14, date(2011, 12, 31)),
        ("far west", ADAK, utc(2026, 1, 2, 9, 59), -10, date(2026, 1, 1)),
        ("at sea, by the meridian", AT_SEA, utc(2026, 1, 2, 1, 59), -2, date(2026, 1, 1)),
        ("at the north pole, where all zones meet", NORTH_POLE, utc(2026, 1, 2, 1, 0), 0, date(2026, 1, 2)),
        ("at the south pole, New Zealand's summer", SOUTH_POLE, utc(2026, 1, 2, 11, 0), 13, date(2026, 1, 3)),
        ("this side of a border", HAPARANDA, utc(2026, 1, 2, 22, 30), 1, date(2026, 1, 2)),
        ("that side of a border", TORNIO, utc(2026, 1, 2, 22, 30), 2, date(2026, 1, 3)),
        ("29 February", LONDON, utc(2024, 2, 29, 12, 0), 0, date(2024, 2, 29)),
        ("after 19 January 2038", LONDON, utc(2038, 1, 19, 3, 14, 8), 0, date(2038, 1, 19)),
        ("after 7 February 2106", BERLIN, utc(2106, 2, 7, 6, 28, 16), 1, date(2106, 2, 7)),
    ],
)
def test_the_place_tells_the_day(read_one, because, place, start, offset_h, day):
    run = read_one(gpx(start, place))
    assert run.utc_offset == timedelta(hours=offset_h), because
    assert of_run(run, RULES).day == day, because


def test_a_run_over_the_date_line_keeps_the_day_of_its_start(read_one):
    # East at 3 m/s (0.00004 degrees a second at 52 degrees north), from 200 m before the line to far behind it.
    run = read_one(gpx(utc(2026, 1, 2, 9, 0), (52.0, 179.998), east_deg_per_s=0.0000437))
    assert run.distance_m == pytest.approx(1795, rel=0.01)
    assert of_run(run, RULES).day == (run.started_at + run.utc_offset).date()
    assert run.warnings == ()


@pytest.mark.parametrize("start", [utc(2026, 3, 29, 0, 55), utc(2026, 10, 25, 0, 55)])
def test_a_run_over_a_change_of_season_lasts_as_long_as_it_did(read_one, start):
    run = read_one(gpx(start, BERLIN, seconds=1200, east_deg_per_s=0.00004))
    assert run.elapsed_s == 1200
    assert run.samples["elapsed_s"].diff().drop_nulls().unique().to_list() == [10]


@pytest.mark.parametrize(
    ("because", "stamp", "offset_h"),
    [
        ("an offset in the file is the watch's own", "{:%Y-%m-%dT%H:%M:%S}+05:30", 5.5),
        ("no zone lies ten minutes aside, so the place tells", "{:%Y-%m-%dT%H:%M:%S}+05:10", 1),
        ("none is further east than 14 hours, so the place tells", "{:%Y-%m-%dT%H:%M:%S}+15:00", 1),
        ("a zero may be a watch that knows no zone, so the place tells", "{:%Y-%m-%dT%H:%M:%S}+00:00", 1),
    ],
)
def test_the_files_own_offset_counts_only_if_it_is_a_time_zone(read_one, because, stamp, offset_h):
    run = read_one(gpx(utc(2026, 1, 15, 12), BERLIN, stamp=stamp))
    assert run.utc_offset == timedelta(hours=offset_h), because


def test_without_place_and_offset_the_day_is_that_of_utc_and_said_to_be(read_one):
    exposure = of_run(read_one(tcx(utc(2026, 1, 15, 12)), "run.tcx"), RULES)
    assert exposure.day_is_utc
    assert exposure.day == date(2026, 1, 15)


def test_a_leap_second_is_read(read_one):
    data = gpx(utc(2016, 12, 31, 23, 59), LONDON).replace(b"23:59:50Z", b"23:59:60Z")
    run = read_one(data)
    assert run.trusted
    # 23:59:60 is read as 23:59:59.
    assert run.samples["elapsed_s"][5] == 59


@pytest.mark.parametrize(
    ("file_format", "start", "later"),
    [
        ("gpx", utc(2001, 6, 15, 7), "2021-01-29"),
        ("gpx", utc(1999, 8, 22, 7), "2019-04-07"),
        ("tcx", utc(2004, 12, 31, 7), "2024-08-16"),
    ],
)
def test_a_date_before_its_kind_of_file_is_not_counted_and_a_day_is_proposed(read_one, file_format, start, later):
    # 1024 weeks are 7168 days.
    data = gpx(start, BERLIN) if file_format == "gpx" else tcx(start)
    run = read_one(data, f"run.{file_format}")
    assert not run.trusted
    (warning,) = [w for w in run.warnings if "1024 weeks" in w]
    assert warning.startswith(f"Not counted: the file is dated {start:%Y-%m-%d}")
    assert later in warning


@pytest.mark.parametrize("start", [utc(2002, 1, 1, 0, 0, 1), utc(2019, 4, 7), utc(2026, 11, 1)])
def test_a_date_that_can_be_is_believed(read_one, start):
    assert read_one(gpx(start, LONDON)).trusted


@pytest.mark.parametrize("start", [utc(1970, 1, 1, 0, 0, 5), utc(1989, 12, 30, 12)])
def test_a_clock_that_was_never_set_gives_no_day(read_one, start):
    run = read_one(gpx(start, LONDON))
    assert run.started_at is None
    assert not run.trusted
    assert of_run(run, RULES).day is None


def test_a_watch_that_was_reset_on_the_way_gives_the_part_before_and_is_not_counted(read_one):
    before, after = utc(2026, 11, 1, 7), utc(2000, 1, 1)
    points_after = gpx(after, LONDON, seconds=500).split(b"<trkseg>")[1].split(b"</trkseg>")[0]
    run = read_one(gpx(before, LONDON, seconds=1000).replace(b"</trkseg>", points_after + b"</trkseg>"))
    assert run.started_at == before
    assert run.elapsed_s == 1000
    assert not run.trusted


def tcx(start):
    points = "".join(
        f"<Trackpoint><Time>{start + timedelta(seconds=second):%Y-%m-%dT%H:%M:%S}Z</Time>"
        f"<DistanceMeters>{3 * second}</DistanceMeters></Trackpoint>"
        for second in range(0, 601, 10)
    )
    return (
        '<TrainingCenterDatabase><Activities><Activity Sport="Running"><Id>x</Id>'
        f'<Lap StartTime="{start:%Y-%m-%dT%H:%M:%S}Z"><TotalTimeSeconds>600</TotalTimeSeconds>'
        f"<DistanceMeters>1800</DistanceMeters><Track>{points}</Track></Lap></Activity></Activities>"
        "</TrainingCenterDatabase>"
    ).encode()
