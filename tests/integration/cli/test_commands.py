"""Each command keeps its contract: the keys of its JSON, its exit code, nothing but JSON on stdout."""

import json
import subprocess
import sys
from io import StringIO

import pytest

from unit.recording.fit_bytes import NOON, STEADY, FitBytes, steady

SAFE = dict.fromkeys(
    [
        "sepsis_signs",
        "collapse_or_confusion_exercise",
        "syncope_or_collapse",
        "breathlessness_new",
        "saddle_numbness",
        "urinary_retention_new",
        "urinary_incontinence_new",
        "bowel_control_loss_new",
        "bilateral_leg_weakness_numbness",
        "weakness_progressing",
        "fever_or_rigors",
        "major_trauma",
        "cancer_history",
        "pregnant_or_possible",
        "suicidal_thoughts",
    ],
    False,
)

ORDINARY = SAFE | {
    "regions": ["low_back_left"],
    "onset_mode": "hours_to_2_days_after_exercise",
    "q_dull_ache": True,
    "agg_forward_bend": True,
    "ease_moving_about": True,
}


def test_assess_gives_every_key_of_the_contract(run, checkin):
    result = run("assess", "--json", "--answers", checkin(answers=ORDINARY)).json
    assert set(result) >= {
        "urgency",
        "reasons",
        "differential",
        "ask_next",
        "measured",
        "safety_net",
        "story_findings",
        "must_rule_out",
        "activity",
        "modifiers",
        "unlisted_probability",
        "open_safety_questions",
        "recheck_on",
        "changed",
        "advice",
        "evidence_version",
    }
    for candidate in result["differential"]:
        assert candidate["probability"] > 0.005
        assert candidate["low80"] <= candidate["probability"] <= candidate["high80"]
        assert {"condition", "name", "plain_name", "aliases", "umbrella", "for", "against", "to_confirm"} <= set(
            candidate
        )
    assert result["safety_net"]


def test_probabilities_come_most_probable_first_and_never_sum_to_more_than_one(run, checkin):
    differential = run("assess", "--json", "--answers", checkin(answers=ORDINARY)).json["differential"]
    probabilities = [c["probability"] for c in differential]
    assert probabilities == sorted(probabilities, reverse=True)
    assert 0.9 < sum(probabilities) <= 1.0 + 1e-9


def test_an_emergency_prints_only_its_block(run, checkin):
    ran = run("assess", "--answers", checkin(answers={"saddle_numb": True, "regions": ["low_back_middle"]}))
    assert ran.code == 0
    body = ran.out.split("\nNext:")[0].rstrip()
    assert body.startswith("!")
    assert all(line.startswith("!") for line in body.splitlines())
    assert "What it probably is" not in ran.out


def test_an_emergency_does_not_ask_to_notice_what_was_told(run, checkin):
    ran = run("assess", "--answers", checkin(answers={"saddle_numb": True, "regions": ["low_back_middle"]}))
    also = ran.out.partition("Also get help at once for:")[2].partition("Say:")[0].lower()
    assert "trouble peeing or pooing" in also
    assert "between the legs" not in also


def test_open_questions_say_what_a_yes_would_mean_and_what_a_no_to_all_may(run, checkin):
    ordinary = {key: value for key, value in ORDINARY.items() if key not in SAFE} | {"mechanical_pattern": True}
    out = " ".join(run("assess", "--answers", checkin(answers=ordinary)).out.split())
    assert "(yes: help now)" in out
    assert "if all are no, this may be one for self-care." in out


def test_what_must_not_be_missed_comes_with_the_answers_behind_it(run, checkin):
    out = " ".join(run("assess", "--answers", checkin(answers=ORDINARY | {"fever_or_rigors": True})).out.split())
    assert "Infection in the spine: temperature of 38 °C or more, or shivering" in out


def test_a_same_day_answer_holds_causes_and_plan_back(run, checkin):
    ran = run("assess", "--answers", checkin(answers={"foot_drop": True, "regions": ["low_back_left"]}))
    assert "TODAY" in ran.out
    assert "What it probably is" not in ran.out


