"""The benchmark of readers counts the same samples for each and compares only files that both could read."""

from pathlib import Path

import pytest

from backstride.recording import crc, read
from backstride.recording.fit import fast
from backstride.recording.xml import document
from decode import Reading, _measured, _parts, _row
from fit_readers import OURS, READERS, Reader
from formats import FORMATS, written
from xml_readers import GPX_READERS, TCX_READERS, written_gpx, written_tcx

WATCHFILES = Path(__file__).parents[3] / "tests/data/watchfiles"
STRYD = WATCHFILES / "fitdecode__developer-types-sample.fit"
GPX, TCX = (WATCHFILES / f"sweatpy__activity_5039744860.{ending}" for ending in ("gpx", "tcx"))


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


@pytest.mark.parametrize("write", [written_gpx, written_tcx])
def test_the_written_text_is_a_sound_run(tmp_path, write):
    path = tmp_path / "written"
    path.write_bytes(write(1000))
    (run,) = read(path)
    assert (run.samples.height, run.elapsed_s, run.warnings) == (1000, 999, ())
    assert run.samples["heart_rate_bpm"].null_count() == 0


@pytest.mark.parametrize(
    ("path", "name", "readers", "samples"),
    [
        *((GPX, name, GPX_READERS, 96) for name, reader in GPX_READERS.items() if reader.gives != "nothing"),
        # Cleaning joins the four samples that end one lap and begin the next.
        *(
            (TCX, name, TCX_READERS, 96 if reader.gives == "cleaned runs" else 100)
            for name, reader in TCX_READERS.items()
            if reader.gives != "nothing"
        ),
    ],
)
def test_every_reader_of_gpx_and_tcx_finds_all_samples(path, name, readers, samples, monkeypatch):
    monkeypatch.setattr(document, "excise", document.excise)  # getting ready changes it
    measured = _measured(Reader(name, "", readers[name].ready, slow=True), path)
    assert measured["samples"] == samples
    assert measured["best_s"] > 0


def test_what_is_not_measured_keeps_its_section(tmp_path):
    document = tmp_path / "decode.md"
    titles = [*(kind.title for kind in FORMATS.values()), "Exports of Apple Health"]
    document.write_text("# Heading\n\n" + "\n\n".join(f"## {title}\n\n### Table\n\nText" for title in titles) + "\n")
    assert _parts(document) == {title: f"## {title}\n\n### Table\n\nText" for title in titles}


def test_a_ratio_is_over_the_files_that_both_could_read():
    readings = {OURS: [Reading(1, 1.0), Reading(1, 2.0), Reading(failed="no")], "other": [Reading(1, 5.0)] * 3}
    files = [STRYD] * 3
    row = _row(Reader("other", "messages", list), readings, files, [0, 1, 2], (OURS, "nobody"))
    # 10 s by 3 s
    assert (row[2], *row[5:]) == ("3 of 3", "3.33", "not measured")
