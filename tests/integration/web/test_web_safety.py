"""Ways in which the web could say something milder than what was told, tried one by one."""

import datetime as dt

import pytest
import time_machine
from answer_cases import DAY, finished
from django.urls import reverse
from walking import Walk

from backstride.store import checks
from backstride.store.emergencies import open_emergency
from backstride.store.local import local_account
from backstride.store.models import Assessment, Plan, Runner

NOW = "2026-11-20T09:00:00Z"
CHEST = {"chest_pressure": True, "sweating_nausea_with_pain": True}
TICKED = {"is": ["fever"], "close": "none"}
FEVER = {"fever": True, "regions": ["low_back_left"]}


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


# Words of a story


def test_confirming_what_another_window_replaced_crosses_out_no_danger(walk):
    told = walk().begin().to("story")
    told.send(story="My left calf hurts and I have a fever.")
    form = {"version": told.last.field("version"), "is": [a["value"] for a in told.last.all("input", name="is")]}
    there = Walk(told.browser).get(f"{told.at}?again=1")
    there.at = told.at
    there.send(story="My pee is dark brown like cola since the race.")
    told.follow(told.browser.post(told.at, form))
    assert told.last.status == 409
    assert "dark brown" in told.last.words
    assert not told.check.story_dropped


# A screen that shows something else than it did


def test_none_of_these_denies_nothing_that_was_not_on_the_page(walk, evidence):
    at = walk().begin()
    put(at.check, evidence, fever=False)
    at.get(f"/answer/{at.check.pk}/go-on/").to("safety_health")
    shown = [a["value"] for a in at.last.all("input", name="is")]
    assert [a["value"] for a in at.last.all("input", name="shown")] == shown
    assert "fever" not in shown
    at.check.answers.filter(finding="fever").delete()
    put(at.check, evidence, hx_clot=False)
    at.send(close="none", shown=shown)
    assert at.last.status == 422
    assert "fever" not in checks.document_of(at.check)["answers"]
    assert "hx_cancer" not in checks.document_of(at.check)["answers"]


def test_a_tick_that_is_not_on_the_screen_denies_nothing_beside_it(walk):
    at = walk().begin().to("safety_now").send(**{"is": ["fever"], "close": "none"})
    assert at.last.status == 422
    assert at.last.chosen() == []
    assert "sepsis_signs" not in checks.document_of(at.check)["answers"]


# Plans


def test_no_week_is_planned_from_an_older_answer_while_help_comes_first(runner, evidence):
    from backstride.store import plans
    from backstride.store.refusal import RefusedError

    mild = finished(runner, evidence)
    for level in ("same_day", "emergency"):
        finished(runner, evidence, level)
        with pytest.raises(RefusedError, match="seen"):
            plans.make_plan(mild, DAY, evidence)


# Copies of an answer that is not the newest


def test_a_shared_copy_says_that_there_is_a_newer_answer_and_no_more(browser, stranger, runner, evidence):
    from backstride.store import shares

    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        made = finished(runner, evidence)
        _share, token = shares.make_share(made.made_of, local_account(), 7)
        address = reverse("shared", args=[token])
        assert "newer answer" not in stranger.get(address).content.decode()
        finished(runner, evidence, "emergency")
        words = stranger.get(address).content.decode()
    assert "There is a newer answer" in words
    assert "999" not in words.split("There is a newer answer")[1].split("</p>")[0]
    assert browser


@pytest.mark.parametrize("newer", [False, True])
def test_the_pdf_of_a_superseded_answer_says_so(browser, runner, evidence, newer):
    from io import BytesIO

    from pypdf import PdfReader

    made = finished(runner, evidence)
    if newer:
        finished(runner, evidence, "same_day", day=dt.date(2026, 11, 21))
    response = browser.get(reverse("answer-pdf", args=[made.made_of_id]))
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages).split())
    assert ("There is a newer answer" in text) is newer


# Faults


def broken(*_args, **_kwargs):
    raise RuntimeError


