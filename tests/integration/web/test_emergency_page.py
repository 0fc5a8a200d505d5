"""An open emergency: its page, the strip on every other page, and the two ways out, neither of which loses anything."""

import datetime as dt

import pytest
import time_machine
from answer_cases import DAY, Page, finished
from django.urls import reverse
from web_pages import PAGES

from backstride.store import checks
from backstride.store.emergencies import open_emergency
from backstride.store.local import local_account
from backstride.store.models import Account, Check, ClinicianEntry, Runner


@pytest.fixture(autouse=True)
def the_same_day():
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        yield


@pytest.fixture
def emergency(runner, evidence):
    Runner.objects.filter(pk=runner.pk).update(country="GB")
    runner.refresh_from_db()
    return finished(runner, evidence, "emergency")


def address(name, assessment):
    return reverse(name, args=[assessment.made_of_id])


def has_strip(page):
    return any(a.get("class") == "strip" for a in page.all("aside"))


def told(**more):
    return {"who": "a doctor", "on": "2026-11-20", "level": "within_2_weeks_routine", "said": "Scan was clear", **more}


@pytest.mark.parametrize("name", ["answer", "answer-shown"])
def test_the_page_says_whom_to_call_why_what_to_say_and_nothing_else(browser, emergency, name):
    response = browser.get(reverse("answer") if name == "answer" else address(name, emergency))
    page = Page(response)
    assert page.headings == [
        "Call 999 or go to A&E now",
        "Why",
        "Say this, or show this screen",
        "Say so at once if you also notice",
    ]
    assert "Emergency: call 999 now" in page.words
    assert "You told us: new numbness between the legs; new trouble starting or cannot pee" in page.words
    assert "“I am a 38-year-old runner." in page.words
    assert "Please check me for cauda equina syndrome.”" in page.words
    for line in ("Ask someone to take you.", "Take a list of your medicines.", "No running and no exercises"):
        assert line in page.words
    assert page.links() == ["tel:999", address("answer-seen", emergency), address("answer-mistake", emergency)]
    assert response["Cache-Control"] == "no-store"
    for gone in ("in 10", "probably", "This week", "Share", "Your runs", "<script", '<nav class="places'):
        assert gone not in response.content.decode()
    assert not page.pictures("ten")
    assert not page.all("script")


def test_the_heading_takes_the_focus_and_the_call_button_is_the_first_stop(browser, emergency):
    page = Page(browser.get(address("answer-shown", emergency)))
    (head,) = page.all("h1")
    assert "autofocus" in head
    assert head["tabindex"] == "-1"
    stops = [(tag, a) for tag, a in page.elements if tag in ("a", "button", "input", "select", "summary")]
    assert stops[0][1]["href"] == "tel:999"


@pytest.mark.parametrize(
    ("country", "call", "number"),
    [
        ("GB", "Call 999 or go to A&E now", "tel:999"),
        ("DE", "Call 112 or go to the emergency department now", "tel:112"),
        ("US", "Call 911 or go to the emergency room now", "tel:911"),
        ("", "Call your local emergency number or go to the nearest emergency department now", None),
    ],
)
def test_the_country_gives_the_number_and_no_other_is_invented(browser, emergency, country, call, number):
    Runner.objects.filter(pk=emergency.runner_id).update(country=country)
    page, strip = Page(browser.get(reverse("answer"))), Page(browser.get("/runs/"))
    assert call in page.words
    for each in (page, strip):
        assert [link for link in each.links() if link.startswith("tel:")] == ([number] if number else [])


def test_the_strip_stands_on_every_page_with_the_number_and_the_way_back(browser, emergency):
    older = Check.objects.get(pk=emergency.made_of_id)
    for page in (*PAGES, address("answer-seen", emergency), address("answer-mistake", emergency), "/answer/all/"):
        if page == "/answer/":
            continue
        shown = Page(browser.get(page))
        assert has_strip(shown), page
        assert reverse("answer-shown", args=[older.pk]) in shown.links()
        assert "tel:999" in shown.links()


