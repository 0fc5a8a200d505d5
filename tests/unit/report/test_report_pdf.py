from dataclasses import replace
from io import BytesIO

import pypdf
import pytest
import report_cases

from backstride import report

CASES = sorted(report_cases.ALL)
A4_POINTS = (595.28, 841.89)


@pytest.mark.parametrize("name", CASES)
def test_a_report_is_one_a4_page_whatever_it_holds(pdf_of, name):
    document = pdf_of(name)
    reader = pypdf.PdfReader(BytesIO(document))
    assert document.startswith(b"%PDF")
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(A4_POINTS, abs=0.1)


@pytest.mark.parametrize("name", CASES)
def test_the_pdf_is_tagged_titled_and_says_it_meets_pdf_ua_1(pdf_of, name):
    reader = pypdf.PdfReader(BytesIO(pdf_of(name)))
    catalogue = reader.trailer["/Root"]
    assert bool(catalogue["/MarkInfo"]["/Marked"])
    assert catalogue["/Lang"] == "en-GB"
    assert reader.metadata.title
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_object().get_data()


@pytest.mark.parametrize("name", CASES)
def test_how_soon_to_be_seen_comes_before_everything_else(text_of, name):
    text, case = text_of(name), report_cases.ALL[name]()
    head = case.country.local(report_cases.LEVEL_WORDS[case.assessment.urgency]["head"])
    later = ["Where it hurts", "What you told us", "What your runs show", "Who to see", "Get help at once", "Say so at"]
    assert head in text
    assert all(text.find(head) < text.find(heading) for heading in later if heading in text)


@pytest.mark.parametrize("name", CASES)
def test_every_danger_sign_stands_on_every_page(text_of, name):
    text = text_of(name).lower()
    assert all(sign in text for sign in report_cases.SIGNS)


@pytest.mark.parametrize("name", CASES)
def test_every_page_says_what_it_is_for_which_evidence_it_used_and_its_own_id(text_of, name):
    text = text_of(name)
    assert report.INTENDED_USE in text
    assert "Evidence 2026.11.0+42b63370" in text
    assert "page 1 of 1" in text


@pytest.mark.parametrize("name", CASES)
def test_every_rule_that_fired_is_told_in_words(text_of, name):
    text, case = text_of(name), report_cases.ALL[name]()
    fired = case.assessment.triage.reasons
    if case.assessment.urgency == "emergency":
        fired = [rule for rule in fired if rule.level == "emergency"]
    assert all(rule.text in text for rule in fired)


def test_an_emergency_page_holds_no_causes_no_odds_no_plan_and_no_runs(text_of):
    text = text_of("emergency")
    assert text.startswith("Immediate action required Call 999 or go to A&E now")
    for gone in (
        "What it probably is",
        "in 10",
        "80 % range",
        report_cases.NERVE.plain_name,
        report_cases.STRAIN.plain_name,
        "This week",
        "What your runs show",
        "Walk",
        "Most of it settles",
    ):
        assert gone not in text


def test_an_emergency_page_says_what_to_say_with_the_name_to_ask_for(text_of):
    text = text_of("emergency")
    assert "“I am a 38-year-old runner. For 3 weeks I have had pain in my left low back" in text
    assert "new numbness between the legs" in text
    assert "Please check me for cauda equina syndrome.”" in text
    assert "Ask someone to take you. Don’t drive yourself." in text


def test_a_same_day_page_holds_causes_and_plan_back(text_of):
    text = text_of("same_day_bone_stress")
    assert "Call NHS 111 or ask your GP for an urgent appointment." in text
    assert "in 10" not in text
    assert "80 % range" not in text
    assert "For the clinician to keep in mind: Femoral neck stress fracture" in text
    assert "No running and no jumping." in text
    assert "Mon 23 Nov" not in text


def test_unanswered_safety_questions_are_counted_and_named(text_of):
    text = text_of("same_day_bone_stress")
    assert "13 of 15 safety questions answered" in text
    assert "Not answered yet: A fever · Has had cancer" in text
    assert "nothing you told us points to an emergency" not in text


def test_a_page_from_nothing_answered_never_reassures(text_of):
    text = text_of("few_answers")
    assert "0 of 15 safety questions answered. We can’t rule out an emergency until all are." in text
    assert "nothing you told us" not in text


def test_the_sample_runner_is_said_to_be_no_person_and_others_are_not(text_of):
    note = "Composite sample runner: made from several real recordings, not a person"
    assert note in text_of("ordinary")
    assert note not in text_of("few_answers")


def test_a_page_with_too_much_says_where_the_rest_is(text_of):
    assert "More on the web page of this report" in text_of("overflowing")
    assert "More on the web page of this report" not in text_of("ordinary")


def test_equal_input_gives_equal_bytes(pdf_of):
    assert report.pdf(report_cases.ordinary()) == pdf_of("ordinary")


def test_only_our_own_letters_are_used(pdf_of):
    fonts = pypdf.PdfReader(BytesIO(pdf_of("ordinary"))).pages[0]["/Resources"]["/Font"]
    names = {font.get_object()["/BaseFont"].split("+")[-1] for font in fonts.values()}
    assert names == {"AtkinsonHyperlegibleNextRegular", "AtkinsonHyperlegibleNextBold", "FrauncesRegular"}


def test_signs_that_no_letter_holds_become_question_marks_and_the_page_says_so():
    given = report_cases.ordinary()
    odd = replace(given, answers=replace(given.answers, story="痛い since 24 Oct 🙂 ąčę"))
    text = report_cases.words_of(report.pdf(odd))
    assert "“?? since 24 Oct ? ąčę”" in text
    assert "shown as a question mark" in text


def test_a_story_is_never_read_as_layout():
    given = report_cases.ordinary()
    typed = '#set page(paper: "a5") *bold* $x$ \\ ` <script>'
    text = report_cases.words_of(report.pdf(replace(given, answers=replace(given.answers, story=typed))))
    assert typed in text


def test_where_the_country_is_unknown_no_number_is_invented():
    given = replace(report_cases.emergency(), country=report_cases.ABROAD)
    text = report_cases.words_of(report.pdf(given))
    assert "Call your local emergency number or go to the emergency department now" in text
    assert "999" not in text


def test_a_page_says_which_day_to_check_again(text_of):
    assert "Check again on 5 December 2026" in text_of("ordinary")
