"""TCX laps, tracks and points."""

from datetime import UTC, datetime, timedelta

import pytest

from backstride.recording import WatchFileError


def point(second, *, metres=None, cadence=None, position=True, extra=""):
    place = "<Position><LatitudeDegrees>47.0</LatitudeDegrees><LongitudeDegrees>8.5</LongitudeDegrees></Position>"
    return (
        f"<Trackpoint><Time>2026-11-01T06:{second // 60:02d}:{second % 60:02d}Z</Time>{place if position else ''}"
        + (f"<DistanceMeters>{metres}</DistanceMeters>" if metres is not None else "")
        + (f"<Cadence>{cadence}</Cadence>" if cadence is not None else "")
        + f"{extra}</Trackpoint>"
    )


def lap(*tracks, seconds=60, metres=180, start="2026-11-01T06:00:00Z"):
    inner = "".join(f"<Track>{points}</Track>" for points in tracks)
    return (
        f'<Lap StartTime="{start}"><TotalTimeSeconds>{seconds}</TotalTimeSeconds>'
        f"<DistanceMeters>{metres}</DistanceMeters>{inner}</Lap>"
    )


def tcx(*laps, sport="Running"):
    xmlns = 'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"'
    return (
        f'<?xml version="1.0"?><TrainingCenterDatabase {xmlns}><Activities><Activity Sport="{sport}">'
        f"<Id>2026-11-01T06:00:00Z</Id>{''.join(laps)}<Creator><Name>Polar M400</Name></Creator>"
        "</Activity></Activities></TrainingCenterDatabase>"
    ).encode()


def test_totals_are_the_sums_of_the_laps(read_one):
    run = read_one(tcx(lap(point(0) + point(60)), lap(point(61) + point(120), seconds=59.5, metres=170)))
    assert (run.timer_s, run.distance_m) == (119.5, 350)
    assert run.started_at == datetime(2026, 11, 1, 6, tzinfo=UTC)
    assert (run.format, run.sport, run.device) == ("tcx", "running", "Polar M400")


def test_an_offset_written_with_the_times_is_the_local_time(read_one):
    treadmill = "".join(point(second, position=False) for second in range(3))
    assert read_one(tcx(lap(treadmill.replace("Z<", "-03:30<")))).utc_offset == timedelta(hours=-3, minutes=-30)
    assert read_one(tcx(lap(treadmill.replace("Z<", "-03:30<", 1)))).utc_offset is None
    assert read_one(tcx(lap(treadmill))).utc_offset is None


@pytest.mark.parametrize(("sport", "expected"), [("Biking", "cycling"), ("Other", "unknown"), ("Running", "running")])
def test_sports_have_our_names(read_one, sport, expected):
    assert read_one(tcx(lap(point(0)), sport=sport)).sport == expected


@pytest.mark.parametrize(
    "extra",
    [
        "<Cadence>84</Cadence>",
        '<Extensions><TPX xmlns="urn:x"><RunCadence>84</RunCadence></TPX></Extensions>',
        '<Extensions xmlns:ns3="urn:x"><ns3:TPX><ns3:RunCadence>84</ns3:RunCadence></ns3:TPX></Extensions>',
    ],
)
def test_cadence_counts_one_leg_wherever_it_stands(read_one, extra):
    assert read_one(tcx(lap(point(0, extra=extra)))).samples["cadence_spm"].to_list() == [168.0]


def test_points_without_a_position_are_kept(read_one):
    run = read_one(tcx(lap(point(0, metres=0, position=False) + point(1, metres=3, position=False))))
    assert run.samples["distance_m"].to_list() == [0.0, 3.0]


def test_heart_rate_speed_and_power_are_read(read_one):
    extra = (
        "<HeartRateBpm><Value>151</Value></HeartRateBpm>"
        '<Extensions><TPX xmlns="urn:x"><Speed>3.1</Speed><Watts>250</Watts></TPX></Extensions>'
    )
    row = read_one(tcx(lap(point(0, extra=extra)))).samples.row(0, named=True)
    assert (row["heart_rate_bpm"], row["speed_mps"], row["power_w"]) == (151.0, 3.1, 250.0)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("GroundContactTime", "contact_time_ms"),
        ("StanceTime", "contact_time_ms"),
        ("VerticalOscillationMm", "vertical_oscillation_mm"),
    ],
)
def test_running_dynamics_are_read_where_their_unit_is_known(read_one, name, column):
    extra = f'<Extensions xmlns:n="urn:x"><n:TPX><n:{name}>241.5</n:{name}></n:TPX></Extensions>'
    assert read_one(tcx(lap(point(0, extra=extra)))).samples[column].to_list() == [241.5]


