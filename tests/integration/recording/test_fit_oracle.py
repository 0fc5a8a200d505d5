"""Our FIT decoder against fitdecode: every field of every message of every recording."""

import os
from pathlib import Path

import pytest
import yaml
from fit_oracle import differences

from backstride.recording.fit import blocks

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "tests/data/watchfiles"
SAMPLE_RUNS = ROOT / "src/backstride/sample/runs"
SHARED = Path(os.environ.get("BACKSTRIDE_SHARED", ROOT.parent / "shared")) / "samples/watchfiles"
REVIEWED = yaml.safe_load((Path(__file__).parent / "fit_differences.yaml").read_text(encoding="utf-8"))
LARGE = 1_500_000
"""Bytes from which fitdecode takes long."""

RECORD = 20
NEVER = {253, 0, 1, 2, 78, 5, 3, 4, 53, 52, 6, 73}
"""Fields of a sample for which no difference can stand: time, position, height, distance, heart rate, steps, speed."""


def _paths():
    found = {path.name: path for folder in (SHARED, SHIPPED) for path in sorted(folder.glob("*.fit"))}
    runs = sorted(SAMPLE_RUNS.glob("*.fit"))[::8]
    return [*found.values(), *runs]


def _parameter(path):
    return pytest.param(path, id=path.name, marks=pytest.mark.slow if path.stat().st_size > LARGE else ())


@pytest.mark.parametrize("path", [_parameter(path) for path in _paths()])
def test_we_read_what_fitdecode_reads(path):
    reviewed = {(row["message"], row["kind"], row["field"]) for row in REVIEWED if path.name in row["files"]}
    found = differences(path.read_bytes())
    assert {key[1:]: rows for key, rows in found.items() if key[1:] not in reviewed} == {}
    assert reviewed <= {key[1:] for key in found}


def test_no_difference_of_a_sample_is_reviewed_away():
    assert not [row for row in REVIEWED if row["message"] == RECORD and row["field"] in NEVER]
    assert all(row["why"] for row in REVIEWED)


def test_the_comparison_notices_a_wrong_field(monkeypatch):
    # Each block of messages cut one byte too late.
    whole = blocks.block

    def late(*given):
        cut = whole(*given)
        return blocks.Block(cut.layout, cut.index[:-1], cut.rows, cut.start + 1, cut.stride)

    monkeypatch.setattr("backstride.recording.fit.file.block", late)
    found = differences((SHIPPED / "fitdecode__garmin-fenix-5-run.fit").read_bytes())
    assert len(found) > 20
