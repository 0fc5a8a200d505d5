"""Ways in which the web could say something milder than what was told, tried one by one."""

import pytest
import time_machine
from answer_cases import DAY, finished
from django.urls import reverse
from walking import Walk

from backstride.store import checks
from backstride.store.emergencies import open_emergency
from backstride.store.local import local_account
from backstride.store.models import Assessment, Runner

NOW = "2026-11-20T09:00:00Z"
CHEST = {"chest_pressure": True, "sweating_nausea_with_pain": True}


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as now:
        yield now


@pytest.fixture
def walk(browser, clock):  # noqa: ARG001 - stops the clock
    def begin_walk(**says):
        return Walk(browser, **says)

    return begin_walk


def put(check, evidence, **answers):
    check.refresh_from_db()
    return checks.put_answers(check, answers, evidence, seen_version=check.version)


# A yes of yesterday


def test_a_yes_of_yesterday_is_not_lost_by_showing_at_once(walk, clock):
    at = walk(safety_health={"is": ["fever"], "close": "none"}).begin().to("check_reason")
    clock.shift(25 * 3600)
    at.follow(at.browser.post(f"/answer/{at.check.pk}/finish/"))
    assert Assessment.objects.get().urgency == "same_day"


@pytest.mark.parametrize("way", ["finish", "review"])
def test_a_day_later_there_is_no_answer_before_the_safety_questions_were_asked_again(walk, clock, way):
    at = walk().begin().to("check_reason")
    clock.shift(25 * 3600)
    at.follow(at.browser.post(f"/answer/{at.check.pk}/{way}/"))
    assert at.check.state == "open"
    assert at.question.startswith("safety_now")
    at.to("check_reason").follow(at.browser.post(f"/answer/{at.check.pk}/{way}/"))
    assert at.check.state == "finished"
    assert Assessment.objects.get().result["safety_asked"] == 15


def test_a_yes_of_yesterday_counts_in_whatever_way_the_check_ends(walk, clock, evidence):
    at = walk(safety_health={"is": ["fever"], "close": "none"}).begin().to("check_reason")
    clock.shift(25 * 3600)
    at.get(f"/answer/{at.check.pk}/go-on/")
    assert at.question.startswith("safety")
    check = at.check
    assert checks.finish(check, evidence, seen_version=check.version).urgency == "same_day"


# What an open check holds


def test_starting_again_loses_no_emergency_of_the_open_check(walk, evidence):
    at = walk().begin().to("check_reason")
    put(at.check, evidence, bladder_new_trouble=True)
    at.get(f"/answer/{at.check.pk}/go-on/")
    assert "This may need help today" in at.last.words
    at.browser.post("/answer/new/", {"pain": "other"})
    assert open_emergency(local_account()) is not None


def test_starting_again_loses_no_emergency_that_came_from_elsewhere(walk, evidence):
    at = walk().begin().to("regions")
    put(at.check, evidence, urinary_retention_new=True)
    at.browser.post("/answer/new/", {"pain": "other"})
    assert open_emergency(local_account()) is not None


def test_starting_again_shows_that_today_is_meant(walk):
    at = walk(safety_health={"is": ["fever"], "close": "none"}).begin().to("check_reason")
    at.follow(at.browser.post("/answer/new/", {"pain": "other"}))
    assert Assessment.objects.get().urgency == "same_day"


# An open emergency


def test_another_pain_closes_no_emergency_whose_cause_was_not_asked_again(runner, evidence):
    """Sweating with pain in the chest is none of the first questions."""
    made = finished(runner, evidence, regions=["chest"], **CHEST)
    assert made.urgency == "emergency"
    finished(runner, evidence, regions=["calf_left"])
    assert open_emergency(local_account()) == made
    finished(runner, evidence, regions=["chest"], **dict.fromkeys(CHEST, False))
    assert open_emergency(local_account()) is None


def test_an_emergency_by_a_mark_is_over_once_the_places_were_marked_anew(runner, evidence):
    made = finished(runner, evidence, regions=["chest"], **CHEST)
    finished(runner, evidence, regions=["calf_left"], follows=made.made_of, **dict.fromkeys(CHEST, False))
    assert open_emergency(local_account()) is None


def test_the_check_of_somebody_else_in_the_household_closes_nothing(runner, evidence):
    made = finished(runner, evidence, "emergency")
    other = Runner.objects.create(account=local_account(), name="Other")
    finished(other, evidence)
    assert open_emergency(local_account()) == made


def test_both_ways_out_stay_open_after_a_half_answered_check(browser, runner, evidence):
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        made = finished(runner, evidence, "emergency")
        finished(runner, evidence, without=("fever",))
        assert browser.get(reverse("answer-seen", args=[made.made_of_id])).status_code == 200
        assert browser.get(reverse("answer-mistake", args=[made.made_of_id])).status_code == 200
        told = {"who": "a doctor", "on": DAY.isoformat(), "level": "within_2_weeks_routine", "said": ""}
        browser.post(reverse("answer-seen", args=[made.made_of_id]), told)
    assert open_emergency(local_account()) is None


def test_being_seen_for_another_pain_closes_no_emergency(browser, runner, evidence):
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        made = finished(runner, evidence, "emergency")
        other = finished(runner, evidence, "same_day", without=("hx_cancer",))
        told = {"who": "a doctor", "on": DAY.isoformat(), "level": "within_2_weeks_routine", "said": ""}
        browser.post(reverse("answer-seen", args=[other.made_of_id]), told)
    assert open_emergency(local_account()) == made
