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


@pytest.mark.parametrize(
    "arguments",
    [
        ["plan", "--week", "9999-12-31", "--answers"],
        ["plan", "--week", "0001-01-01", "--answers"],
        ["plan", "explain", "--week", "9999-12-31", "--answers"],
    ],
)
def test_a_week_at_the_end_of_the_calendar_is_refused(run, checkin, arguments):
    assert_one_sentence(run(*arguments, checkin()), "--week", "cannot be")


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_at_the_end_of_the_calendar_is_refused(run, monkeypatch, checkin, sample_runs, day):
    assert_one_sentence(run("exposures", "--on", day, sample_runs), "--on", "cannot be")
    monkeypatch.setenv("BACKSTRIDE_TODAY", day)
    assert_one_sentence(run("plan", "--answers", checkin()), "BACKSTRIDE_TODAY", "cannot be")


@pytest.mark.parametrize("place", [".", "..", "/", "folder"])
def test_a_folder_is_no_file_to_write(run, checkin, tmp_path, monkeypatch, place):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    path = checkin()
    assert_one_sentence(run("report", "--answers", path, "--pdf", place), "this is a folder")
    assert_one_sentence(run("report", "--answers", path, "--html", place), "this is a folder")
    assert_one_sentence(run("plan", "log", "--log", place, "--kind", "walk"), "this is a folder")
    assert_one_sentence(run("interview", "--save", place), "this is a folder")


def test_a_place_below_a_file_is_refused_by_every_command(run, checkin, tmp_path, sample_runs):
    blocker = tmp_path / "file"
    blocker.write_text("in the way")
    inside = blocker / "deep" / "page.pdf"
    assert_one_sentence(run("report", "--answers", checkin(), "--pdf", inside), "not a folder")
    assert_one_sentence(run("plan", "log", "--log", inside, "--kind", "walk"), "not a folder")
    assert_one_sentence(run("demo", "--out", inside), "not a folder")
    assert_one_sentence(run("decode", sample_runs, "--to", inside), "not a folder")
    assert_one_sentence(run("interview", "--save", inside), "not a folder")
    assert_one_sentence(run("evidence", "docs", "--out", inside), "cannot write")


def test_a_page_cannot_be_two_things(run, checkin, tmp_path):
    page = tmp_path / "page"
    assert_one_sentence(run("report", "--answers", checkin(), "--pdf", page, "--html", page), "two names")


def test_a_folder_that_is_not_there_yet_is_made(run, checkin, tmp_path):
    assert run("report", "--answers", checkin(), "--html", tmp_path / "new" / "page.html").code == 0
    assert (tmp_path / "new" / "page.html").is_file()


@pytest.mark.parametrize("country", ["ZZ", "G", "Britain", "12", ""])
def test_a_country_that_is_none_is_refused_with_those_known(run, checkin, tmp_path, country):
    for command in (
        ["report", "--answers", checkin(), "--html", tmp_path / "a.html"],
        ["demo", "--out", tmp_path],
        ["interview"],
    ):
        assert_one_sentence(run(*command, "--country", country), "--country", "GB", "US")


@pytest.mark.parametrize(("country", "number"), [("gb", "999"), ("US", "911"), ("Uk", "999"), ("eU", "112")])
def test_a_known_country_is_read_in_any_case(run, checkin, tmp_path, country, number):
    page = tmp_path / "a.html"
    answers = checkin(answers={"saddle_numb": True})
    ran = run("report", "--answers", answers, "--html", page, "--country", country)
    assert ran.code == 0
    assert ran.err == ""
    assert number in page.read_text(encoding="utf-8")


def test_a_country_without_numbers_gets_neutral_words_and_is_told_so(run, checkin, tmp_path):
    page = tmp_path / "a.html"
    arguments = ["report", "--answers", checkin(answers={"saddle_numb": True}), "--html", page, "--country", "jp"]
    ran = run(*arguments)
    assert ran.code == 0
    assert "JP" in ran.err
    assert "GB" in ran.err
    assert "local emergency number" in page.read_text(encoding="utf-8")
    assert run(*arguments, "-q").err == ""


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ({"moonday": 30}, ["moonday", "mon, tue", "equipment"]),
        ({"mon": 30, "Monday": 40}, ["monday is given twice"]),
        ({"equipment": ["trampoline"]}, ["trampoline", "kettlebell"]),
        ({"equipment": "band"}, ["list of names"]),
        ({"without": ["headstand"]}, ["headstand"]),
    ],
)
def test_a_wish_that_is_not_understood_is_refused(run, checkin, tmp_path, wishes, said):
    path = tmp_path / "free.json"
    path.write_text(json.dumps(wishes), encoding="utf-8")
    assert_one_sentence(run("plan", "--answers", checkin(), "--availability", path), *said)


GPX = """<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk>{sport}<trkseg>
{points}</trkseg></trk></gpx>"""


def gpx(sport):
    """Ten minutes at 3 m/s along a meridian, with or without its sport."""
    points = "".join(
        f'<trkpt lat="{51 + n * 30 / 111_200:.6f}" lon="0">'
        f"<time>2026-11-10T10:{n // 6:02d}:{n % 6 * 10:02d}Z</time></trkpt>"
        for n in range(60)
    )
    return GPX.format(sport=f"<type>{sport}</type>" if sport else "", points=points)


@pytest.mark.parametrize(
    ("sport", "reason"), [("", "the file does not say which sport"), ("cycling", "cycling, not running")]
)
def test_a_recording_that_does_not_count_is_listed_by_every_command(run, checkin, tmp_path, sample_runs, sport, reason):
    odd = tmp_path / "odd.gpx"
    odd.write_text(gpx(sport), encoding="utf-8")
    good = sorted(sample_runs.glob("*.fit"))[-1]
    answers = checkin()
    for command in (
        ["exposures", good, odd],
        ["assess", "--answers", answers, "--runs", good, odd],
        ["plan", "--answers", answers, "--runs", good, odd],
        ["report", "--answers", answers, "--html", tmp_path / "a.html", "--runs", good, odd],
    ):
        ran = run(*command)
        assert ran.code == 1, command
        assert "1 file was read but not counted as a run" in ran.err
        assert f"odd.gpx: {reason}" in ran.err


def test_runs_after_the_day_asked_for_are_not_set_aside(run, sample_runs):
    ran = run("exposures", "--on", "2026-08-20", sample_runs)
    assert ran.code == 0
    assert ran.err == ""


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"check": [1]}, "cannot be read"),
        ({"check": {"on": "2999-01-01", "findings": {}, "regions": []}}, "after this"),
    ],
)
def test_an_earlier_result_whose_answers_cannot_be_compared_is_refused(change, says, run, checkin, tmp_path):
    answers = checkin(answers={"loc_low_back_midline": True})
    earlier = tmp_path / "earlier.json"
    earlier.write_text(json.dumps({**json.loads(run("assess", "--answers", answers, "--json").out), **change}))
    ran = run("assess", "--answers", answers, "--previous", earlier)
    assert ran.code == 2
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert "fault of the program" not in ran.err