def test_no_line_is_wider_than_eighty_columns(run, checkin, sample_runs):
    ran = run("assess", "--answers", checkin(answers=ORDINARY), "--runs", sample_runs)
    assert max(len(line) for line in ran.out.splitlines()) <= 80


def test_runs_of_several_paths_follow_one_option(run, checkin, sample_runs):
    files = sorted(sample_runs.glob("*.fit"))[-4:]
    ran = run("assess", "--json", "--answers", checkin(answers=ORDINARY), "--runs", *files)
    assert ran.code == 0
    assert ran.json["urgency"]


def test_a_story_alone_is_kept_and_reassures_nobody(run):
    result = run("assess", "--json", "--story", "My back hurts after a long run", "--age", "34").json
    assert result["story"] == "My back hurts after a long run"
    assert result["urgency"] == "within_2_weeks_routine"
    assert len(result["open_safety_questions"]) == 15


def test_decode_gives_a_row_for_each_activity(run, sample_runs):
    rows = run("decode", "--json", sample_runs).json
    assert rows
    for row in rows:
        assert set(row) >= {
            "file",
            "format",
            "sport",
            "started_at",
            "records",
            "distance_m",
            "timer_s",
            "elapsed_s",
            "ascent_m",
            "avg_cadence_spm",
            "avg_heart_rate_bpm",
            "device",
            "warnings",
        }


def test_decode_writes_tables_that_other_tools_read(run, sample_runs, tmp_path):
    import polars as pl

    file = sorted(sample_runs.glob("*.fit"))[0]
    ran = run("decode", "--json", file, "--to", tmp_path / "out")
    (row,) = ran.json
    assert pl.read_parquet(row["written"]).height == row["records"]


def test_decode_of_one_file_tells_what_was_recorded(run, tmp_path):
    # 3 m/s for 600 s is 1.8 km (5:33 a km); 160 steps a minute; effort 55 is 5.5 of 10; two laps.
    fit = FitBytes().file_id().records(*STEADY, rows=steady(601))
    fit.define(5, 19, [(253, "uint32"), (2, "uint32"), (7, "uint32")])
    fit.data(5, NOON + 300, NOON, 300_000).data(5, NOON + 600, NOON + 300, 300_000)
    fields = [(253, "uint32"), (2, "uint32"), (5, "enum"), (7, "uint32"), (8, "uint32"), (193, "uint8")]
    fit.define(2, 18, fields).data(2, NOON + 600, NOON, 1, 640_000, 600_000, 55)
    (tmp_path / "run.fit").write_bytes(fit.finish())
    text = run("decode", tmp_path / "run.fit").out
    for expected in ("1.80 km", "10:00, from start to end 10:40", "5:33 a km", "160 steps", "5.5 of 10", "Laps", "601"):
        assert expected in text, expected
    assert "1.12 miles" in run("decode", "--imperial", tmp_path / "run.fit").out
    assert max(map(len, text.splitlines())) <= 80


def test_decode_writes_even_rows_where_asked(run, tmp_path):
    import polars as pl

    # Samples at 0, 2, 4 and 30 s at 3 m/s; laps from 0 and from 4 s. At 2.5 s it is 7.5 m; after 4 s nothing is known.
    fit = FitBytes().file_id().records((5, "uint32"), rows=[(0,), (600,), (1200,), (9000,)], seconds=[0, 2, 4, 30])
    fit.define(5, 19, [(253, "uint32"), (2, "uint32"), (7, "uint32")])
    fit.data(5, NOON + 4, NOON, 4_000).data(5, NOON + 30, NOON + 4, 26_000)
    (tmp_path / "run.fit").write_bytes(fit.session(elapsed=30, timer=30, distance=90).finish())
    (row,) = run("decode", "--json", tmp_path / "run.fit", "--to", tmp_path, "--every", "2.5").json
    table = pl.read_parquet(row["written"])
    assert table["elapsed_s"].to_list() == [2.5 * step for step in range(13)]
    assert table["distance_m"].to_list() == [0.0, 7.5, *[None] * 10, 90.0]
    assert table["lap"].to_list()[:2] == [1, 1]
    assert table["lap"][-1] == 2
    assert table["time"][1].isoformat() == "2024-11-08T11:33:22.500000+00:00"


