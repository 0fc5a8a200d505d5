"""GPX tracks: segments, outings, extensions and what real exports get wrong."""

import math
from datetime import UTC, datetime, timedelta

import pytest

from backstride.recording import WatchFileError

EARTH_RADIUS_M = 6_371_008.8
METRES_PER_DEGREE = math.pi / 180 * EARTH_RADIUS_M
"""Along a meridian of a sphere: about 111,195 m."""


def point(second, *, north_m=0.0, extra="", time=None):
    stamp = time if time is not None else f"<time>2026-11-0{1 + second // 86_400}T{_clock(second)}Z</time>"
    return f'<trkpt lat="{47 + north_m / METRES_PER_DEGREE:.9f}" lon="8.5">{stamp}{extra}</trkpt>'


def _clock(second):
    second %= 86_400
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"


def gpx(*tracks, head='<?xml version="1.0" encoding="UTF-8"?>', attributes=""):
    xmlns = 'xmlns="http://www.topografix.com/GPX/1/1"'
    return f'{head}<gpx creator="Test" {xmlns} {attributes}>{"".join(tracks)}</gpx>'.encode()


def track(*segments, kind="running"):
    return f"<trk><type>{kind}</type>{''.join(f'<trkseg>{points}</trkseg>' for points in segments)}</trk>"


def steady(first, last, *, start_m=0.0):
    """A point a second at 3 m/s to the north."""
    return "".join(point(second, north_m=start_m + 3 * (second - first)) for second in range(first, last + 1))


def test_the_distance_is_that_between_the_positions(read_one):
    # 60 s at 3 m/s along a meridian
    run = read_one(gpx(track(steady(0, 60))))
    assert run.distance_m == pytest.approx(180, abs=0.01)
    assert run.samples["distance_m"][30] == pytest.approx(90, abs=0.01)
    assert (run.timer_s, run.elapsed_s) == (60, 60)
    assert (run.format, run.sport, run.device) == ("gpx", "running", "Test")
    assert run.started_at == datetime(2026, 11, 1, tzinfo=UTC)


def test_the_way_between_two_segments_counts_neither_as_distance_nor_as_timer(read_one):
    # 60 s and 180 m, five minutes and a kilometre aside, 60 s and 180 m
    run = read_one(gpx(track(steady(0, 60), steady(360, 420, start_m=1180))))
    assert run.distance_m == pytest.approx(360, abs=0.01)
    assert (run.timer_s, run.elapsed_s) == (120, 420)


def test_tracks_that_follow_each_other_are_one_run(read_one):
    run = read_one(gpx(track(steady(0, 60)), track(steady(70, 130))))
    assert run.samples.height == 122
    assert run.timer_s == 120


def test_tracks_of_different_outings_are_different_runs(read):
    three_hours = 3 * 3600
    evening, morning = track(steady(three_hours, three_hours + 60)), track(steady(0, 30))
    runs = read(gpx(evening, morning))
    assert [run.samples.height for run in runs] == [31, 61]


def test_tracks_of_different_sports_are_different_runs(read):
    runs = read(gpx(track(steady(0, 60)), track(steady(70, 130), kind="cycling")))
    assert [run.sport for run in runs] == ["running", "cycling"]


@pytest.mark.parametrize(
    ("kind", "sport"),
    [
        ("running", "running"),
        ("Trail Run", "running"),
        ("9", "running"),
        ("street_running", "running"),
        ("hiking", "hiking"),
        ("Ride", "cycling"),
        ("", "unknown"),
    ],
)
def test_the_sport_is_read_from_the_type_of_the_track(read_one, kind, sport):
    assert read_one(gpx(track(steady(0, 3), kind=kind))).sport == sport


def test_a_treadmill_track_is_indoors(read_one):
    assert read_one(gpx(track(steady(0, 3), kind="treadmill_running"))).indoor


@pytest.mark.parametrize("prefix", ["gpxtpx", "ns3"])
def test_extensions_count_by_their_name_whatever_their_prefix(read_one, prefix):
    inner = f"<{prefix}:hr>151</{prefix}:hr><{prefix}:cad>84</{prefix}:cad>"
    extra = f"<extensions><{prefix}:TPX>{inner}</{prefix}:TPX></extensions>"
    run = read_one(gpx(track(point(0, extra=extra)), attributes=f'xmlns:{prefix}="urn:garmin"'))
    assert run.samples["heart_rate_bpm"].to_list() == [151.0]
    assert run.samples["cadence_spm"].to_list() == [168.0]


