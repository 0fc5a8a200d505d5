"""The sample runner's files are valid, anonymous and tell the story that the check-in tells."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import fitdecode
import pytest
import yaml

from backstride import recording

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "src/backstride/sample"
FILES = sorted((SAMPLE / "runs").glob("*.fit"))
ABOUT = yaml.safe_load((SAMPLE / "sample.yaml").read_text(encoding="utf-8"))
CHECKIN = json.loads((SAMPLE / "checkin.json").read_text(encoding="utf-8"))
LONG_RUN = date(2026, 10, 24)


@pytest.fixture(scope="module")
def decoded():
    """Every message of every file by name, read with the CRC checked and every warning an error."""
    files = {}
    for path in FILES:
        messages: dict[str, list[dict]] = {}
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with fitdecode.FitReader(
                path, check_crc=fitdecode.CrcCheck.RAISE, error_handling=fitdecode.ErrorHandling.RAISE
            ) as reader:
                for frame in reader:
                    if isinstance(frame, fitdecode.FitDataMessage):
                        values = {field.name: field.value for field in frame.fields}
                        messages.setdefault(frame.name, []).append(values)
        files[path.name] = messages
    return files


def local_day(messages):
    start = messages["session"][0]["start_time"]
    return start.astimezone(ZoneInfo("Europe/London")).date()


def km_by_day(decoded):
    return {local_day(messages): messages["session"][0]["total_distance"] / 1000 for messages in decoded.values()}


def test_every_file_is_one_whole_running_activity(decoded):
    assert len(decoded) == 48
    for name, messages in decoded.items():
        assert messages["file_id"][0]["type"] == "activity", name
        assert messages["session"][0]["sport"] == "running", name
        assert [len(messages[kind]) for kind in ("file_id", "session", "activity")] == [1, 1, 1], name
        timer = [(e["event"], e["event_type"]) for e in messages["event"]]
        assert timer == [("timer", "start"), ("timer", "stop_all")] * len(messages["lap"]), name


def test_a_second_reader_sees_the_same_runs(decoded):
    long_run = next(path for path in FILES if path.name.startswith(LONG_RUN.isoformat()))
    for path in (FILES[0], long_run, FILES[-1]):
        (run,) = recording.read(path)
        messages = decoded[path.name]
        assert run.distance_m == pytest.approx(messages["session"][0]["total_distance"])
        assert run.samples.height == len(messages["record"])
        assert run.samples["distance_m"][-1] == pytest.approx(messages["record"][-1]["distance"])


def test_no_file_says_where_or_whose_it_was(decoded):
    allowed = {"file_id", "device_info", "event", "record", "lap", "session", "activity"}
    for name, messages in decoded.items():
        assert set(messages) == allowed, name
        fields = {
            field for rows in messages.values() for row in rows for field, value in row.items() if value is not None
        }
        assert not [f for f in fields if "position" in f or "lat" in f.split("_") or "long" in f.split("_")], name
        assert not fields & {"serial_number", "weight", "gender", "friendly_name", "ant_device_number"}, name
        assert messages["device_info"][0]["product_name"] == "Composite sample runner", name


def test_the_records_hold_what_the_watch_measured(decoded):
    for name, messages in decoded.items():
        records = messages["record"]
        known = {f: sum(r.get(f) is not None for r in records) / len(records) for f in ("enhanced_speed", "cadence")}
        assert min(known.values()) > 0.95, name
        for field in ("distance", "enhanced_altitude", "heart_rate", "stance_time", "vertical_oscillation"):
            assert any(r.get(field) is not None for r in records), (name, field)


def test_time_and_distance_only_go_forward_and_fit_the_totals(decoded):
    for name, messages in decoded.items():
        records, session = messages["record"], messages["session"][0]
        for one, after in pairwise(records):
            assert after["timestamp"] > one["timestamp"], name
            assert after["distance"] >= one["distance"], name
        assert records[-1]["distance"] == pytest.approx(session["total_distance"], abs=1.0), name
        assert records[0]["timestamp"] == session["start_time"], name
        assert records[-1]["timestamp"] == session["timestamp"], name
        stops_s = 180 * (len(messages["lap"]) - 1)
        assert session["total_elapsed_time"] == pytest.approx(session["total_timer_time"] + stops_s), name


def test_local_time_follows_the_change_of_the_clocks(decoded):
    # British summer time ends on 25 October 2026: one hour ahead of UTC before, none after.
    offsets = {}
    for messages in decoded.values():
        activity = messages["activity"][0]
        offsets[local_day(messages)] = activity["local_timestamp"].replace(tzinfo=UTC) - activity["timestamp"]
    assert {offset for day, offset in offsets.items() if day <= LONG_RUN} == {timedelta(hours=1)}
    assert {offset for day, offset in offsets.items() if day > LONG_RUN} == {timedelta(0)}


def test_the_files_are_small(decoded):
    assert decoded
    assert sum(path.stat().st_size for path in FILES) < 2_500_000


def test_the_long_run_is_half_as_long_again_as_the_longest_of_30_days(decoded):
    km = km_by_day(decoded)
    before = {day: d for day, d in km.items() if LONG_RUN - timedelta(days=30) <= day < LONG_RUN}
    # 12.0 km on 10 October; 18.2 / 12.0 = 1.52
    assert max(before, key=before.__getitem__) == date(2026, 10, 10)
    assert max(before.values()) == pytest.approx(12.0, abs=0.05)
    assert km[LONG_RUN] == pytest.approx(18.2, abs=0.05)


def test_the_weeks_stay_level_while_the_long_run_goes_far_more_downhill(decoded):
    # Four weeks counted back from 28 October: 1-7, 8-14, 15-21 and 22-28 October.
    km = km_by_day(decoded)
    ends = [date(2026, 10, 28) - timedelta(weeks=i) for i in range(4)]
    weeks = [sum(d for day, d in km.items() if end - timedelta(days=7) < day <= end) for end in ends]
    assert weeks == pytest.approx([31.2, 32.3, 33.7, 32.2], abs=0.1)
    # The calendar weeks from 3 August on.
    mondays = [date(2026, 8, 3) + timedelta(weeks=i) for i in range(12)]
    weeks = [sum(d for day, d in km.items() if monday <= day < monday + timedelta(days=7)) for monday in mondays]
    assert all(27.9 < week < 34 for week in weeks)
    down = {local_day(messages): messages["session"][0]["total_descent"] for messages in decoded.values()}
    assert down[LONG_RUN] > 3 * max(d for day, d in down.items() if day != LONG_RUN)


def test_after_the_pain_began_there_are_two_short_runs(decoded):
    after = {day: d for day, d in km_by_day(decoded).items() if day > ABOUT["pain_began"]}
    assert len(after) == 2
    assert max(after.values()) < 5


def test_the_history_is_thirteen_weeks_or_more_and_ends_before_the_check(decoded):
    days = sorted(km_by_day(decoded))
    assert days[-1] - days[0] >= timedelta(weeks=13)
    assert timedelta(days=2) <= ABOUT["today"] - days[-1] <= timedelta(days=7)
    three_or_four = [
        sum(day - timedelta(days=day.weekday()) == monday for day in days)
        for monday in (date(2026, 8, 3) + timedelta(weeks=i) for i in range(12))
    ]
    assert set(three_or_four) <= {3, 4}


def test_the_check_in_fits_the_dates():
    assert ABOUT["today"] - timedelta(days=CHECKIN["duration_days"]) == ABOUT["pain_began"]
    assert ABOUT["pain_began"] - LONG_RUN == timedelta(days=4)


def test_every_first_safety_question_is_answered_no():
    triage = yaml.safe_load((ROOT / "src/backstride/evidence/data/triage/semantics.yaml").read_text(encoding="utf-8"))
    assert len(triage["ask_first"]) == 15
    assert [item for item in triage["ask_first"] if CHECKIN["answers"].get(item) is not False] == []


def test_every_source_is_named_with_its_licence():
    origin = (SAMPLE / "ORIGIN.md").read_text(encoding="utf-8")
    assert "not a person" in origin
    for licence in SAMPLE.glob("LICENSE-*"):
        assert licence.name in origin
        assert "Permission is hereby granted" in licence.read_text(encoding="utf-8")
    assert len(list(SAMPLE.glob("LICENSE-*"))) == 2


def originals():
    """Folder with the original recordings: in the repository, or in the shared folder beside it."""
    shared = Path(os.environ.get("BACKSTRIDE_SHARED", ROOT.parent / "shared"))
    for folder in (ROOT / "tests/data/watchfiles", shared / "samples/watchfiles"):
        if (folder / "fitdecode__activity-large-fenxi2-multisport.fit").is_file():
            return folder
    return None


@pytest.mark.slow
def test_the_script_makes_the_same_bytes_again(tmp_path):
    folder = originals()
    if folder is None:
        pytest.skip("the original recordings are neither in tests/data/watchfiles nor in the shared folder")
    script = ROOT / "scripts/make_sample_runner.py"
    subprocess.run([sys.executable, str(script), str(folder), "--to", str(tmp_path)], check=True)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in FILES}


def test_the_script_says_which_recordings_are_missing(tmp_path):
    script = ROOT / "scripts/make_sample_runner.py"
    result = subprocess.run([sys.executable, str(script), str(tmp_path)], capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "gofit__mornindew-broken.fit" in result.stderr
    assert "Traceback" not in result.stderr


def test_file_names_give_the_local_start(decoded):
    for name, messages in decoded.items():
        start: datetime = messages["session"][0]["start_time"]
        assert name == f"{start.astimezone(ZoneInfo('Europe/London')):%Y-%m-%d-%H%M}.fit"