@pytest.mark.parametrize(
    "arguments", [["--every", "1"], ["--every", "0", "--to", "out"], ["--every", "nan", "--to", "out"]]
)
def test_decode_refuses_rows_that_cannot_be(run, sample_runs, arguments):
    ran = run("decode", sample_runs, *arguments)
    assert ran.code == 2
    assert "--every: " in ran.err


def test_decode_of_files_of_one_name_overwrites_none(run, sample_runs, tmp_path):
    import shutil

    file = sorted(sample_runs.glob("*.fit"))[0]
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        shutil.copy(file, tmp_path / folder / "run.fit")
    rows = run("decode", "--json", tmp_path / "a", tmp_path / "b", "--to", tmp_path / "out").json
    assert len({row["written"] for row in rows}) == 2


def test_exposures_gives_runs_and_days(run, sample_runs):
    result = run("exposures", "--json", sample_runs, "--mass-kg", "62", "--height-m", "1.7").json
    assert result["runs"]
    assert result["days"]


def test_plan_gives_sessions_with_their_reasons(run, checkin):
    result = run("plan", "--json", "--answers", checkin(answers=ORDINARY), "--week", "2026-11-16").json
    assert set(result) >= {"phase", "sessions", "rules"}
    for session in result["sessions"]:
        assert set(session) >= {"day", "start", "kind", "minutes", "detail", "why"}


def test_plan_in_an_emergency_holds_nothing_but_the_instruction(run, checkin):
    result = run("plan", "--json", "--answers", checkin(answers={"saddle_numb": True})).json
    assert result["sessions"] == []


def test_what_was_done_is_logged_and_the_next_plan_goes_by_it(run, checkin, tmp_path):
    log = tmp_path / "log.jsonl"
    assert run("plan", "log", "--log", log, "--kind", "walk", "--day", "2026-11-16", "--pain-during", "1").code == 0
    noted = run("plan", "log", "--json", "--log", log, "--kind", "day", "--danger-sign").json
    assert noted["entries"] == 2
    arguments = ["plan", "--json", "--answers", checkin(answers=ORDINARY), "--week", "2026-11-16"]
    assert run(*arguments).json["sessions"]
    assert run(*arguments, "--log", log).json["sessions"] == []


def test_a_log_with_a_bad_line_is_refused_and_kept(run, tmp_path):
    log = tmp_path / "log.jsonl"
    log.write_text('{"day": "2026-11-16", "kind": "dance"}\n', encoding="utf-8")
    ran = run("plan", "log", "--log", log, "--kind", "walk")
    assert ran.code == 2
    assert "line 1" in ran.err
    assert log.read_text(encoding="utf-8") == '{"day": "2026-11-16", "kind": "dance"}\n'


def test_report_writes_both_pages(run, checkin, tmp_path):
    ran = run(
        "report",
        "--json",
        "--answers",
        checkin(answers=ORDINARY),
        "--pdf",
        tmp_path / "a.pdf",
        "--html",
        tmp_path / "a.html",
    )
    assert ran.json["files"] == [str(tmp_path / "a.pdf"), str(tmp_path / "a.html")]
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "a.html").read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")


def test_the_demo_answers_the_four_questions_and_writes_the_page(run, tmp_path):
    ran = run("demo", "--out", tmp_path)
    assert ran.code == 0
    assert "What it probably is" in ran.out or "We can't pick one yet" in ran.out
    for heading in ("What your runs show", "This week", "Watch for these signs"):
        assert heading in ran.out
    assert "not a person" in ran.err
    assert (tmp_path / "report.pdf").stat().st_size > 10_000
    assert "ot a person" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_result_compared_with_itself_has_not_changed(run, checkin, tmp_path):
    path = checkin(answers=ORDINARY)
    earlier = tmp_path / "earlier.json"
    earlier.write_text(run("assess", "--json", "--answers", path).out, encoding="utf-8")
    result = run("assess", "--json", "--answers", path, "--previous", earlier).json
    assert result["changed"] is not None