@pytest.mark.parametrize(
    ("inner", "column", "value"),
    [
        ("<a:TPX><a:hr>151</a:hr></a:TPX>", "heart_rate_bpm", 151),
        ("<heartrate>151</heartrate>", "heart_rate_bpm", 151),
        ("<a:TPX><a:atemp>21.5</a:atemp></a:TPX>", "temperature_c", 21.5),
        ("<a:temp>21.5</a:temp>", "temperature_c", 21.5),
        ("<a:TPX><a:speed>3.25</a:speed></a:TPX>", "speed_mps", 3.25),
        ("<power>250</power>", "power_w", 250),
        ("<b:PowerInWatts>250</b:PowerInWatts>", "power_w", 250),
        ("<b:PowerExtension><b:PowerInWatts>250</b:PowerInWatts></b:PowerExtension>", "power_w", 250),
        (
            "<a:RunningDynamics><GroundContactTime>241.5</GroundContactTime></a:RunningDynamics>",
            "contact_time_ms",
            241.5,
        ),
        ("<a:TPX><a:StanceTime>241.5</a:StanceTime></a:TPX>", "contact_time_ms", 241.5),
        ("<a:VerticalOscillationMm>81</a:VerticalOscillationMm>", "vertical_oscillation_mm", 81),
        # In some apps mm, in others cm.
        ("<a:VerticalOscillation>81</a:VerticalOscillation>", "vertical_oscillation_mm", None),
    ],
)
def test_extensions_are_read_in_the_units_of_their_makers(read_one, inner, column, value):
    data = gpx(track(point(0, extra=f"<extensions>{inner}</extensions>")), attributes='xmlns:a="urn:a" xmlns:b="urn:b"')
    assert read_one(data).samples[column].to_list() == [value]


def distances(name, *metres):
    extensions = (f"<extensions><{name}>{far}</{name}></extensions>" for far in metres)
    points = "".join(point(n, north_m=3 * n, extra=extra) for n, extra in enumerate(extensions))
    return gpx(track(points), attributes='xmlns:gpxdata="urn:c" xmlns:opentracks="urn:o"')


@pytest.mark.parametrize("name", ["gpxdata:distance", "distance"])
def test_a_distance_from_the_start_is_the_devices(read_one, name):
    assert read_one(distances(name, 0, 3.5, 7)).samples["distance_m"].to_list() == [0, 3.5, 7]


@pytest.mark.parametrize(
    "data",
    [
        distances("gpxdata:distance", 0, 3.5, 3.4),
        distances("gpxdata:distance", 0, 0, 0),
        distances("distance", 3, 3, 3),
        distances("distance", 0, 0.0035, 0.007),
        distances("opentracks:distance", 3.5, 3.5, 3.5),
    ],
    ids=["falls", "zero", "the same in all", "kilometres", "from the point before"],
)
def test_a_distance_that_does_not_count_from_the_start_gives_way_to_the_positions(read_one, data):
    assert read_one(data).distance_m == pytest.approx(6, abs=0.01)


def test_one_place_far_off_does_not_make_the_devices_distance_wrong(read_one):
    data = distances("distance", *(3.5 * n for n in range(9))).replace(b'lat="47.000026980"', b'lat="0"')
    assert b'lat="0"' in data
    assert read_one(data).distance_m == 28


def test_places_and_routes_beside_a_track_are_left_out_and_told(read_one):
    beside = '<wpt lat="1" lon="2"><name>Home</name></wpt>' * 2 + '<rte><rtept lat="3" lon="4"/></rte>'
    run = read_one(gpx(beside, track(steady(0, 3))))
    assert run.warnings == ("The file also holds 2 places and 1 planned route; we read only what was recorded.",)
    assert run.trusted
    assert run.samples["latitude_deg"].min() > 46


def test_a_prefix_that_was_never_declared_costs_nothing(read_one):
    extra = "<extensions><gpxdata:cadence>84</gpxdata:cadence><a:hr>150</a:hr></extensions>"
    run = read_one(gpx(track(point(0, extra=extra) + point(1, extra=extra))))
    assert run.samples["cadence_spm"].to_list() == [168.0, 168.0]
    assert run.warnings == ()


