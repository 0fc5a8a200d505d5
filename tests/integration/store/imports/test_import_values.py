"""Whatever a file says, what is kept can be shown, stored anywhere, and opened in a spreadsheet."""

import math
import os
import sys
from pathlib import Path

import pytest
from made_recordings import gpx, utc

from backstride.store import runs
from backstride.store.models import Original, Run, SetAside

NUMBERS = ["NaN", "INF", "-INF", "1e308", "1e400", "-0", "9223372036854775808", "-1", "x" * 1_000_000]


def tcx(**said):
    values = {"time": 60, "distance": 180, "altitude": 100, "beats": 150, "cadence": 80} | said
    points = "".join(
        f"<Trackpoint><Time>2026-05-01T06:00:{second:02d}Z</Time><AltitudeMeters>{values['altitude']}</AltitudeMeters>"
        f"<DistanceMeters>{second * 3 if second != 20 else values['distance']}</DistanceMeters>"
        f"<HeartRateBpm><Value>{values['beats']}</Value></HeartRateBpm><Cadence>{values['cadence']}</Cadence></Trackpoint>"
        for second in range(0, 60, 10)
    )
    return (
        '<TrainingCenterDatabase><Activities><Activity Sport="Running"><Id>2026-05-01T06:00:00Z</Id>'
        f'<Lap StartTime="2026-05-01T06:00:00Z"><TotalTimeSeconds>{values["time"]}</TotalTimeSeconds>'
        f"<DistanceMeters>{values['distance']}</DistanceMeters><Track>{points}</Track></Lap></Activity></Activities>"
        "</TrainingCenterDatabase>"
    ).encode()


@pytest.mark.parametrize("field", ["time", "distance", "altitude", "beats", "cadence"])
def test_no_number_that_is_none_gets_in(bring, tmp_path, field):
    for place, number in enumerate(NUMBERS):
        (tmp_path / f"{place}.tcx").write_bytes(tcx(**{field: number}))
    report = bring(tmp_path)
    assert report.imported + report.duplicates + len(report.set_aside) == len(NUMBERS)
    for row in Run.objects.select_related("original", "runner"):
        told = runs.summary(row)
        assert all(math.isfinite(value) for value in told.values() if isinstance(value, float))
        frame = runs.load(row).samples
        for name, kind in frame.schema.items():
            if kind.is_float():
                assert frame[name].drop_nulls().is_finite().all(), name
        # An impossible distance or time on foot is kept out of load.
        if row.distance_m and row.timer_s and row.distance_m / row.timer_s > 20:
            assert not row.trusted


HOSTILE = [
    "=cmd()|calc.gpx",
    "@SUM(A1).gpx",
    "\u202egpx.exe.gpx",
    "\x1b[31mred\x07.gpx",
    "run\nline.gpx",
    "e\u0301\u0300.gpx",
    "\U0001f3c3.gpx",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_kept_plain(bring, tmp_path, name):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(gpx(utc(2026, 5, 1, 6)))
    assert bring(tmp_path / "in").imported == 1
    kept = Original.objects.get().name
    assert kept.endswith(".gpx")
    assert kept.isprintable() or "\u0301" in kept
    assert not set(kept) & set("\u202e\x1b\x07\n\x00")


@pytest.mark.skipif(sys.platform != "linux", reason="only here a name may be any bytes")
def test_a_name_that_is_no_text_is_kept_plain(bring, tmp_path):
    (tmp_path / "in").mkdir()
    Path(os.fsdecode(os.fsencode(tmp_path / "in") + b"/caf\xe9.gpx")).write_bytes(gpx(utc(2026, 5, 1, 6)))
    assert bring(tmp_path / "in").imported == 1
    assert Original.objects.get().name == "caf?.gpx"


def test_hostile_text_inside_a_file_is_kept_plain_and_short(bring, tmp_path):
    (tmp_path / "run.gpx").write_bytes(
        gpx(utc(2026, 5, 1, 6), kind="running \u202e", creator="=cmd()\u202e" + "A" * 1_000_000)
    )
    assert bring(tmp_path).imported == 1
    device = Run.objects.get().device
    assert device == "=cmd()?" + "A" * 113


def test_a_csv_of_a_run_holds_numbers_and_no_text_of_the_file(bring, tmp_path):
    (tmp_path / "=cmd().gpx").write_bytes(gpx(utc(2026, 5, 1, 6), creator="=cmd()", name="=cmd()"))
    bring(tmp_path)
    frame = runs.samples(Run.objects.get())
    lines = frame.write_csv().splitlines()
    assert "cmd" not in "".join(lines)
    for line in lines[1:]:
        for cell in line.split(","):
            assert cell == "" or cell[0] in "0123456789" or cell in ("true", "false") or float(cell) < 0


def test_the_reason_of_a_damaged_file_with_a_hostile_name_is_plain(bring, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "\x1b[2Jbad.fit").write_bytes(b"nothing")
    bring(tmp_path / "in")
    assert "\x1b" not in SetAside.objects.get().reason


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd",
        "C:\\Users\\run.gpx",
        "..",
        ".hidden.gpx",
        "x" * 300 + ".gpx",
        "\x00.gpx",
        "🏃" * 100 + ".gpx",
    ],
)
def test_an_upload_never_leaves_its_folder_whatever_it_is_called(data, name):
    from backstride.store.imports import stage

    staging = stage()
    path = staging.add(name, [b"x"])
    assert path.resolve().is_relative_to(data.scratch.resolve())
    assert [source.path for source in staging.sources()] == [path]
