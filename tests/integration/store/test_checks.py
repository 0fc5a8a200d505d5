"""A check through the store: what comes out is what the command line gives, and nothing is lost on the way."""

from datetime import date

import pytest

from backstride.assess import assess
from backstride.assess.answers import read_answers
from backstride.store import checks
from backstride.store.local import local_runner
from backstride.store.models import Answer, Assessment, Check
from backstride.store.models.runner import ChangedMeanwhileError
from backstride.store.refusal import RefusedError

DAY = date(2026, 11, 20)
SAID = {"age": 34, "sex": "female", "duration_days": 4, "regions": ["low_back_left"], "night_pain_wakes": False}


@pytest.fixture
def opened(data):
    assert data.database.exists()
    return checks.open_check(local_runner(), day=DAY, time_zone="Europe/Berlin")


def test_the_stored_check_gives_the_answer_of_the_command_line(opened, evidence):
    checks.put_answers(opened, SAID, evidence, seen_version=1, story="Left side, since Monday.")
    kept = checks.finish(opened, evidence, seen_version=2)
    document = {
        "age": 34,
        "sex": "female",
        "duration_days": 4,
        "story": "Left side, since Monday.",
        "answers": {"regions": ["low_back_left"], "night_pain_wakes": False},
    }
    expected = assess(read_answers(document, evidence), evidence, today=DAY).as_json()
    assert kept.result == expected
    assert kept.urgency == expected["urgency"]
    assert kept.evidence_version == evidence.version
    assert Check.objects.get().state == "finished"


def test_an_answer_that_cannot_be_understood_leaves_everything_as_it_was(opened, evidence):
    checks.put_answers(opened, SAID, evidence, seen_version=1)
    with pytest.raises(RefusedError, match="night_pain_wake"):
        checks.put_answers(opened, {"age": 35, "night_pain_wake": True}, evidence, seen_version=2)
    assert Check.objects.get().version == 2
    assert Answer.objects.get(finding="age").value == 34
    assert Answer.objects.count() == len(SAID)


def test_the_second_window_is_told_and_changes_nothing(opened, evidence):
    checks.put_answers(opened, SAID, evidence, seen_version=1)
    with pytest.raises(ChangedMeanwhileError):
        checks.put_answers(opened, {"age": 60}, evidence, seen_version=1)
    assert Answer.objects.get(finding="age").value == 34


def test_a_finished_check_is_closed_and_finishing_twice_makes_one_assessment(opened, evidence):
    checks.put_answers(opened, SAID, evidence, seen_version=1)
    checks.finish(opened, evidence, seen_version=2)
    for late in (
        lambda: checks.put_answers(opened, {"age": 60}, evidence, seen_version=3),
        lambda: checks.finish(opened, evidence, seen_version=3),
    ):
        with pytest.raises(RefusedError, match="finished"):
            late()
    assert Assessment.objects.count() == 1
    assert Answer.objects.get(finding="age").value == 34


def test_an_edited_answer_opens_a_new_check_that_asks_the_safety_questions_again(opened, evidence):
    first = evidence.triage.ask_first
    safe = dict.fromkeys(first, False)
    checks.put_answers(opened, {**SAID, **safe}, evidence, seen_version=1)
    assert opened.safety_asked_at is not None
    checks.finish(opened, evidence, seen_version=2)
    again = checks.edit(opened, evidence, day=date(2026, 11, 21), time_zone="Europe/Berlin")
    assert again.pk != opened.pk
    assert again.follows == opened
    assert again.safety_asked_at is None
    kept = {a.finding for a in again.answers.all()}
    assert kept == set(SAID) - set(first)


def test_the_level_does_not_fall_in_a_new_check_without_the_safety_questions(opened, evidence):
    checks.put_answers(opened, {**SAID, "saddle_numbness": True}, evidence, seen_version=1)
    assert checks.finish(opened, evidence, seen_version=2).urgency == "emergency"
    again = checks.edit(opened, evidence, day=date(2026, 11, 21), time_zone="Europe/Berlin")
    kept = checks.finish(again, evidence, seen_version=1)
    assert kept.urgency == "emergency"


def test_who_flew_over_the_date_line_can_still_change_an_answer(opened, evidence):
    checks.put_answers(opened, SAID, evidence, seen_version=1)
    checks.finish(opened, evidence, seen_version=2)
    again = checks.edit(opened, evidence, day=date(2026, 11, 19), time_zone="Pacific/Honolulu")
    assert again.day == DAY
    assert checks.finish(again, evidence, seen_version=1).made_of == again


def test_an_earlier_result_that_cannot_be_used_is_refused_in_one_sentence(opened, evidence):
    checks.put_answers(opened, SAID, evidence, seen_version=1)
    kept = checks.finish(opened, evidence, seen_version=2)
    Assessment.objects.filter(pk=kept.pk).update(result={**kept.result, "check": {"on": "yesterday"}})
    again = checks.edit(opened, evidence, day=DAY, time_zone="UTC")
    with pytest.raises(RefusedError, match="earlier result"):
        checks.finish(again, evidence, seen_version=1)
    assert Check.objects.get(pk=again.pk).state == "open"
