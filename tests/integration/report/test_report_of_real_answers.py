"""The report over the real evidence, assessment and plan: whatever the answers, one page that tells the truth."""

from datetime import date
from io import BytesIO

import pypdf
import pytest
import yaml

from backstride import plan as plan_room
from backstride.assess import assess, read_answers
from backstride.report import INTENDED_USE, ReportInput, country_words, html, pdf

MONDAY = date(2026, 11, 16)
SCIATICA = {
    "age": 38,
    "sex": "female",
    "duration_days": 24,
    "story": "After a long hilly run my back was stiff, then it went down the leg.",
    "answers": {
        "onset_mode": "gradual_over_days_to_weeks",
        "rad_below_knee": True,
        "leg_worse_than_back": True,
        "tingle_leg": True,
        "agg_sitting": True,
        "agg_cough_sneeze": True,
        "ease_moving_about": True,
        "pain_intensity_nrs": 6,
        "regions": ["low_back_left", "buttock_left", "back_thigh_left", "calf_left"],
    },
}


def report_on(document, evidence):
    answers = read_answers(document, evidence)
    result = assess(answers, evidence, today=MONDAY)
    week = plan_room.build(result, answers, evidence, week=MONDAY)
    return ReportInput("Runner", MONDAY, answers, result, evidence, country_words("GB", evidence), plan=week)


def with_screen(document, evidence, **answers):
    """The same answers, with every first safety question answered no unless said otherwise."""
    screen = dict.fromkeys(evidence.triage.ask_first, False)
    return {**document, "answers": {**screen, **document["answers"], **answers}}


def words_of(document):
    pages = pypdf.PdfReader(BytesIO(document)).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().replace("\u200b", "").split())


def test_a_screened_sciatica_is_told_on_one_page(evidence):
    given = report_on(with_screen(SCIATICA, evidence), evidence)
    text = words_of(pdf(given))
    head = evidence.triage.level_words[given.assessment.urgency]["head"]
    assert head in text
    assert "All 15 safety questions answered" in text
    assert given.assessment.differential.candidates[0].name in html(given)
    assert "Left low back, left buttock, left back of thigh and left calf" in text


def test_new_numbness_between_the_legs_ends_in_the_emergency_page_alone(evidence):
    given = report_on(with_screen(SCIATICA, evidence, saddle_numb=True), evidence)
    assert given.assessment.urgency == "emergency"
    text = words_of(pdf(given))
    assert text.startswith("Immediate action required Call 999 or go to A&E now")
    assert "new numbness between the legs" in text
    assert "in 10" not in text
    assert "This week" not in text
    assert INTENDED_USE in text


def test_nothing_answered_is_reported_without_reassurance(evidence):
    given = report_on({"answers": {}}, evidence)
    text = words_of(pdf(given))
    assert "0 of 15 safety questions answered" in text
    assert "nothing you told us points to an emergency" not in text


@pytest.mark.parametrize("value", [True, False])
def test_every_question_answered_alike_still_fits_one_page(evidence, value):
    answers = {f.id: value for f in evidence.findings.values() if f.kind == "yes_no" and f.who != "derived"}
    given = report_on(
        {"age": 52, "sex": "female", "duration_days": 20, "story": "x" * 4000, "answers": answers}, evidence
    )
    text = words_of(pdf(given))
    assert INTENDED_USE in text
    assert "Please check me for" in text or given.assessment.urgency not in ("emergency", "same_day")
    always = evidence.safety_nets["SN_always"]
    told = value and given.assessment.urgency == "emergency"
    to_notice = [sign for sign in always.watch_for if not (told and sign in always.told_by)]
    assert all(sign.lower() in text.lower() for sign in to_notice)
    assert told or len(to_notice) == len(always.watch_for)


def test_every_development_vignette_fits_one_page_and_shows_its_level(evidence, shared):
    vignettes = yaml.safe_load((shared / "samples" / "vignettes" / "dev.yaml").read_text(encoding="utf-8"))["vignettes"]
    for vignette in vignettes:
        document = {key: value for key, value in vignette["coded"].items() if key != "id"}
        given = report_on({**document, "story": vignette["story"]}, evidence)
        text = words_of(pdf(given))
        head = given.country.local(evidence.triage.level_words[given.assessment.urgency]["head"])
        assert head in text, vignette["id"]
        assert ("in 10" in text) <= (given.assessment.urgency not in ("emergency", "same_day")), vignette["id"]
