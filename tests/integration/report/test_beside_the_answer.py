"""The page says beside the answer what would change it and whether a scan helps; a pressing page says none of it."""

from datetime import date
from io import BytesIO

import pypdf
import pytest

from backstride.assess import assess, read_answers
from backstride.report import ReportInput, country_words, html, pdf
from backstride.report.compose import compose

MONDAY = date(2026, 11, 16)
BACK = {"age": 43, "duration_days": 10, "answers": {"loc_low_back": True, "agg_forward_bend": True}}
HEADINGS = ("What would change this answer", "Scan or nerve test?", "How it usually goes", "How a clinician checks it")


@pytest.fixture
def reported(evidence):
    def report(**more):
        screen = dict.fromkeys(evidence.triage.ask_first, False)
        answers = read_answers({**BACK, "answers": {**screen, **BACK["answers"], **more}}, evidence)
        result = assess(answers, evidence, today=MONDAY)
        return ReportInput("Runner", MONDAY, answers, result, evidence, country_words("GB", evidence))

    return report


def paper(given):
    pages = pypdf.PdfReader(BytesIO(pdf(given))).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().replace("\u200b", "").split())


def test_the_screen_shows_every_section_with_its_sources(reported):
    given = reported()
    text = html(given)
    for heading in HEADINGS:
        assert heading in text
    assert "Weak, moderate, strong: how much each answer counted." in text
    assert "[brinjikji2015a]" in text
    assert "For the clinician:" in text


def test_each_reason_says_how_much_it_counts(reported):
    causes = compose(reported()).causes.causes
    reasons = [reason for cause in causes for reason in (*cause.speaks_for, *cause.speaks_against)]
    assert reasons
    assert all(reason.endswith(("(weak)", "(moderate)", "(strong)")) for reason in reasons)


def test_on_paper_it_stands_where_there_is_room_and_else_says_where_it_is(reported):
    text = paper(reported())
    assert all(heading in text for heading in HEADINGS) or "More on the web page of this report." in text


@pytest.mark.parametrize("finding", ["saddle_numb", "fever"])
def test_a_pressing_page_says_none_of_it(reported, finding):
    given = reported(**{finding: True})
    assert given.assessment.urgency in ("emergency", "same_day")
    assert compose(given).beside == ()
    for text in (html(given), paper(given)):
        for word in (*HEADINGS, "(weak)", "(moderate)", "(strong)"):
            assert word not in text
