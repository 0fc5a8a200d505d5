"""Real recordings against what other software found in them (tests/data/watchfiles/manifest.yaml).

Further recordings, which may not be shipped, are read from the shared folder where there is one.
"""

import os
import re
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
import yaml

from backstride import recording
from backstride.recording import WatchFileError

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "tests/data/watchfiles"
SHARED = Path(os.environ.get("BACKSTRIDE_SHARED", ROOT.parent / "shared")) / "samples/watchfiles"
ON_FOOT = {"running", "walking", "transition", "generic", "unknown"}

_COLUMN_OF_FIELD = {
    "vertical_oscillation": "vertical_oscillation_mm",
    "stance_time": "contact_time_ms",
    "stance_time_balance": "contact_time_balance_left_pct",
    "vertical_ratio": "vertical_ratio_pct",
    "step_length": "step_length_mm",
    "enhanced_speed": "speed_mps",
    "enhanced_altitude": "altitude_m",
    "heart_rate": "heart_rate_bpm",
    "temperature": "temperature_c",
    "position_lat": "latitude_deg",
    "pos": "latitude_deg",
    "hr": "heart_rate_bpm",
    "alt": "altitude_m",
    "ele": "altitude_m",
    "speed": "speed_mps",
}
_ZEROS_ARE_MISSING = {"contact_time_ms", "step_length_mm", "heart_rate_bpm"}
_NOT_READABLE = {
    "gpxpy__unicode_with_bom.gpx",
    "applehealth__workout_running.xml",
    "applehealth__record_heart_rate.xml",
}


def _entries():
    shipped = yaml.safe_load((SHIPPED / "manifest.yaml").read_text(encoding="utf-8"))["files"]
    names = {entry["file"] for entry in shipped}
    shared = SHARED / "manifest.yaml"
    more = yaml.safe_load(shared.read_text(encoding="utf-8"))["files"] if shared.is_file() else []
    return shipped + [entry for entry in more if entry["file"] not in names]


ENTRIES = {entry["file"]: entry for entry in _entries()}
READABLE = [name for name in ENTRIES if name not in _NOT_READABLE]
FIT = [name for name in READABLE if ENTRIES[name]["format"] == "fit"]
XML = [name for name in READABLE if ENTRIES[name]["format"] in {"gpx", "tcx"}]


def _path(name):
    path = SHIPPED / name
    path = path if path.is_file() else SHARED / name
    if not path.is_file():
        pytest.skip(f"{name} may not be shipped and the shared folder is not beside this checkout")
    return path


_read = {}


def runs_of(name):
    if name not in _read:
        _read[name] = recording.read(_path(name))
    return _read[name]


def expected(name):
    return ENTRIES[name]["expected"]


def told(run, words):
    """Number of samples that the warnings with these words speak of."""
    matches = (re.match(rf"(?:Not counted: )?(\d+) (?:samples?|points) .*{words}", warning) for warning in run.warnings)
    return sum(int(match[1]) for match in matches if match)


def samples_of(name):
    return pl.concat([run.samples for run in runs_of(name)])


@pytest.mark.parametrize("name", READABLE)
def test_every_record_is_a_sample_or_told_of(name):
    missing = sum(told(run, "joined") + told(run, "left out") for run in runs_of(name))
    assert samples_of(name).height + missing == expected(name)["records"]


@pytest.mark.parametrize("name", FIT)
def test_every_session_is_a_run(name):
    # A file that was cut off before its summary is rebuilt as one.
    assert len(runs_of(name)) == (expected(name)["sessions"] or 1)


@pytest.mark.parametrize("name", [name for name in READABLE if "total_distance_m" in expected(name)])
def test_the_distance_is_the_devices(name):
    total = sum(run.distance_m for run in runs_of(name))
    assert total == pytest.approx(expected(name)["total_distance_m"], abs=0.01)


@pytest.mark.parametrize("name", [name for name in XML if "haversine_distance_m" in expected(name)])
def test_the_distance_of_a_gpx_track_is_that_of_its_positions(name):
    # Two points of one instant are joined, which shortens the Apple route by 2.4 m of 9 km. The first fix of the
    # Amazfit lies 12.5 m off a runner a second later, as receivers drift while they start, and is left out.
    total = sum(run.distance_m or 0 for run in runs_of(name))
    drift_m = 12.6 if "amazfit" in name else 0.0
    assert total + drift_m == pytest.approx(expected(name)["haversine_distance_m"], rel=5e-4, abs=0.01)


@pytest.mark.parametrize("name", [name for name in READABLE if "total_timer_s" in expected(name)])
def test_the_timer_is_the_devices(name):
    assert sum(run.timer_s for run in runs_of(name)) == pytest.approx(expected(name)["total_timer_s"], abs=0.01)


