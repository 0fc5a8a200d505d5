"""A log: what is written, what is refused with its line, and what the plan makes of it."""

import json

import pytest
from test_bad_input import assert_one_sentence
from test_commands import ORDINARY

RED = {"day": "2026-11-15", "kind": "run", "pain_during": 8, "limp": True, "settled_24h": False}


@pytest.fixture
def log(tmp_path):
    """Write a log: one JSON object a line."""

    def write(*entries):
        path = tmp_path / "log.jsonl"
        path.write_text("".join(json.dumps(e) + "\n" for e in entries), encoding="utf-8")
        return path

    return write


def test_a_hard_reaction_is_told_above_the_week_and_changes_it(run, checkin, log):
    plan = ["plan", "--answers", checkin(answers=ORDINARY), "--week", "2026-11-16"]
    before, after = run(*plan).out, run(*plan, "--log", log(RED)).out
    assert "hard reaction" in " ".join(after.splitlines()[1:3])
    assert before.splitlines()[1:] != [line for line in after.splitlines()[1:] if line in before]
    assert "pain 8 of 10" in after


def test_a_danger_sign_leads_to_the_signs(run, checkin, log):
    path = log({"day": "2026-11-15", "kind": "day", "danger_sign": True})
    ran = run("plan", "--answers", checkin(answers=ORDINARY), "--log", path)
    for words in ("safety check", "emergency", "numb where you sit"):
        assert words in ran.out


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"day": "2026-11-15", "kind": "run", "pain_during": 80}, "between 0 and 10"),
        ({"day": "2026-11-17", "kind": "run"}, "has not come yet"),
        ({"day": "2026-11-15", "kind": "check", "check": "walk_tset", "met": True}, "clinician_seen, walk_test"),
        ({"day": "0001-01-01", "kind": "day", "pain_mean": 3}, "too long ago"),
    ],
)
def test_a_bad_line_is_refused_with_its_file_and_number(run, checkin, log, entry, words):
    path = log({"day": "2026-11-14", "kind": "walk"}, entry)
    assert_one_sentence(
        run("plan", "--answers", checkin(answers=ORDINARY), "--log", path), "log.jsonl, line 2: Log", words
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--kind", "run", "--pain-during", "11"], "between 0 and 10"),
        (["--kind", "run", "--effort", "-1"], "between 0 and 10"),
        (["--kind", "day", "--sleep-h", "30"], "between 0 and 24"),
        (["--kind", "run", "--stage", "0"], "step of the table"),
        (["--kind", "run", "--stage", "99"], "no step 99"),
        (["--kind", "run", "--day", "2026-11-17"], "has not come yet"),
        (["--kind", "run", "--day", "0001-01-01"], "cannot be"),
        (["--kind", "check", "--check", "walk", "--met"], "known are"),
        (["--kind", "check", "--met"], "needs `check`"),
        (["--kind", "nap"], "is not one of"),
    ],
)
def test_what_cannot_be_is_not_noted(run, tmp_path, arguments, words):
    path = tmp_path / "log.jsonl"
    assert_one_sentence(run("plan", "log", "--log", path, *arguments), words)
    assert not path.exists()


def test_every_sign_of_a_hard_reaction_can_be_noted(run, tmp_path):
    path = tmp_path / "log.jsonl"
    signs = ["--rising", "--limp", "--spread-down", "--new-leg-symptom", "--not-settled"]
    added = run("plan", "log", "--json", "--log", path, "--kind", "run", *signs).json["added"]
    assert {name for name, value in added.items() if value is True} == {
        "done",
        "danger_sign",
        "pain_rising",
        "limp",
        "pain_spread_down",
        "new_leg_symptom",
    } - {"danger_sign"}
    assert added["settled_24h"] is False


def test_the_help_lists_the_checks(run):
    out = run("plan", "log", "--help").out
    for check in ("walk_test", "clinician_seen", "check_in_again", "walk_30_min"):
        assert check in out
