"""Real GPX and TCX files cut anywhere: a clean outcome, and every point before the cut."""

import re

import pytest

from backstride import recording
from recording_damage import Damaged, point_ends, xml_files

SMALL = ("sweatpy__activity_5039744860.gpx", "tcxparser__test.tcx")
STEP = 8209
"""Bytes between two cuts here; `scripts/soak_recording.py` cuts at every 64th."""


def shortened(data, points):
    """`data` with only its first points."""
    ends = point_ends(data)
    return data[: ends[points - 1]] + data[ends[-1] :]


@pytest.mark.parametrize("name", SMALL)
def test_a_small_file_is_cut_at_every_byte(tmp_path, name):
    data = shortened(xml_files()[name].read_bytes(), 2)
    behind = point_ends(data)[-1] + 40
    tried, faults = Damaged(tmp_path).xml_cuts(data, [*range(behind), *range(behind, len(data), 16)])
    assert tried > 1000
    assert faults == []


@pytest.mark.parametrize("name", [name for name, path in xml_files().items() if path.stat().st_size < 200_000])
def test_a_larger_file_is_cut_here_and_there(tmp_path, name):
    data = xml_files()[name].read_bytes()
    _, faults = Damaged(tmp_path).xml_cuts(data, range(0, len(data), STEP))
    assert faults == []


def test_a_reader_that_loses_the_last_point_is_found(tmp_path):
    def careless(path):
        data = path.read_bytes()
        path.write_bytes(re.sub(rb"(.*)<(trkpt|Trackpoint).*?</\2>", rb"\1", data, count=1, flags=re.DOTALL))
        return recording.read(path)

    data = shortened(xml_files()["sweatpy__activity_5039744860.gpx"].read_bytes(), 3)
    _, faults = Damaged(tmp_path, careless).xml_cuts(data, [len(data) - 5])
    assert faults == [f"cut at {len(data) - 5}: 2 samples of 3"]