@pytest.mark.parametrize("name", [name for name in READABLE if "total_elapsed_s" in expected(name)])
def test_the_elapsed_time_is_the_devices(name):
    assert sum(run.elapsed_s for run in runs_of(name)) == pytest.approx(expected(name)["total_elapsed_s"], abs=0.01)


@pytest.mark.parametrize("name", [name for name in XML if "sum_segment_span_s" in expected(name)])
def test_the_timer_of_a_gpx_track_is_the_time_of_its_segments_without_their_pauses(name):
    timer_s = sum(run.timer_s for run in runs_of(name))
    if name == "gpxpy__cerknicko-jezero.gpx":
        # A walk by a lake with stops of up to some minutes within its segments.
        assert 0.8 * expected(name)["sum_segment_span_s"] < timer_s < expected(name)["sum_segment_span_s"]
    else:
        assert timer_s == pytest.approx(expected(name)["sum_segment_span_s"], abs=0.01)


@pytest.mark.parametrize("name", [name for name in FIT if "session_avg_cadence" in expected(name)])
def test_the_mean_step_rate_is_twice_the_stride_rate_of_the_device(name):
    for run, strides in zip(runs_of(name), expected(name)["session_avg_cadence"], strict=True):
        if run.sport not in ON_FOOT:
            assert run.avg_cadence_spm is None
        elif strides is not None:
            assert run.avg_cadence_spm == pytest.approx(2 * strides, abs=0.001)


def _runs_only(name):
    return all(run.sport == "running" for run in runs_of(name))


@pytest.mark.parametrize("name", [name for name in FIT if "record_mean_cadence" in expected(name)])
def test_the_step_rates_of_the_samples_are_twice_the_stride_rates(name):
    if _runs_only(name):
        # The expected mean leaves out the fractions of a stride, up to 0.5 on average.
        mean = samples_of(name)["cadence_spm"].mean()
        assert (
            2 * expected(name)["record_mean_cadence"] - 0.001 <= mean <= 2 * expected(name)["record_mean_cadence"] + 1
        )
    else:
        cycling = [run for run in runs_of(name) if run.sport == "cycling"]
        assert cycling
        assert all(run.samples["cadence_spm"].null_count() == run.samples.height for run in cycling)


@pytest.mark.parametrize("name", [name for name in XML if "mean_cadence_raw" in expected(name)])
def test_the_step_rates_of_gpx_and_tcx_are_twice_the_stride_rates(name):
    if _runs_only(name):
        assert samples_of(name)["cadence_spm"].mean() == pytest.approx(
            2 * expected(name)["mean_cadence_raw"], abs=0.001
        )
    else:
        assert samples_of(name)["cadence_spm"].null_count() == samples_of(name).height


def _instant(text):
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=datetime.fromisoformat("2000-01-01T00:00Z").tzinfo)


@pytest.mark.parametrize("name", [name for name in READABLE if {"first_ts", "first_time"} & expected(name).keys()])
def test_the_first_and_last_sample_are_at_the_known_times(name):
    times = samples_of(name)["time"]
    first = expected(name).get("first_ts") or expected(name)["first_time"]
    assert times.min() == _instant(first)
    if "strava-android" in name:
        # The last record before the damage carries a time in 2085; the one before it is of 14:18:24 UTC.
        assert times.max() == _instant("2021-09-27T14:18:24Z")
    else:
        assert times.max() == _instant(expected(name).get("last_ts") or expected(name)["last_time"])


@pytest.mark.parametrize("name", READABLE)
def test_every_value_the_device_recorded_is_there(name):
    counts = expected(name).get("record_fields_present") or expected(name).get("points_with") or {}
    samples = samples_of(name)
    merged = sum(told(run, "joined") + told(run, "left out") + told(run, "left empty") for run in runs_of(name))
    for field, count in counts.items():
        column = _COLUMN_OF_FIELD.get(field)
        if column is None:
            continue
        zeros = 0.05 * count if column in _ZEROS_ARE_MISSING else 0
        assert count - merged - zeros <= samples[column].count() <= count, column


@pytest.mark.parametrize("name", READABLE)
def test_no_number_is_infinite_or_undefined_and_no_time_goes_back(name):
    for run in runs_of(name):
        for column in run.samples.select(pl.col(pl.Float64)).iter_columns():
            assert column.is_finite().all(), column.name
        assert (run.samples["elapsed_s"].diff().drop_nulls() > 0).all()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("gpxpy__unicode_with_bom.gpx", "no recorded track"),
        ("applehealth__workout_running.xml", "'Workout' is neither GPX nor TCX"),
        ("applehealth__record_heart_rate.xml", "'Record' is neither GPX nor TCX"),
    ],
)
def test_a_file_without_a_run_is_refused_in_one_sentence(name, reason):
    with pytest.raises(WatchFileError, match=rf"^{re.escape(name)}: .*{reason}.*\.$"):
        recording.read(_path(name))