def test_prefixes_that_were_never_declared_are_found_however_late_they_come(read_one):
    first, late = ("<extensions><a:hr>150</a:hr></extensions>", "<extensions><b:cadence>84</b:cadence></extensions>")
    points = "".join(point(second, north_m=3 * second, extra=first) for second in range(200)) + point(200, extra=late)
    run = read_one(gpx(track(points)))
    assert (run.samples.height, run.trusted) == (201, True)
    assert run.samples["cadence_spm"].to_list()[-1] == 168.0


def test_an_undeclared_prefix_and_a_cut_off_end_together_keep_every_whole_point(read_one):
    extra = "<extensions><gpxdata:cadence>84</gpxdata:cadence></extensions>"
    data = gpx(track("".join(point(second, extra=extra) for second in range(20))))
    run = read_one(data[: data.index(b"00:00:15") + 30])
    assert run.samples.height == 15


def test_a_cadence_too_high_for_one_leg_already_counts_both(read_one):
    extra = "<extensions><cad>168</cad></extensions>"
    run = read_one(gpx(track(point(0, extra=extra) + point(1, north_m=3, extra=extra))))
    assert run.avg_cadence_spm == 168
    assert any("both feet" in warning for warning in run.warnings)


def steps_counted(read_one, rates):
    """Step rate of a run at 2 m/s whose file gives these numbers, one a second."""
    extras = [f"<extensions><cad>{rate}</cad></extensions>" for rate in rates]
    run = read_one(gpx(track("".join(point(n, north_m=2 * n, extra=extra) for n, extra in enumerate(extras)))))
    return run.samples["cadence_spm"].to_list()


def test_a_run_with_longer_walking_breaks_counts_both_feet_too(read_one):
    rates = [*[166] * 4, *[112] * 8, *[0] * 4]
    assert steps_counted(read_one, rates) == rates


def test_a_slip_of_the_sensor_does_not_make_a_file_count_both_feet(read_one):
    assert steps_counted(read_one, [*[83] * 19, 130]) == [*[166] * 19, 260]


@pytest.mark.parametrize("start", [b"          ", b"\n\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n", b" \xef\xbb\xbf"])
def test_blanks_and_a_byte_order_mark_before_the_declaration_do_no_harm(read_one, start):
    run = read_one(start + gpx(track(steady(0, 3))))
    assert (run.samples.height, run.warnings) == (4, ())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8", "iso-8859-1"])
def test_the_encoding_of_the_text_does_not_matter(read_one, encoding):
    head = f'<?xml version="1.0" encoding="{encoding}"?><!-- Läufer -->'
    data = gpx(track(steady(0, 3)), head=head).decode().encode(encoding)
    assert read_one(data).samples.height == 4


def test_a_wrong_declaration_of_the_encoding_does_no_harm(read_one):
    data = gpx(track(steady(0, 3)), head='<?xml version="1.0" encoding="UTF-16"?>')
    assert read_one(data).samples.height == 4


def test_a_point_without_coordinates_keeps_its_other_values(read_one):
    extra = "<extensions><hr>150</hr></extensions>"
    bare = f"<trkpt><time>2026-11-01T00:00:01Z</time>{extra}</trkpt>"
    run = read_one(gpx(track(point(0) + bare + point(2, north_m=6))))
    assert run.samples["heart_rate_bpm"].to_list() == [None, 150.0, None]
    assert run.samples["latitude_deg"].null_count() == 1
    assert run.distance_m == pytest.approx(6, abs=0.001)


@pytest.mark.parametrize("value", ["NaN", "inf", "-inf", "1e400", "1e308", "", "fast", "9" * 400])
def test_what_is_no_height_is_left_empty(read_one, value):
    run = read_one(gpx(track(point(0, extra=f"<ele>{value}</ele>"))))
    assert run.samples["altitude_m"].to_list() == [None]


@pytest.mark.parametrize(("lat", "lon"), [("91", "8"), ("47", "181"), ("nan", "8"), ("47", "1e400"), ("0", "0")])
def test_a_position_off_the_earth_is_left_empty(read_one, lat, lon):
    bad = f'<trkpt lat="{lat}" lon="{lon}"><time>2026-11-01T00:00:01Z</time></trkpt>'
    run = read_one(gpx(track(point(0) + bad)))
    assert run.samples["latitude_deg"].null_count() == 1
    assert run.samples["longitude_deg"].null_count() == 1


