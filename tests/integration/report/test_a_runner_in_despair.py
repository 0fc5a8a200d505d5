"""A runner who thinks of ending their life: people and a number to call, no odds, no exercises, no score."""

import re
from datetime import date

import pytest

from backstride import plan as plan_room
from backstride.assess import assess, read_answers
from backstride.report import ReportInput, country_words, html

MONDAY = date(2026, 11, 16)


def page_and_week(evidence, **told):
    first = dict.fromkeys(evidence.triage.ask_first, False)
    document = {"age": 41, "sex": "male", "duration_days": 200, "answers": {**first, "loc_low_back": True, **told}}
    answers = read_answers(document, evidence)
    result = assess(answers, evidence, today=MONDAY)
    week = plan_room.build(result, answers, evidence, week=MONDAY)
    given = ReportInput("Runner", MONDAY, answers, result, evidence, country_words("GB", evidence), plan=week)
    return result, html(given), week


@pytest.mark.parametrize(
    ("told", "level"),
    [
        ({"suicidal_thoughts": True}, "same_day"),
        ({"suicidal_thoughts": True, "suicidal_plan_or_intent": True}, "emergency"),
        ({"self_harm_recent": True}, "emergency"),
    ],
)
def test_the_page_gives_a_line_to_call_and_neither_odds_nor_exercises(evidence, told, level):
    result, page, week = page_and_week(evidence, **told)
    assert result.urgency == level
    assert "116 123" in page
    assert week.stopped_because
    assert not week.sessions
    assert "in 10" not in page
    assert not re.search(r"(low|medium|moderate|high)[- ]risk|risk (score|level)", page, re.IGNORECASE)


def test_without_such_thoughts_the_week_is_made(evidence):
    _, _, week = page_and_week(evidence, mechanical_pattern=True)
    assert not week.stopped_because