def test_no_strip_where_nothing_is_open_nor_for_strangers_nor_others(browser, runner, evidence, stranger):
    finished(runner, evidence, "same_day")
    other = Runner.objects.create(account=Account.objects.create_user("other@example.org"))
    finished(other, evidence, "emergency")
    for client, page in ((browser, "/runs/"), (stranger, "/danger/"), (browser, "/")):
        assert not has_strip(Page(client.get(page)))


def test_another_answer_shows_only_its_card_and_the_signs_while_it_is_open(browser, runner, evidence):
    first = finished(runner, evidence, "within_2_weeks_routine")
    finished(runner, evidence, "emergency")
    page = Page(browser.get(address("answer-shown", first)))
    assert page.headings[2:] == ["Watch for"]
    assert not page.pictures("ten")
    why = reverse("answer-why", args=[first.made_of_id, first.result["differential"][0]["condition"]])
    assert browser.get(why).status_code == 404


@pytest.mark.usefixtures("emergency")
def test_today_and_the_week_show_the_emergency_and_no_plan(browser):
    for page in ("/", "/week/"):
        words = Page(browser.get(page)).words
        assert "Call 999 or go to A&E now" in words
        assert "One warning sign alone" not in words
    assert "No plan until you have been seen." in Page(browser.get("/week/")).words


def test_a_newer_answer_with_open_questions_does_not_close_it(browser, runner, evidence, emergency):
    finished(runner, evidence, without=("fever",))
    assert open_emergency(local_account()) == emergency
    assert "Call 999" in Page(browser.get("/answer/")).words
    finished(runner, evidence)
    assert open_emergency(local_account()) is None
    assert not has_strip(Page(browser.get("/runs/")))


def test_being_seen_gives_the_level_by_their_word_and_keeps_the_old_answer(browser, emergency):
    before = dict(emergency.result)
    response = browser.post(address("answer-seen", emergency), told())
    entry = ClinicianEntry.objects.get()
    assert response["Location"] == reverse("answer-shown", args=[entry.entered_in_id])
    assert (entry.who, entry.seen_on, entry.level) == ("a doctor", DAY, "within_2_weeks_routine")
    page = Page(browser.get(response["Location"]))
    assert "Book a physio or your GP" in page.headings[1]
    assert "You told us that you were seen on 20 Nov (a doctor)." in page.words
    assert "You wrote down: “Scan was clear”" in page.words
    assert "nothing you told us points to an emergency" not in page.words
    assert "New numbness between the legs" in page.words
    assert not page.pictures("ten")
    assert not has_strip(page)
    emergency.refresh_from_db()
    assert emergency.result == before
    old = Page(browser.get(address("answer-shown", emergency)))
    assert "There is a newer answer" in old.words
    assert "Call 999 or go to A&E now" in old.words


def test_their_word_can_leave_the_emergency_open(browser, emergency):
    browser.post(address("answer-seen", emergency), told(level="emergency"))
    page = Page(browser.get("/answer/"))
    assert page.headings[0] == "Call 999 or go to A&E now"
    assert open_emergency(local_account()).pk != emergency.pk


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"who": " "}, "Say who looked at you"),
        ({"on": ""}, "Choose the day you were seen."),
        ({"on": "2026-11-21"}, "Choose the day you were seen."),
        ({"on": "2026-11-19"}, "Choose the day you were seen."),
        ({"level": ""}, "Choose what they told you to do."),
        ({"level": "fine"}, "Choose what they told you to do."),
    ],
)
def test_a_half_filled_form_comes_back_filled_and_closes_nothing(browser, emergency, change, sentence):
    response = browser.post(address("answer-seen", emergency), told(**change))
    page = Page(response)
    assert response.status_code == 422
    assert "There is a problem" in page.words
    assert sentence in page.words
    assert "Scan was clear" in page.words
    assert open_emergency(local_account()) == emergency
    assert not ClinicianEntry.objects.exists()