@pytest.mark.parametrize("level", ["emergency", "same_day", "self_care_ok_with_safety_net"])
def test_an_answer_that_cannot_be_put_into_words_still_says_how_soon(browser, runner, evidence, monkeypatch, level):
    made = finished(runner, evidence, level)
    monkeypatch.setattr("backstride.web.answers.composed.compose", broken)
    for address in (reverse("answer"), reverse("answer-shown", args=[made.made_of_id])):
        words = browser.get(address).content.decode()
        assert "Your answers are saved." in words
        assert "New numbness between the legs" in words
        assert ("Call 999" in words or "local emergency number" in words) or level != "emergency"
        assert "look after this yourself" not in words
    for address in ("/", "/week/", "/runs/"):
        assert browser.get(address).status_code == 200


def test_a_page_with_a_fault_leads_to_the_danger_signs(walk, monkeypatch):
    at = walk().begin()
    monkeypatch.setattr("backstride.web.interview.standing.take", broken)
    at.send(answer="34")
    assert at.last.status == 500
    assert "/danger/" in [a.get("href") for a in at.last.all("a")]


def test_a_danger_that_cannot_be_saved_is_still_said(walk, monkeypatch):
    from django.db import OperationalError

    def full(*_args, **_kwargs):
        raise OperationalError("database or disk is full")

    at = walk().begin().to("safety_nerves")
    monkeypatch.setattr("backstride.web.interview.standing.checks.put_answers", full)
    at.send(**{"is": ["saddle_numb"]})
    assert at.last.status == 503
    assert "We can’t save right now." in at.last.words
    assert "Immediate action required" in at.last.words
    assert at.last.chosen() == ["saddle_numb"]
    assert "/danger/" in [a.get("href") for a in at.last.all("a")]
    monkeypatch.undo()
    assert "saddle_numb" not in checks.document_of(at.check)["answers"]


# How old


@pytest.mark.parametrize(
    ("born", "asked"),
    [(1986, True), (1988, False), (2010, True), (2008, True), (1976, True), (1979, False), (1991, True)],
)
def test_a_birth_year_tells_the_age_only_where_the_birthday_does_not_matter(walk, runner, born, asked):
    Runner.objects.filter(pk=runner.pk).update(birth_year=born)
    at = walk().begin()
    assert (at.question == "age") is asked


def test_a_check_finished_meanwhile_leads_to_its_answer(walk, monkeypatch, evidence):
    from backstride.web.interview import standing

    at = walk().begin().to("check_reason")
    keep = checks.put_answers

    def finished_first(check, *args, **kwargs):
        monkeypatch.setattr(standing.checks, "put_answers", keep)
        other = type(check).objects.get(pk=check.pk)
        checks.finish(other, evidence, seen_version=other.version)
        return keep(check, *args, **kwargs)

    monkeypatch.setattr(standing.checks, "put_answers", finished_first)
    at.step()
    assert at.last.status == 200
    assert at.at == f"/answer/{at.check.pk}/"


# The ways out, once more


def test_a_mistake_among_later_questions_can_be_put_right_and_only_by_answering_it(browser, runner, evidence):
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        made = finished(runner, evidence, regions=["chest"], **CHEST)
        at = Walk(browser)
        at.follow(browser.post(reverse("answer-mistake", args=[made.made_of_id])))
        assert at.check.state == "open"
        at.to("review").follow(browser.post(f"/answer/{at.check.pk}/finish/"))
    assert set(CHEST) <= set(at.asked)
    assert at.check.state == "finished"
    assert open_emergency(local_account()) is None


def test_a_mistake_confirmed_is_an_emergency_again(browser, runner, evidence):
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        made = finished(runner, evidence, regions=["chest"], **CHEST)
        at = Walk(browser, chest_pressure="yes")
        at.follow(browser.post(reverse("answer-mistake", args=[made.made_of_id]))).to("chest_pressure").step()
    assert (at.check.state, open_emergency(local_account()).made_of) == ("finished", at.check)


def test_a_mistake_skipped_lowers_nothing(browser, runner, evidence):
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        made = finished(runner, evidence, regions=["chest"], **CHEST)
        at = Walk(browser, **{finding: {"skip": "1"} for finding in CHEST})
        at.follow(browser.post(reverse("answer-mistake", args=[made.made_of_id])))
        at.to("review").follow(browser.post(f"/answer/{at.check.pk}/finish/"))
    assert open_emergency(local_account()).made_of == at.check


