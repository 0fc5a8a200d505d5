"""Odd numbers through every reader: what no body or sensor can do is never stored, and never passes for a sound run."""

import math
from itertools import pairwise

import pytest

from backstride import recording
from backstride.recording.limits import limits
from unit.recording.fit_bytes import FitBytes

ODD = [
    *(
        "NaN",
        "nan",
        "inf",
        "-inf",
        "Infinity",
        "1e308",
        "-1e308",
        "1e400",
        "-0",
        "0",
        "-1",
        "1e-320",
        "9223372036854775808",
    ),
    *(
        "18446744073709551616",
        "255",
        "60",
        "65535",
        "4294967295",
        "1_000",
        "0x10",
        "1,5",
        "",
        " ",
        "١٥",
        "½",
        "\U0001f3c3",
        "x" * 2000,
    ),
]
ENDLESS = {"1e308", "9223372036854775808", "18446744073709551616", "4294967295"}
TEXT_FIELDS = {
    "gpx": {
        "altitude_m": "<ele>{}</ele>",
        "heart_rate_bpm": "<extensions><hr>{}</hr></extensions>",
        "cadence_spm": "<extensions><cad>{}</cad></extensions>",
        "speed_mps": "<extensions><speed>{}</speed></extensions>",
        "power_w": "<extensions><power>{}</power></extensions>",
        "temperature_c": "<extensions><atemp>{}</atemp></extensions>",
    },
    "tcx": {
        "altitude_m": "<AltitudeMeters>{}</AltitudeMeters>",
        "distance_m": "<DistanceMeters>{}</DistanceMeters>",
        "heart_rate_bpm": "<HeartRateBpm><Value>{}</Value></HeartRateBpm>",
        "cadence_spm": "<Cadence>{}</Cadence>",
        "speed_mps": "<Extensions><TPX><Speed>{}</Speed></TPX></Extensions>",
        "power_w": "<Extensions><TPX><Watts>{}</Watts></TPX></Extensions>",
        "latitude_deg": (
            "<Position><LatitudeDegrees>{}</LatitudeDegrees><LongitudeDegrees>8</LongitudeDegrees></Position>"
        ),
    },
}


@pytest.fixture
def read_one(tmp_path):
    def only(data, name):
        (tmp_path / name).write_bytes(data)
        (run,) = recording.read(tmp_path / name)
        return run

    return only


def is_fit_to_keep(run):
    """The physics gate: every value finite and in range, time forward, totals possible or the run not counted."""
    for name, (low, high) in limits().ranges.items():
        values = run.samples[name].drop_nulls()
        assert all(math.isfinite(value) and low <= value <= high for value in values), name
    for name, most in (("latitude_deg", 90), ("longitude_deg", 180)):
        assert all(abs(value) <= most for value in run.samples[name].drop_nulls())
    assert all(after > before for before, after in pairwise(run.samples["elapsed_s"]))
    totals = (run.timer_s, run.elapsed_s, run.distance_m, run.ascent_m, run.descent_m, run.avg_heart_rate_bpm)
    assert all(total is None or (math.isfinite(total) and total >= 0) for total in totals)
    if run.distance_m and run.timer_s and run.distance_m > limits().on_foot_speed_max_mps * run.timer_s:
        assert not run.trusted


def gpx(point_21):
    points = "".join(
        f'<trkpt lat="{47 + second * 0.000027}" lon="8"><time>2026-11-01T06:00:{second:02d}Z</time>'
        f"{point_21 if second == 21 else ''}</trkpt>"
        for second in range(60)
    )
    return f"<gpx><trk><type>running</type><trkseg>{points}</trkseg></trk></gpx>".encode()


def tcx(point_21, *, seconds="60", metres="177"):
    points = "".join(
        f"<Trackpoint><Time>2026-11-01T06:00:{second:02d}Z</Time>"
        + (point_21 if second == 21 else f"<DistanceMeters>{3 * second}</DistanceMeters>")
        + "</Trackpoint>"
        for second in range(60)
    )
    return (
        '<TrainingCenterDatabase><Activities><Activity Sport="Running"><Id>x</Id>'
        f'<Lap StartTime="2026-11-01T06:00:00Z"><TotalTimeSeconds>{seconds}</TotalTimeSeconds>'
        f"<DistanceMeters>{metres}</DistanceMeters><Track>{points}</Track></Lap></Activity></Activities>"
        "</TrainingCenterDatabase>"
    ).encode()


