"""The benchmark of FIT readers counts the same samples for each and compares only files that both could read."""

from pathlib import Path

import pytest

from backstride.recording import crc, read
from backstride.recording.fit import fast
from decode import Reading, _measured, _row, written
from fit_readers import OURS, READERS, Reader

STRYD = Path(__file__).parents[3] / "tests/data/watchfiles/fitdecode__developer-types-sample.fit"


def test_the_written_file_is_a_sound_run(tmp_path):
    path = tmp_path / "written.fit"
    path.write_bytes(written(1000))
    (run,) = read(path)
    assert (run.samples.height, run.distance_m, run.warnings) == (1000, 2997.0, ())


@pytest.mark.parametrize("name", [name for name, reader in READERS.items() if reader.gives != "nothing"])
def test_every_reader_that_is_installed_finds_all_samples(name, monkeypatch):
    # Getting ready changes how the whole process reads.
    monkeypatch.setattr(crc, "_compiled", crc._compiled)
    monkeypatch.setattr(fast, "_find", fast._find)
    measured = _measured(Reader(name, "", READERS[name].ready, slow=True), STRYD)
    if "No module named" in measured.get("failed", ""):
        pytest.skip(f"{name} is not installed")
    assert measured["samples"] == 3424
    assert measured["best_s"] > 0


def test_a_ratio_is_over_the_files_that_both_could_read():
    readings = {OURS: [Reading(1, 1.0), Reading(1, 2.0), Reading(failed="no")], "other": [Reading(1, 5.0)] * 3}
    files = [STRYD] * 3
    row = _row(Reader("other", "messages", list), readings, files, [0, 1, 2])
    # 10 s by 3 s
    assert row[2:6:3] == ("3 of 3", "3.33")
