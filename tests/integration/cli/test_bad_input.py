"""Bad input: exit code 2, one sentence that says what, where and what to do; no traceback, nothing half-written."""

import gzip
import json

import pytest


def assert_one_sentence(ran, *said):
    assert ran.code == 2
    assert ran.out == ""
    assert "Traceback" not in ran.err
    assert len(ran.err.strip().splitlines()) == 1, ran.err
    for words in said:
        assert words in ran.err, ran.err


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"answers": {"sadle_numb": True}}, ["sadle_numb", "saddle_numb"]),
        ({"answers": {"onset_mode": "sudden"}}, ["onset_mode", "sudden"]),
        ({"answers": {"fever": 3}}, ["fever"]),
        ({"answers": {"fever": "perhaps"}}, ["fever", "perhaps"]),
        ({"answers": {"regions": ["low_back_lft"]}}, ["low_back_lft", "low_back_left"]),
        ({"age": 340}, ["age", "340"]),
        ({"age": -1}, ["age"]),
        ({"age": "old"}, ["age"]),
        ({"sex": "f"}, ["sex"]),
        ({"duration_days": -3}, ["duration_days"]),
        ({"answers": []}, ["answers"]),
        ({"aeg": 30}, ["aeg"]),
        ({"story": 5}, ["story"]),
    ],
)
def test_an_answer_that_cannot_be_is_refused_by_name(run, tmp_path, document, said):
    path = tmp_path / "me.json"
    path.write_text(json.dumps({"age": 34, "sex": "female", "answers": {}} | document), encoding="utf-8")
    assert_one_sentence(run("assess", "--answers", path), "me.json", *said)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b'{"age": 34', "not JSON"),
        (b"age: 34\n", "not JSON"),
        (b"[1, 2]", "object"),
        (b'"fever"', "object"),
        (b'{"age": NaN}', "NaN"),
        (b'{"age": 1e400}', "age"),
        (b'{"age": 34, "age": 43}', "twice"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[" * 100_000, "nested"),
    ],
)
def test_a_file_that_is_no_check_in_is_refused(run, tmp_path, content, said):
    path = tmp_path / "me.json"
    path.write_bytes(content)
    assert_one_sentence(run("assess", "--answers", path), "me.json", said)


def test_a_path_that_is_not_there_is_refused(run, tmp_path):
    assert_one_sentence(run("assess", "--answers", tmp_path / "none.json"), "none.json", "check the path")


def test_a_folder_given_as_answers_is_refused(run, tmp_path):
    assert_one_sentence(run("assess", "--answers", tmp_path), "folder")


def test_a_folder_without_runs_is_refused(run, checkin, tmp_path):
    (tmp_path / "empty").mkdir()
    assert_one_sentence(run("assess", "--answers", checkin(), "--runs", tmp_path / "empty"), "empty")


def test_runs_that_are_not_there_are_refused(run, checkin, tmp_path):
    assert_one_sentence(run("assess", "--answers", checkin(), "--runs", tmp_path / "none.fit"), "none.fit")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.fit", b""),
        ("photo.fit", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("page.gpx", b"<html><body>Not a run</body></html>"),
        ("cut.gpx.gz", gzip.compress(b"<gpx></gpx>" * 500, mtime=0)[:30]),
        ("bomb.tcx", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    ],
)
def test_a_foreign_file_alone_is_refused_by_name(run, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    ran = run("decode", "-q", "--json", path)
    assert ran.code == 2
    assert "Traceback" not in ran.err
    (row,) = ran.json
    assert name in row["error"]


def test_a_bad_file_among_good_ones_is_set_aside_with_its_reason(run, checkin, tmp_path, sample_runs):
    for file in sorted(sample_runs.glob("*.fit"))[:3]:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "broken.fit").write_bytes(b"not a watch file")
    ran = run("assess", "--json", "--answers", checkin(), "--runs", tmp_path)
    assert ran.code == 1
    assert "1 file was set aside" in ran.err
    assert "broken.fit" in ran.err
    assert ran.json["urgency"]


def test_a_run_that_has_not_happened_yet_is_set_aside(run, monkeypatch, checkin, sample_runs):
    files = sorted(sample_runs.glob("*.fit"))
    monkeypatch.setenv("BACKSTRIDE_TODAY", "2026-08-10")
    ran = run("assess", "--json", "--answers", checkin(), "--runs", files[0], files[-1])
    assert ran.code == 1
    assert f"{files[-1].name}: the run is dated" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["assess"],
        ["assess", "--story", "x", "--answers", "y.json"],
        ["assess", "--nothing"],
        ["nothing"],
        ["report", "--answers", "me.json"],
        ["plan"],
        ["plan", "--answers", "me.json", "--week", "next"],
        ["exposures"],
        ["exposures", "--mass-kg", "7", "somewhere"],
        ["assess", "--story", "my back", "--age", "300"],
        ["evidence", "show", "sadle_num"],
        ["decode"],
    ],
)
def test_options_that_cannot_be_are_refused_in_one_sentence(run, arguments):
    assert_one_sentence(run(*arguments))


@pytest.mark.parametrize("wrong", [["--runs", "none.fit"], ["--previous", "none.json"]])
def test_a_bad_file_beside_an_emergency_does_not_hide_it(run, checkin, wrong):
    ran = run("assess", "--answers", checkin(answers={"saddle_numb": True}), *wrong)
    assert ran.code == 1
    assert "IMMEDIATE ACTION REQUIRED" in ran.out
    assert wrong[1] in ran.err


def test_strange_letters_and_numbers_spoil_their_own_line_only(run, tmp_path):
    path = tmp_path / "many.jsonl"
    lines = [
        '{"id": "a", "story": "\\ud800"}',
        '{"id": "b", "age": ' + "9" * 5000 + "}",
        '{"id": "c", "story": "x\u2028y"}',
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    ran = run("assess", "--json", "--answers", path)
    results = [json.loads(line) for line in ran.out.split("\n") if line]
    assert len(results) == 3
    assert "digits" in results[1]["error"] or "age" in results[1]["error"]
    assert results[2]["id"] == "c"
    assert results[2]["urgency"] == "within_2_weeks_routine"


def test_the_answer_comes_out_where_the_terminal_knows_no_signs(checkin):
    import os
    import subprocess
    import sys

    environment = os.environ | {"PYTHONIOENCODING": "ascii", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "backstride", "assess", "--answers", str(checkin())]
    ran = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "ROUTINE" in ran.stdout.decode("utf-8")


def test_a_page_that_cannot_be_written_leaves_nothing_behind(run, checkin, tmp_path):
    blocker = tmp_path / "file"
    blocker.write_text("in the way")
    before = sorted(p.name for p in tmp_path.iterdir())
    path = checkin()
    assert_one_sentence(run("report", "--answers", path, "--pdf", blocker / "page.pdf"), "cannot write")
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*before, path.name])


def test_a_bad_line_of_many_gives_its_error_and_the_rest_goes_on(run, tmp_path):
    path = tmp_path / "many.jsonl"
    lines = ['{"id": "a", "answers": {"fever": true}}', '{"id": "b", "answers": {"fevr": true}}', "{", '{"id": "d"}']
    path.write_text("\n".join(lines), encoding="utf-8")
    ran = run("assess", "--json", "--answers", path)
    assert ran.code == 1
    results = [json.loads(line) for line in ran.out.splitlines()]
    assert [r["id"] for r in results] == ["a", "b", None, "d"]
    assert "fevr" in results[1]["error"]
    assert "error" in results[2]
    assert results[0]["urgency"]
    assert results[3]["urgency"] == "within_2_weeks_routine"