@pytest.mark.parametrize(
    ("kind", "column"), [(kind, column) for kind, fields in TEXT_FIELDS.items() for column in fields]
)
def test_odd_numbers_in_a_point_of_text(read_one, kind, column):
    for odd in ODD:
        extra = TEXT_FIELDS[kind][column].format(odd)
        run = read_one(gpx(extra) if kind == "gpx" else tcx(extra), f"run.{kind}")
        is_fit_to_keep(run)
        assert run.samples.height == 60, odd
        assert run.trusted, odd
        if run.distance_m is not None:
            assert run.distance_m == pytest.approx(177, abs=3.1), odd


@pytest.mark.parametrize("attribute", ["lat", "lon"])
def test_odd_places_of_a_gpx_point(read_one, attribute):
    sound = {"lat": f'lat="{47 + 21 * 0.000027}"', "lon": 'lon="8"><time>2026-11-01T06:00:21'}
    for odd in ODD:
        text = gpx("").decode()
        broken = text.replace(sound[attribute], sound[attribute].replace(sound[attribute].split('"')[1], odd), 1)
        assert broken != text
        run = read_one(broken.encode(), "run.gpx")
        is_fit_to_keep(run)
        assert run.distance_m == pytest.approx(177, abs=0.5), odd


@pytest.mark.parametrize("total", ["seconds", "metres"])
def test_odd_totals_of_a_lap(read_one, total):
    for odd in ODD:
        run = read_one(tcx("", **{total: odd}), "run.tcx")
        is_fit_to_keep(run)
        # The longest activity is ten days; what is longer is left out and told.
        assert run.timer_s <= 10 * 86_400
        assert any("longer than any run" in warning for warning in run.warnings) is (
            total == "seconds" and odd in ENDLESS
        )


FIT_FIELDS = [
    # number, type, raw values; heart rate 0 and 255, cadence 0, 60 m/s, the ends of every type
    (3, "uint8", [0, 1, 24, 251, 254, 255]),
    (4, "uint8", [0, 151, 254, 255]),
    (5, "uint32", [0, 1, 2**31, 2**32 - 2, 2**32 - 1]),
    (6, "uint16", [0, 12_501, 60_000, 65_534, 65_535]),
    (73, "uint32", [0, 12_501, 60_000, 2**32 - 2, 2**32 - 1]),
    (2, "uint16", [0, 1, 60_000, 65_534, 65_535]),
    (78, "uint32", [0, 60_000, 2**32 - 2, 2**32 - 1]),
    (7, "uint16", [0, 3001, 65_534, 65_535]),
    (13, "sint8", [-128, -61, 86, 126, 127]),
    (0, "sint32", [-(2**31), -(2**30) - 1, 0, 2**30 + 1, 2**31 - 2, 2**31 - 1]),
    (39, "uint16", [0, 4001, 65_534]),
    (41, "uint16", [0, 20_001, 65_534]),
    (85, "uint16", [0, 35_001, 65_534]),
    (3, "float32", [float("nan"), float("inf"), -0.0, 3e38]),
    (73, "float64", [float("nan"), float("-inf"), -0.0, 1e308]),
    (5, "sint64", [-(2**63), 2**63 - 1, -1]),
    (5, "uint64", [2**63, 2**64 - 1]),
]


@pytest.mark.parametrize(("number", "kind", "values"), FIT_FIELDS)
def test_odd_numbers_in_a_fit_record(read_one, number, kind, values):
    for odd in values:
        own = () if number == 5 else ((5, "uint32"),)
        rows = [
            (odd if second == 21 else 300 * second if number == 5 else None, *((300 * second,) if own else ()))
            for second in range(60)
        ]
        file = FitBytes().file_id().records((number, kind), *own, rows=rows)
        run = read_one(file.session(elapsed=60, timer=60, distance=177).finish(), "run.fit")
        is_fit_to_keep(run)
        assert (run.samples.height, run.distance_m) == (60, 177), odd


@pytest.mark.parametrize(
    ("seconds", "count"),
    [
        ([0, 1, 2, 1, 3], 4),
        ([5, 4, 3, 2, 1], 5),
        ([0, 0, 0, 0, 1], 2),
        ([0, 1, 1, 1, 0], 2),
    ],
)
def test_time_that_goes_back_or_stands_is_put_in_order_and_told(read_one, seconds, count):
    rows = [(300 * second, 140 + second) for second in seconds]
    file = FitBytes().file_id().records((5, "uint32"), (3, "uint8"), rows=rows, seconds=seconds)
    run = read_one(file.session(elapsed=6).finish(), "run.fit")
    is_fit_to_keep(run)
    assert run.samples.height == count
    assert run.samples["heart_rate_bpm"].to_list() == sorted({140.0 + second for second in seconds})
    assert any("backward" in warning or "joined" in warning for warning in run.warnings)