def test_a_single_far_off_fix_adds_no_distance_and_is_told(read_one):
    points = steady(0, 10) + point(11, north_m=5000) + steady(12, 20, start_m=36)
    run = read_one(gpx(track(points)))
    assert run.distance_m == pytest.approx(3 * 20, abs=0.01)
    assert any("too far to run to" in warning for warning in run.warnings)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2026-11-01T12:00:00Z", 0),
        ("2026-11-01T12:00:00.250Z", 0.25),
        ("2026-11-01T12:00:00", 0),
        ("2026-11-01T14:00:00+02:00", 0),
        ("2026-11-01T17:45:00+05:45", 0),
        ("2026-11-01T11:59:60Z", -1),
        ("2026-11-01t12:00:00z", 0),
    ],
)
def test_times_are_understood_as_exports_write_them(read_one, text, seconds):
    run = read_one(gpx(track(point(0, time=f"<time>{text}</time>"))))
    assert run.started_at == datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(seconds=seconds)


def test_an_offset_written_with_the_times_is_the_local_time(read_one):
    points = "".join(point(0, time=f"<time>2026-11-01T14:00:0{n}-03:30</time>") for n in range(3))
    assert read_one(gpx(track(points))).utc_offset == timedelta(hours=-3, minutes=-30)


@pytest.mark.parametrize(
    "text", ["yesterday", "", "2026-13-01T00:00:00Z", "2026-11-01T11:60:00Z", "99999-01-01T00:00:00Z"]
)
def test_points_whose_time_nobody_understands_are_left_out_and_told(read_one, text):
    run = read_one(gpx(track(point(0) + point(1, time=f"<time>{text}</time>"))))
    assert run.samples.height == 1
    assert run.warnings == ("1 point without a time left out.",)


def test_a_clock_before_all_watches_was_not_set(read_one):
    run = read_one(gpx(track(point(0, time="<time>1970-01-01T00:00:05Z</time>"))))
    assert run.started_at is None
    assert not run.trusted


def test_a_planned_route_is_refused(read):
    with pytest.raises(WatchFileError, match=r"^plan\.gpx: element trkpt: no point has a time.*planned route"):
        read(gpx(track(point(0, time=""))), "plan.gpx")


def test_places_without_a_track_are_refused(read):
    with pytest.raises(WatchFileError, match=r"element trk: the file holds no recorded track"):
        read(gpx('<wpt lat="1" lon="2"/>'))


def test_a_cut_off_file_keeps_every_whole_point(read_one):
    data = gpx(track(steady(0, 99)))
    for point_number in (1, 50, 99):
        cut = data.index(_clock(point_number).encode())
        run = read_one(data[:cut])
        assert run.samples.height == point_number
        assert run.warnings[0].startswith("The file stops at line 1")
        assert run.trusted


def test_a_file_broken_in_its_middle_is_not_trusted(read_one):
    data = gpx(track(steady(0, 99)))
    middle = data.index(_clock(50).encode())
    run = read_one(data[:middle] + b"<<<\x00" + data[middle + 4 :])
    assert run.samples.height == 50
    assert not run.trusted


def test_text_after_the_end_takes_nothing_away(read_one):
    run = read_one(gpx(track(steady(0, 3))) + b"\n<!-- bye --><extra/>")
    assert (run.samples.height, run.warnings) == (4, ())


def test_a_file_damaged_before_its_first_point_says_where(read):
    data = gpx(track(steady(0, 3)))
    with pytest.raises(WatchFileError, match=r"morning: line 1, column \d+ .*broken before its first point"):
        read(data[: data.index(b"<trkpt")])


def test_an_encoding_that_does_not_exist_is_refused(read):
    data = gpx(track(steady(0, 3)), head='<?xml version="1.0" encoding="iso-8859-99"?>')
    with pytest.raises(WatchFileError, match="unknown text encoding 'iso-8859-99'"):
        read(data)


def test_a_ride_between_two_runs_is_not_taken_for_a_lost_fix(read_one):
    # Two kilometres on in two steps of a second: nothing lies on a possible way past, so the positions stay.
    points = steady(0, 10) + point(11, north_m=1030) + point(12, north_m=2030) + steady(13, 20, start_m=2033)
    run = read_one(gpx(track(points)))
    assert run.samples["latitude_deg"].null_count() == 0