def test_today_says_that_an_open_check_may_mean_today(walk):
    at = walk(safety_health={"is": ["fever"], "close": "none"}).begin().to("check_reason")
    assert "may need help today" in at.get("/").last.words


# Whose answer, and of which day


def test_the_answer_of_somebody_else_in_the_household_is_not_shown_as_ones_own(browser, runner, evidence):
    made = finished(runner, evidence, "same_day")
    other = Runner.objects.create(account=local_account(), name="Other")
    finished(other, evidence, "self_care_ok_with_safety_net")
    for address in ("/", "/answer/", "/answer/all/"):
        words = browser.get(address).content.decode()
        assert "See a clinician today" in words
        assert "look after this yourself" not in words
    assert "There is a newer answer" not in browser.get(f"/answer/{made.made_of_id}/").content.decode()


def test_a_level_is_held_over_a_check_that_was_never_finished(runner, evidence):
    first = finished(runner, evidence, "same_day")
    between = checks.open_check(runner, day=DAY, time_zone="UTC", follows=first.made_of)
    last = checks.open_check(runner, day=DAY, time_zone="UTC", follows=between)
    assert checks.finish(last, evidence, seen_version=last.version).urgency == "same_day"


def test_an_older_answer_of_the_same_pain_cannot_be_changed_past_a_newer_one(browser, runner, evidence):
    old = finished(runner, evidence)
    new = finished(runner, evidence, "same_day", follows=old.made_of)
    response = browser.post(reverse("answer-edit", args=[old.made_of_id]))
    assert response["Location"] == reverse("answer-shown", args=[old.made_of_id])
    assert "There is a newer answer" in browser.get(response["Location"]).content.decode()
    assert not runner.checks.filter(state="open").exists()
    assert new.made_of.followed_by.count() == 0


def test_changing_an_older_answer_leaves_no_urgent_check_behind(walk, browser, runner, evidence):
    old = finished(runner, evidence)
    at = walk(safety_health={"is": ["fever"], "close": "none"}).begin("other").to("check_reason")
    urgent = at.check
    response = browser.post(reverse("answer-edit", args=[old.made_of_id]))
    assert response["Location"] == reverse("answer-shown", args=[urgent.pk])
    assert Assessment.objects.first().urgency == "same_day"


@pytest.mark.parametrize(("day", "status"), [("2026-11-21", 201), ("2026-11-22", 422), ("2099-01-01", 422)])
@pytest.mark.usefixtures("runner", "clock")
def test_no_check_is_dated_into_the_future(browser, day, status):
    response = browser.post("/api/v1/checks", {"day": day}, content_type="application/json")
    assert response.status_code == status


@pytest.mark.parametrize(("days_ago", "made"), [(14, True), (15, False)])
def test_no_week_is_made_from_answers_older_than_two_weeks(browser, runner, evidence, clock, days_ago, made):
    assert clock
    answer = finished(runner, evidence, day=dt.date(2026, 11, 20) - dt.timedelta(days=days_ago))
    page = browser.post(reverse("answer-week", args=[answer.made_of_id]), follow=True)
    assert Plan.objects.exists() is made
    assert ("older than two weeks" in page.content.decode()) is not made


# A check that was left for another one


def told_over_the_api(browser, **answers):
    """A check with answers, opened and left over the API."""
    opened = browser.post("/api/v1/checks", {}, content_type="application/json").json()
    body = {"version": opened["version"], "answers": answers}
    kept = browser.patch(f"/api/v1/checks/{opened['id']}/answers", body, content_type="application/json")
    assert kept.status_code == 200
    return opened["id"]


@pytest.mark.parametrize("answers", [FEVER, {"saddle_numb": True, "urinary_retention_new": True}])
@pytest.mark.parametrize("known", [False, True])
def test_today_shows_an_urgent_check_left_open_over_the_api(browser, runner, evidence, answers, known):
    if known:
        finished(runner, evidence)
    left = told_over_the_api(browser, **answers)
    at = Walk(browser).get("/")
    assert "may need help today" in at.last.words
    assert f"/answer/{left}/go-on/" in [a.get("href") for a in at.last.all("a")]
    assert "may need help today" in at.get("/answer/new/").last.words


