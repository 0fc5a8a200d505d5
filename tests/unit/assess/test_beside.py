"""Beside the answer: scan, nerve test, course, confirmation, what would change it; nothing where the level presses."""

from dataclasses import replace
from datetime import date

import pytest

from backstride.assess import assess
from backstride.assess.answers import read_answers
from backstride.assess.beside_result import Beside
from backstride.assess.said import said
from backstride.assess.weigh import weigh
from backstride.assess.would_change import moves_most

DAY = date(2026, 11, 16)
NERVE = {
    "loc_low_back": True,
    "rad_below_knee": True,
    "tingle_leg": True,
    "numb_patch_one_leg": False,
    "agg_cough_sneeze": True,
    "agg_sitting": True,
}
BACK = {"loc_low_back": True, "agg_forward_bend": True}


@pytest.fixture
def checked(evidence):
    def check(findings, **about):
        safe = dict.fromkeys(evidence.triage.ask_first, False)
        document = {"answers": {**safe, **findings}, **about}
        return assess(read_answers(document, evidence), evidence, today=DAY)

    return check


def bands():
    return Beside(5.0, 10.0, (), None, None, None, None, "", "")


@pytest.mark.parametrize(
    ("ratio", "word"),
    [
        (1.2, "weak"),
        (4.99, "weak"),
        (5.0, "moderate"),
        (9.9, "moderate"),
        (10.0, "strong"),
        (0.21, "weak"),
        (0.2, "moderate"),
        (0.11, "moderate"),
        (0.1, "strong"),
    ],
)
def test_a_reason_counts_as_jaeschke_and_others_read_likelihood_ratios(ratio, word):
    assert bands().strength(ratio) == word


def test_the_bands_come_from_the_base(checked):
    beside = checked(BACK, age=30, duration_days=10).beside
    assert (beside.moderate_from, beside.strong_from) == (5.0, 10.0)


@pytest.mark.parametrize("finding", ["saddle_numb", "fever", "breathless_new"])
def test_nothing_stands_beside_an_answer_that_presses(checked, finding):
    result = checked({**BACK, finding: True}, age=30)
    assert result.urgency in ("emergency", "same_day")
    assert result.beside is None
    assert result.as_json()["beside"] is None
    assert all("strength" not in reason for c in result.as_json()["differential"] for reason in c["for"])


def test_a_new_sore_back_needs_no_scan_and_no_nerve_test(checked):
    beside = checked(BACK, age=43, duration_days=10).beside
    assert (beside.scan.id, beside.scan.useful) == ("SCAN_back", "not_now")
    assert beside.nerve_test.id == "EMG_none"


@pytest.mark.parametrize(
    ("days", "scan"), [(10, "SCAN_nerve_early"), (41, "SCAN_nerve_early"), (42, "SCAN_nerve_late")]
)
def test_a_scan_for_nerve_pain_waits_six_weeks(checked, days, scan):
    result = checked(NERVE, age=43, duration_days=days)
    assert result.differential.candidates[0].condition == "lumbar_radiculopathy_disc"
    expected = "SCAN_serious" if result.urgency == "within_days" else scan
    assert result.beside.scan.id == expected


@pytest.mark.parametrize(("days", "test"), [(20, "EMG_early"), (21, "EMG_late"), (None, "EMG_late")])
def test_a_nerve_test_is_too_early_before_three_weeks(checked, days, test):
    about = {} if days is None else {"duration_days": days}
    assert checked(NERVE, age=43, **about).beside.nerve_test.id == test


@pytest.mark.parametrize(
    ("age", "decade", "changed"), [(17, 20, "4"), (29, 20, "4"), (43, 40, "7"), (85, 80, "9 or 10")]
)
def test_what_scans_show_without_pain_goes_by_the_decade(checked, age, decade, changed):
    # Brinjikji 2015: disc degeneration in 37 % at 20, 68 % at 40, 96 % at 80 of people without pain.
    text = checked(BACK, age=age, duration_days=10).beside.incidental.text
    assert f"aged {decade} without any back pain" in text
    assert f", about {changed} show discs changed with age" in text


def test_without_an_age_two_decades_are_told(checked):
    text = checked(BACK, duration_days=10).beside.incidental.text
    # 37 % at 20 and 80 % at 50.
    assert "about 4 show discs changed with age on a scan. At age 50 it is about 8 of 10." in text


def test_the_course_is_told_as_counts_with_their_range_and_source(checked):
    # Petr 2020: 60 to 80 % better within about three months.
    beside = checked(NERVE, age=43, duration_days=30).beside
    assert "6 to 8 are better within about three months" in beside.course_words
    assert beside.course.sources == ("petr2020",)


def test_where_no_count_is_known_that_is_said(checked):
    beside = checked({"loc_lateral_hip": True}, age=50, duration_days=30).beside
    assert beside.course is None
    assert beside.course_words.startswith("We know of no good count")


def test_the_examination_that_would_change_most_does_what_it_says(checked):
    case = {"loc_low_back": True, "loc_buttock_sacrum": True}
    before = checked(case, age=30, duration_days=20)
    examined = [c for c in before.beside.would_change if c.asked == "clinician"]
    assert examined
    for change in examined:
        after = checked({**case, change.finding: change.answer}, age=30, duration_days=20)
        first = before.differential.candidates[0]
        if change.changes == "first":
            assert after.differential.candidates[0].condition == change.then
        else:
            then = next(c for c in after.differential.candidates if c.condition == first.condition)
            assert (then.probability > first.probability) == ("more likely" in change.text)


def test_an_open_safety_question_says_what_a_yes_would_mean(evidence):
    result = assess(read_answers({"age": 30, "answers": BACK}, evidence), evidence, today=DAY)
    (level,) = [c for c in result.beside.would_change if c.changes == "level"]
    assert level.then == "emergency"
    assert "you would need help at once" in level.text


def test_the_json_names_strength_and_sources(checked):
    document = checked(NERVE, age=43, duration_days=30).as_json()
    assert {r["strength"] for c in document["differential"] for r in c["for"]} <= {"weak", "moderate", "strong"}
    assert document["beside"]["scan"]["sources"]
    assert set(document["beside"]) == {
        "would_change",
        "scan",
        "scan_without_pain",
        "nerve_test",
        "course",
        "confirm",
    }


def test_a_sore_hip_says_nothing_about_discs(checked):
    result = checked({"loc_lateral_hip": True}, age=50, duration_days=30)
    assert result.beside.incidental is None
    assert result.as_json()["beside"]["scan_without_pain"] is None


def test_a_choice_says_which_of_its_answers_would_change_it(evidence):
    answers = read_answers({"answers": {"loc_low_back": True}}, evidence)
    weighed = weigh(said(answers, evidence, {}), evidence, draws=False)
    change = moves_most(["onset_mode"], "you", weighed, evidence.sections["explain"]["asks"], evidence)
    entry = evidence.findings["onset_mode"]
    assert change.answer in entry.options
    assert entry.option_words[entry.options.index(change.answer)] in change.text


def test_a_damaged_section_takes_nothing_from_the_answer(evidence):
    broken = replace(evidence, sections={k: evidence.sections[k] for k in evidence.sections if k != "explain"})
    result = assess(read_answers({"age": 30, "answers": BACK}, broken), broken, today=DAY)
    assert result.beside is None
    assert result.differential.candidates
