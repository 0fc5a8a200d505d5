"""What a runner reads frightens nobody, blames nobody and promises nothing."""

import re

import pytest

# ux.md section 8, the left-hand column, as far as single words can tell.
PHRASES = (
    r"wear and tear|worn out|degenerat\w*|crumbl\w*|slipped|bulging|ruptured? disc|trapped|pinched nerve|unstable|"
    r"instability|misalign\w*|out of place|no pain no gain|push through|you're fine|nothing serious|don't worry|"
    r"diagnosis|patient|red flag|triage|invalid|oops|simply"
)
FORBIDDEN = re.compile(rf"\b({PHRASES})\b", re.IGNORECASE)
CLAIMING = re.compile(rf"\b({PHRASES}|you have|pinched|frayed)\b", re.IGNORECASE)


def test_questions_and_reasons_hold_no_forbidden_word(evidence):
    for finding in evidence.findings.values():
        if finding.who == "clinician":
            continue
        for text in (finding.question, finding.why, finding.yes, finding.no):
            assert not FORBIDDEN.search(text), f"{finding.id}: {text}"


def test_conditions_are_named_without_forbidden_words(evidence):
    for condition in evidence.conditions.values():
        for text in (condition.plain_name, condition.what_it_is, condition.see):
            assert not CLAIMING.search(text), f"{condition.id}: {text}"


def test_advice_names_no_medicine_and_no_dose(evidence):
    medicine = re.compile(r"ibuprofen|naproxen|paracetamol|acetaminophen|codeine|tablet|\bmg\b|dose", re.IGNORECASE)
    for lines in evidence.sections["advice"].values():
        for line in lines:
            assert not medicine.search(line["text"]), line["text"]


@pytest.mark.parametrize(
    "level", ["emergency", "same_day", "within_days", "within_2_weeks_routine", "self_care_ok_with_safety_net"]
)
def test_each_level_has_words_and_advice(evidence, level):
    assert evidence.triage.level_words[level]["head"]
    assert evidence.sections["advice"][level]