def test_evidence_check_and_docs_pass(run, tmp_path):
    counts = run("evidence", "check", "--json").json
    assert counts["problems"] == []
    assert counts["numbers"]["retrieved"] > 0
    assert run("evidence", "docs", "--out", tmp_path / "site").code == 0
    pages = {path.stem for path in (tmp_path / "site/conditions").glob("*.html")}
    ranked_and_modifiers = set(counts["expert_share"])
    assert ranked_and_modifiers < pages
    assert len(pages - ranked_and_modifiers) == counts["sizes"]["conditions, screened by rules"]
    assert {"cauda_equina", "osteoporosis", "gout"} <= pages


def test_evidence_check_lists_each_condition_with_its_rivals(run):
    listed = run("evidence", "check", "--conditions").out
    told = " ".join(listed[listed.index("\nplantar_heel_pain:") :].split("\n\n")[0].split())
    rivals = run("evidence", "check", "--json").json["separation"]["plantar_heel_pain"]["rivals"]
    assert len(rivals) == 3
    for rival, findings in rivals.items():
        assert f"{rival} ({len(findings)})" in told
    assert "% judgement alone" in told
    assert max(len(line) for line in listed.splitlines()) <= 80


@pytest.mark.slow
def test_the_interview_protocol_goes_from_question_to_result():
    replies = json.dumps({"stop": True}) + "\n"
    ran = subprocess.run(
        [sys.executable, "-m", "backstride", "interview", "--json"],
        input=replies,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.returncode == 0, ran.stderr
    assert set(lines[0]) >= {"question", "urgency_so_far", "stage", "expected_remaining"}
    assert lines[-1]["result"]["urgency"] == "within_2_weeks_routine"
    assert lines[-1]["result"]["asked"] == 0


def spoken(run, monkeypatch, *options, replies):
    """The lines of the protocol for these replies."""
    monkeypatch.setattr("sys.stdin", StringIO("".join(json.dumps(reply) + "\n" for reply in replies)))
    ran = run("interview", "--json", *options)
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def test_an_old_client_gets_single_questions_and_why_it_ended(run, monkeypatch):
    opening = [{"id": "age", "value": 34}, {"id": "sex", "value": "male"}, {"id": "duration_days", "value": 9}]
    lines = spoken(run, monkeypatch, replies=[*opening, {"id": "sepsis_signs", "value": False}])
    assert [line["question"]["type"] for line in lines[3:5]] == ["yes_no", "yes_no"]
    assert lines[-1]["result"]["asked"] == 4
    assert lines[-1]["result"]["ended"]["because"] == "stopped"


def test_with_screens_a_client_may_answer_together_or_one_by_one(run, monkeypatch):
    opening = [{"id": "age", "value": 34}, {"id": "sex", "value": "male"}, {"id": "duration_days", "value": 9}]
    replies = [*opening, {"id": "faint_or_collapse", "value": False}, {"id": "safety_now", "value": "none"}]
    lines = spoken(run, monkeypatch, "--screens", replies=replies)
    assert [line["question"]["id"] for line in lines[3:6]] == ["safety_now", "safety_now", "safety_nerves"]
    assert "faint_or_collapse" not in lines[4]["question"]["choices"]
    assert lines[-1]["result"]["asked"] == 5
    assert lines[-1]["result"]["safety_asked"] == 4 + 1  # the pregnancy question does not concern him


@pytest.mark.parametrize(
    ("day", "monday", "words"),
    [
        ("2026-11-19", "2026-11-16", "This week"),
        ("2026-11-21", "2026-11-23", "The week from 23 November"),
        ("2026-11-22", "2026-11-23", "The week from 23 November"),
    ],
)
def test_plan_and_report_plan_the_same_week(run, monkeypatch, checkin, tmp_path, day, monday, words):
    """From Friday on the week to come: 19 November 2026 is a Thursday."""
    monkeypatch.setenv("BACKSTRIDE_TODAY", day)
    answers = checkin(answers=ORDINARY)
    assert run("plan", "--json", "--answers", answers).json["week"] == monday
    run("report", "--answers", answers, "--html", tmp_path / "a.html")
    assert words in (tmp_path / "a.html").read_text(encoding="utf-8")