def test_nothing_is_chosen_beforehand(browser, emergency):
    page = Page(browser.get(address("answer-seen", emergency)))
    assert not [a for a in page.all("input") if "checked" in a]
    assert [a["value"] for a in page.all("option") if "selected" in a] in ([], [""])


def test_a_second_window_makes_no_second_entry(browser, emergency):
    browser.post(address("answer-seen", emergency), told())
    again = browser.post(address("answer-seen", emergency), told(level="self_care_ok_with_safety_net"))
    assert again.status_code == 302
    assert ClinicianEntry.objects.count() == 1
    assert ClinicianEntry.objects.get().level == "within_2_weeks_routine"


def test_the_level_by_their_word_does_not_fall_in_a_check_that_leaves_safety_questions_open(
    browser, emergency, evidence
):
    browser.post(address("answer-seen", emergency), told(level="within_days"))
    seen = ClinicianEntry.objects.get().entered_in
    opened = checks.edit(seen, evidence, day=DAY, time_zone="Europe/London")
    assert checks.finish(opened, evidence, seen_version=opened.version).urgency == "within_days"


def test_the_same_answers_in_a_new_check_are_an_emergency_again(browser, emergency, evidence):
    browser.post(address("answer-seen", emergency), told())
    opened = checks.edit(ClinicianEntry.objects.get().entered_in, evidence, day=DAY, time_zone="Europe/London")
    said = dict.fromkeys(evidence.triage.ask_first, False) | {"saddle_numb": True}
    checks.put_answers(opened, said, evidence, seen_version=opened.version)
    checks.finish(opened, evidence, seen_version=opened.version)
    assert "Call 999" in Page(browser.get("/answer/")).headings[0]


def test_a_mistake_opens_one_new_check_and_the_strip_stays_until_it_is_finished(browser, emergency, evidence):
    exit_page = Page(browser.get(address("answer-mistake", emergency)))
    assert "We ask the safety questions again, all of them." in exit_page.words
    assert Check.objects.count() == 1
    for _ in range(2):
        assert browser.post(address("answer-mistake", emergency)).status_code == 302
    opened = Check.objects.get(follows=emergency.made_of)
    assert not opened.answers.filter(finding__in=evidence.triage.ask_first).exists()
    assert has_strip(Page(browser.get("/runs/")))
    checks.put_answers(opened, dict.fromkeys(evidence.triage.ask_first, False), evidence, seen_version=opened.version)
    assert has_strip(Page(browser.get("/runs/")))
    made = checks.finish(opened, evidence, seen_version=opened.version)
    assert made.urgency != "emergency"
    assert not has_strip(Page(browser.get("/runs/")))
    assert Check.objects.filter(pk=emergency.made_of_id, state="finished").exists()


def test_neither_exit_is_there_for_an_answer_that_does_not_press(browser, runner, evidence):
    made = finished(runner, evidence)
    for name in ("answer-seen", "answer-mistake"):
        for response in (browser.get(address(name, made)), browser.post(address(name, made), told())):
            assert response["Location"] == address("answer-shown", made)
    assert Check.objects.count() == 1


def test_same_day_is_seen_the_same_way(browser, runner, evidence):
    made = finished(runner, evidence, "same_day", day=DAY - dt.timedelta(days=1))
    browser.post(address("answer-seen", made), told(level="self_care_ok_with_safety_net", on="2026-11-19"))
    page = Page(browser.get("/answer/"))
    assert "You can look after this yourself" in page.headings[1]


def test_that_harness_sees_a_strip_that_forgets(browser, emergency, monkeypatch):
    assert emergency
    monkeypatch.setattr("backstride.web.answers.emergency.open_emergency", lambda _account: None)
    assert not has_strip(Page(browser.get("/runs/")))