def with_heart_rate(*rates):
    """Laps of one, two, three minutes with these mean heart rates."""
    laps = [lap(point(60 * n), seconds=60 * (n + 1)) for n in range(len(rates))]
    texts = [f"<AverageHeartRateBpm><Value>{rate}</Value></AverageHeartRateBpm><Track>" for rate in rates]
    return tcx(*(one.replace("<Track>", text, 1) for one, text in zip(laps, texts, strict=True)))


def test_the_mean_heart_rate_is_that_of_the_laps_by_their_time(read_one):
    # (1 * 120 + 2 * 150) / 3
    assert read_one(with_heart_rate(120, 150)).avg_heart_rate_bpm == 140


def test_a_lap_without_its_heart_rate_leaves_the_mean_to_the_samples(read_one):
    data = with_heart_rate(120, "")
    assert read_one(data).avg_heart_rate_bpm is None
    samples = data.replace(b"</Trackpoint>", b"<HeartRateBpm><Value>133</Value></HeartRateBpm></Trackpoint>")
    assert read_one(samples).avg_heart_rate_bpm == 133


def test_a_second_track_in_a_lap_follows_a_pause(read_one):
    # 0 to 10 s, then 100 to 110 s: 90 s between; the lap gives no usable total.
    first = "".join(point(second, metres=3 * second) for second in range(11))
    second = "".join(point(second, metres=3 * second - 270) for second in range(100, 111))
    run = read_one(tcx(lap(first, second, seconds="none")))
    assert (run.timer_s, run.elapsed_s) == (20.0, 110.0)


def test_the_next_lap_is_no_pause(read_one):
    # A watch that thins out its samples: the last of one lap and the first of the next are 30 s and 90 m apart.
    run = read_one(tcx(lap(point(0, metres=0), seconds="none"), lap(point(30, metres=90), seconds="none")))
    assert run.timer_s == 30.0


def test_samples_know_their_lap(read_one):
    run = read_one(tcx(lap(point(0), point(1)), lap(""), lap(point(120))))
    assert run.samples["lap"].to_list() == [1, 1, 3]


def test_a_lap_without_its_total_is_not_taken_for_zero(read_one):
    # 60 s at 3 m/s recorded, the second lap without total
    points = "".join(point(second, metres=3 * second) for second in range(61))
    run = read_one(tcx(lap("", metres=100), lap(points, metres="")))
    assert run.distance_m == 180


def test_a_cut_off_file_keeps_every_whole_point_and_the_laps(read_one):
    data = tcx(lap("".join(point(second, metres=3 * second) for second in range(60))))
    run = read_one(data[: data.index(b"06:00:40")])
    assert run.samples.height == 40
    assert run.trusted


def test_a_course_is_refused(read):
    data = b"<TrainingCenterDatabase><Courses><Course><Name>x</Name></Course></Courses></TrainingCenterDatabase>"
    with pytest.raises(WatchFileError, match="element Activity: the file holds no recorded activity"):
        read(data)


def test_a_run_with_laps_only_is_kept(read_one):
    run = read_one(tcx(lap(seconds=1800, metres=5000)))
    assert (run.samples.height, run.distance_m, run.timer_s) == (0, 5000, 1800)


def test_points_whose_time_nobody_understands_are_left_out_and_told(read_one):
    run = read_one(tcx(lap(point(0) + point(1).replace("2026", "yesterday"))))
    assert run.samples.height == 1
    assert run.warnings == ("1 point without a time left out.",)


def test_a_file_damaged_before_its_first_lap_says_where(read):
    data = tcx(lap(point(0)))
    with pytest.raises(WatchFileError, match=r"morning: line 1, column \d+ .*broken before its first lap"):
        read(data[: data.index(b"<Lap")])


@pytest.mark.parametrize(
    ("said", "sport", "indoor"),
    [
        ("Running", "running", False),
        ("Run", "running", False),
        ("Trail Running", "running", False),
        ("Treadmill", "running", True),
        ("Biking", "cycling", False),
        ("Other", "unknown", False),
        ("", "unknown", False),
        ("Yoga", "yoga", False),
    ],
)
def test_the_sport_is_told_by_the_words_apps_use(read_one, said, sport, indoor):
    # The scheme knows Running, Biking and Other; apps write more.
    run = read_one(tcx(lap(point(0, metres=0, cadence=80) + point(60, metres=180, cadence=80)), sport=said))
    assert (run.sport, run.indoor) == (sport, indoor)
