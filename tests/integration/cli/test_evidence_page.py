"""`backstride evidence page` and what stands beside an answer, as somebody in the terminal reads it."""

import pytest
from test_commands import ORDINARY

PAGES = (
    "low_back_after_running",
    "calves_after_running",
    "upper_buttocks_and_low_back",
    "treated_and_prevented",
    "why_back_muscles_hurt",
)


def test_without_an_id_the_questions_are_listed(run):
    listed = run("evidence", "page", "--json").json
    assert [page["id"] for page in listed] == list(PAGES)
    assert "Why do back muscles hurt?" in run("evidence", "page").out


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_with_danger_signs_and_ends_with_the_check(run, page):
    out = run("evidence", "page", page, "-q").out
    first = next(line for line in out.splitlines() if line.startswith("▲"))
    assert out.index(first) < out.index("What helps this week")
    assert out.rstrip().endswith("backstride interview")
    assert max(len(line) for line in out.splitlines()) <= 80


def test_the_json_says_what_each_line_rests_on(run):
    page = run("evidence", "page", "calves_after_running", "--json").json
    assert all(said["by"] for section in page["sections"] for said in section["says"])


def test_an_unknown_page_is_one_sentence_and_exit_code_2(run):
    ran = run("evidence", "page", "calfs_after_running")
    assert ran.code == 2
    assert ran.err.strip() == "There is no page `calfs_after_running`; the nearest is `calves_after_running`."


def test_an_answer_ends_with_what_would_change_it_and_whether_a_scan_helps(run, checkin):
    out = run("assess", "--answers", checkin(answers=ORDINARY), "-q").out
    for heading in ("Scan or nerve test?", "How it usually goes", "How a clinician checks it"):
        assert heading in out
    assert "Weak, moderate, strong: how much each answer counted." in out


def test_an_emergency_says_nothing_beside_the_emergency(run, checkin):
    out = run("assess", "--answers", checkin(answers={**ORDINARY, "saddle_numb": True}), "-q").out
    for word in ("Scan", "usually goes", "(strong)", "(weak)", "of 10"):
        assert word not in out