def test_today_shows_no_warning_for_a_mild_check_left_open_over_the_api(browser, runner, evidence):
    finished(runner, evidence)
    told_over_the_api(browser, fever=False)
    assert "may need help today" not in Walk(browser).get("/").last.words


def test_a_check_for_today_that_lies_behind_a_newer_one_is_told_before_another_begins(browser, runner, evidence):
    """It was about another pain and never finished; the newer one was begun over the API."""
    finished(runner, evidence)
    at = Walk(browser, safety_health=TICKED).begin("other").to("check_reason")
    left = at.check
    told_over_the_api(at.browser, fever=False)
    assert at.check != left
    at.get("/")
    assert "may need help today" in at.last.words
    assert f"/answer/{left.pk}/go-on/" in [a.get("href") for a in at.last.all("a")]
    at.follow(at.browser.post("/answer/new/", {"pain": "other"}))
    assert at.at == f"/answer/{left.pk}/"
    assert "See a clinician today" in at.last.words
    assert "What you told us so far comes first." in at.last.words
    # Said once, it is an answer of its own and keeps nobody from beginning.
    at.begin("other")
    assert at.check.state == "open"
    assert at.check != left


def test_changing_an_older_answer_tells_of_a_check_that_lies_behind_a_newer_one(browser, runner, evidence):
    old = finished(runner, evidence)
    left = Walk(browser, safety_health=TICKED).begin("other").to("check_reason").check
    told_over_the_api(browser, fever=False)
    response = browser.post(reverse("answer-edit", args=[old.made_of_id]))
    assert response["Location"] == reverse("answer-shown", args=[left.pk])


def test_the_most_urgent_of_the_checks_left_open_comes_first(browser):
    first = told_over_the_api(browser, saddle_numb=True, urinary_retention_new=True)
    told_over_the_api(browser, **FEVER)
    assert f"/answer/{first}/go-on/" in [a.get("href") for a in Walk(browser).get("/").last.all("a")]


@pytest.mark.parametrize(("again", "says"), [((), False), (("fever",), True)])
def test_a_check_left_open_is_settled_by_a_later_one_that_asked_all_again(browser, runner, evidence, again, says):
    told_over_the_api(browser, **FEVER)
    finished(runner, evidence, without=again)
    assert ("may need help today" in Walk(browser).get("/").last.words) is says


def test_a_mild_answer_stands_back_while_an_open_check_may_need_help(browser, runner, evidence):
    finished(runner, evidence, "self_care_ok_with_safety_net")
    assert "look after this yourself" in Walk(browser).get("/").last.words
    told_over_the_api(browser, **FEVER)
    words = Walk(browser).get("/").last.words
    assert "may need help today" in words
    assert "look after this yourself" not in words


def test_no_session_stands_on_today_or_in_the_week_while_an_open_check_may_need_help(walk, browser, runner, evidence):
    from backstride.store import plans

    at = walk()
    plans.make_plan(finished(runner, evidence), DAY, evidence)
    assert "Planned for today" in at.get("/").last.words
    told_over_the_api(browser, **FEVER)
    assert "Planned for today" not in at.get("/").last.words
    words = at.get("/week/").last.words
    assert "may need help today" in words
    assert "Walk" not in words


def test_a_level_that_was_only_held_over_is_no_open_check_once_somebody_was_seen(browser, runner, evidence):
    with time_machine.travel("2026-11-20T12:00:00Z") as now:
        made = finished(runner, evidence, "emergency")
        now.shift(60)
        Walk(browser).follow(browser.post(reverse("answer-mistake", args=[made.made_of_id])))
        assert "may need help today" in Walk(browser).get("/").last.words
        now.shift(60)
        told = {"who": "a doctor", "on": DAY.isoformat(), "level": "within_2_weeks_routine", "said": ""}
        browser.post(reverse("answer-seen", args=[made.made_of_id]), told)
        assert "may need help today" not in Walk(browser).get("/").last.words