CLEAN = [
    "fitdecode__activity-small-fenix2-run.fit",
    "fitdecode__garmin-fenix-5-run.fit",
    "fitdecode__developer-types-sample.fit",
    "fitdecode__Edge810-Vector-2013-08-16-15-35-10.fit",
    "fitdecode__2019-02-17-062644-ELEMNT-297E-195-0.fit",
    "fitparse__sample_mulitple_header.fit",
    "fitparse__coros-pace-2-cycling-misaligned-fields.fit",
    "sweatpy__activity_5039744860.gpx",
    "tcxparser__test.tcx",
    "sportslib__6281425038.tcx",
    "sportslib__6916663933.fit",
]


@pytest.mark.parametrize("name", CLEAN)
def test_a_sound_file_gives_no_warning(name):
    assert all(run.warnings == () for run in runs_of(name))


def test_places_beside_a_track_are_told():
    (run,) = runs_of("gpxpy__cerknicko-jezero.gpx")
    assert run.warnings == ("The file also holds 7 places; we read only what was recorded.",)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("fitparse__nick.fit", "checksum does not match"),
        (
            "fitparse__strava-android-app-201.10-b1218918.fit",
            r"broken from byte 7471 on \(local message 11 not defined",
        ),
        ("fitdecode__compressed-speed-distance.fit", "clock was not set, so the day of this run is unknown"),
    ],
)
def test_a_doubtful_file_is_read_but_not_counted(name, reason):
    (run,) = runs_of(name)
    assert not run.trusted
    assert any(re.search(rf"^Not counted: .*{reason}", warning) for warning in run.warnings)


def test_legs_of_a_multisport_file_are_told_apart():
    runs = runs_of("fitparse__sample_mulitple_header.fit")
    assert [run.sport for run in runs] == ["swimming", "transition", "cycling", "transition", "running"]


def test_heart_rate_that_the_strap_stored_in_the_water_is_in_the_swim():
    swim = runs_of("fitparse__sample_mulitple_header.fit")[0]
    assert swim.samples["heart_rate_bpm"].null_count() == 0


def test_the_pauses_of_a_run_leave_the_time_of_its_timer():
    # 6855.96 s by the timer of 8629.4 s in all, with 18 stops
    (run,) = runs_of("gofit__mornindew-broken.fit")
    between = run.samples["elapsed_s"].diff().fill_null(0)
    assert between.filter(run.samples["moving"]).sum() == pytest.approx(6856, rel=0.005)


def test_stryds_dynamics_are_told_in_our_units():
    # Stored as centimetres and milliseconds; medians of runners lie at 6 to 13 cm and 180 to 360 ms.
    (run,) = runs_of("gofit__mornindew-broken.fit")
    assert 60 < run.samples["vertical_oscillation_mm"].median() < 130
    assert 180 < run.samples["contact_time_ms"].median() < 360


def test_watch_and_stryd_dynamics_are_not_mixed():
    # Same run: 93.0 mm by the watch, 7.62 cm by Stryd; 266 ms against 254 ms (medians).
    (run,) = runs_of("goldencheetah__Fr955v19.28andStryd.fit")
    assert run.samples["vertical_oscillation_mm"].median() == pytest.approx(93.0, abs=0.5)
    assert run.samples["contact_time_ms"].median() == pytest.approx(266, abs=1)


@pytest.mark.parametrize(
    ("name", "hours"),
    [
        ("fitdecode__activity-small-fenix2-run.fit", 2),
        ("fitdecode__garmin-fenix-5-run.fit", -7),
        ("gofit__mornindew-broken.fit", -6),
        ("fitdecode__Edge810-Vector-2013-08-16-15-35-10.fit", -2.5),
        ("sportslib__6916663933.fit", 1),
    ],
)
def test_the_local_time_is_that_of_the_place(name, hours):
    # The first three by the watch. By the position: Newfoundland in summer, a COROS in central Europe in winter.
    assert runs_of(name)[0].utc_offset.total_seconds() == hours * 3600


def test_fit_and_gpx_of_one_run_agree():
    (fit,), (gpx,) = runs_of("sportslib__2067489619.fit"), runs_of("sportslib__2067489619.gpx")
    assert fit.started_at == gpx.started_at
    assert gpx.distance_m == pytest.approx(fit.distance_m, rel=0.025)
    assert gpx.timer_s == pytest.approx(fit.timer_s, rel=0.005)
