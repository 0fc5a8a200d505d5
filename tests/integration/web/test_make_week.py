"""A week is made from the newest answer on a press of a button, and never where somebody has to be seen first."""

import pytest
import time_machine
from answer_cases import finished
from django.urls import reverse

from backstride.plan import build
from backstride.store import checks
from backstride.store.models import Plan


@pytest.fixture(autouse=True)
def the_next_morning():
    with time_machine.travel("2026-11-21T08:00:00Z", tick=False):
        yield


def press(browser, assessment):
    response = browser.post(reverse("answer-week", args=[assessment.made_of_id]))
    assert response.status_code == 302
    return response.url


def test_the_answer_offers_a_week_and_then_shows_it(browser, runner, evidence):
    made = finished(runner, evidence, "self_care_ok_with_safety_net")
    shown = reverse("answer-shown", args=[made.made_of_id])
    assert b"Make my week" in browser.get(shown).content
    assert b"Make my week" in browser.get("/week/").content
    assert press(browser, made) == press(browser, made) == "/week/"
    plan = Plan.objects.get(runner=runner)
    given = checks.answers_of(made.made_of, evidence)
    from backstride.assess import assess

    result = assess(given, evidence, today=made.made_of.day)
    assert plan.document == build(result, given, evidence, week=plan.week_starts_on).as_json()
    assert b"Make my week" not in browser.get(shown).content
    assert b"See my week" in browser.get(shown).content
    page = browser.get("/week/").content.decode()
    assert plan.document["sessions"][-1]["detail"] in page.replace("&#x27;", "'")


@pytest.mark.parametrize("level", ["emergency", "same_day"])
def test_no_week_before_somebody_was_seen(browser, runner, evidence, level):
    made = finished(runner, evidence, level)
    press(browser, made)
    assert not Plan.objects.exists()
    assert b"Make my week" not in browser.get("/week/").content


def test_an_older_answer_leads_to_the_newer_one(browser, runner, evidence):
    older = finished(runner, evidence, "self_care_ok_with_safety_net")
    newer = finished(runner, evidence, "within_days", follows=older.made_of)
    assert press(browser, older) == reverse("answer-shown", args=[newer.made_of_id])
    assert not Plan.objects.exists()


def test_things_to_do_hold_nothing_that_only_says_how_things_stand(browser, runner, evidence):
    made = finished(runner, evidence, "within_2_weeks_routine")
    page = browser.get(reverse("answer-shown", args=[made.made_of_id])).content.decode()
    things = page[page.index('<ol class="things"') :]
    things = things[: things.index("</ol>")]
    assert "points to an emergency" not in things
    assert "keep moving" in things
