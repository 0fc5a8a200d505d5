"""A no settles a danger only where it was given after the danger was told, whenever the check with it was finished."""

import datetime as dt

import pytest
import time_machine
from answer_cases import DAY, finished
from django.urls import reverse
from test_web_safety import CHEST, TICKED, told_over_the_api
from walking import Walk

from backstride.store import checks
from backstride.store.emergencies import open_emergency
from backstride.store.left_open import left_pressing
from backstride.store.local import local_account
from backstride.store.models import Answer, Assessment, Check

DENIED = dict.fromkeys(CHEST, False)
CAUDA = {"saddle_numb": True, "urinary_retention_new": True}


def finish_in_the_open_tab(at):
    """The review that stands in another tab is sent."""
    check = at.check
    at.browser.post(f"/answer/{check.pk}/review/")
    check.refresh_from_db()
    assert check.state == "finished"
    return check.assessments.get()


def test_answers_of_before_settle_nothing_though_their_check_is_finished_after(browser, runner):
    left = told_over_the_api(browser)
    tab = Walk(browser).begin("other").to("review")
    body = {"version": Check.objects.get(pk=left).version, "answers": CAUDA}
    kept = browser.patch(f"/api/v1/checks/{left}/answers", body, content_type="application/json")
    assert kept.status_code == 200
    finish_in_the_open_tab(tab)
    assert left_pressing(runner).pk == Check.objects.get(pk=left).pk
    assert "may need help today" in Walk(browser).get("/").last.words


def test_answers_of_before_settle_nothing_that_was_told_in_the_web(browser, runner):
    told = Walk(browser).begin().to("safety_health")
    first = told.check
    tab = Walk(browser).begin("other").to("review")
    told.get(f"/answer/{first.pk}/go-on/")
    told.says["safety_health"] = TICKED
    told.to("check_reason")
    finish_in_the_open_tab(tab)
    assert left_pressing(runner) == first


def test_answers_of_before_settle_no_emergency(browser, runner, evidence):
    tab = Walk(browser).begin().to("review")
    made = finished(runner, evidence, "emergency")
    # The newest check is that of the alarm; the tab is about the one before.
    check = Check.objects.exclude(pk=made.made_of_id).get()
    assert checks.finish(check, evidence, seen_version=check.version).urgency != "emergency"
    assert tab.asked
    assert open_emergency(local_account()) == made


def test_the_same_answers_given_after_settle_it(browser, runner):
    told_over_the_api(browser, **CAUDA)
    assert left_pressing(runner) is not None
    after = told_over_the_api(browser)
    at = Walk(browser).get(f"/answer/{after}/go-on/").to("review")
    finish_in_the_open_tab(at)
    assert left_pressing(runner) is None


def test_changing_an_older_answer_takes_no_no_of_before_as_a_reply(browser, runner, evidence):
    with time_machine.travel("2026-11-20T12:00:00Z") as now:
        mild = finished(runner, evidence, **DENIED)
        now.shift(60)
        alarm = finished(runner, evidence, regions=["chest"], **CHEST)
        now.shift(60)
        at = Walk(browser)
        at.follow(browser.post(reverse("answer-edit", args=[mild.made_of_id])))
        assert not set(CHEST) & set(checks.document_of(at.check)["answers"])
        at.to("review")
        assert finish_in_the_open_tab(at).urgency not in ("emergency", "same_day")
    assert open_emergency(local_account()) == alarm


def test_a_no_copied_before_the_danger_was_told_settles_nothing(browser, runner, evidence):
    """It was copied while nothing pressed, so that it was not asked again."""
    mild = finished(runner, evidence, regions=["chest"], **DENIED)
    opened = checks.edit(mild.made_of, evidence, day=DAY, time_zone="UTC")
    assert set(CHEST) <= set(checks.document_of(opened)["answers"])
    left = told_over_the_api(browser, regions=["chest"], **CHEST)
    at = Walk(browser).get(f"/answer/{opened.pk}/go-on/").to("review")
    browser.post(f"/answer/{opened.pk}/finish/")
    assert not set(CHEST) & set(at.asked)
    assert Assessment.objects.first().made_of == opened
    assert str(left_pressing(runner).pk) == left


def test_places_of_before_settle_nothing(runner, evidence):
    mild = finished(runner, evidence, regions=["low_back_left"], **DENIED)
    alarm = finished(runner, evidence, regions=["chest"], **CHEST)
    opened = checks.edit(mild.made_of, evidence, day=DAY, time_zone="UTC")
    again = {**dict.fromkeys(evidence.triage.ask_first, False), **DENIED}
    checks.put_answers(opened, again, evidence, seen_version=opened.version)
    checks.finish(opened, evidence, seen_version=opened.version)
    assert open_emergency(local_account()) == alarm
    newer = checks.edit(opened, evidence, day=DAY, time_zone="UTC")
    checks.put_answers(newer, {**again, "regions": ["calf_left"]}, evidence, seen_version=newer.version)
    checks.finish(newer, evidence, seen_version=newer.version)
    assert open_emergency(local_account()) is None


def test_a_copied_answer_keeps_the_time_at_which_it_was_given(runner, evidence):
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        made = finished(runner, evidence)
    opened = checks.edit(made.made_of, evidence, day=DAY, time_zone="UTC")
    given = set(Answer.objects.filter(answered_in=opened).values_list("changed_at", flat=True))
    assert given == {dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)}
    checks.put_answers(opened, {"night_pain_wakes": True}, evidence, seen_version=opened.version)
    assert Answer.objects.get(answered_in=opened, finding="night_pain_wakes").changed_at not in given


@pytest.mark.parametrize("again", [True, False])
def test_changing_an_answer_asks_again_what_any_check_that_presses_told(browser, runner, evidence, again):
    mild = finished(runner, evidence, **DENIED)
    if again:
        told_over_the_api(browser, regions=["chest"], **CHEST)
    opened = checks.edit(mild.made_of, evidence, day=DAY, time_zone="UTC")
    assert bool(set(CHEST) & set(checks.document_of(opened)["answers"])) is not again
