"""The five places show what is there, and an honest sentence where nothing is."""

import datetime as dt
from html.parser import HTMLParser

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from web_pages import PAGES

from backstride.report import INTENDED_USE
from backstride.store import checks, diary, plans
from backstride.store.models import Account, Runner

DAY = dt.date(2026, 11, 18)


class Page(HTMLParser):
    """The elements of a page, each with its attributes."""

    def __init__(self, response):
        super().__init__()
        self.elements, self.text = [], []
        self.feed(response.content.decode())
        self.words = " ".join(" ".join(self.text).split())

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, text):
        self.text.append(text)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def page(browser, address):
    response = browser.get(address)
    assert response.status_code == 200, address
    return Page(response)


def answered(runner, evidence, day=DAY, **answers):
    """A finished check of a runner in whom every first safety question is a no, unless it is given."""
    check = checks.open_check(runner, day=day, time_zone="Europe/London")
    said = dict.fromkeys(evidence.triage.ask_first, False) | {"age": 34, "sex": "female", "duration_days": 21} | answers
    checks.put_answers(check, said, evidence, seen_version=check.version)
    return checks.finish(check, evidence, seen_version=check.version)


@pytest.mark.parametrize("address", [*PAGES, "/danger/"])
def test_every_page_has_the_same_frame(browser, address):
    shown = page(browser, address)
    assert len(shown.all("h1")) == len(shown.all("main")) == len(shown.all("footer")) == 1
    assert shown.all("html")[0]["lang"] == "en"
    first = next(a for tag, a in shown.elements if tag in ("a", "button", "input", "select"))
    assert first["href"] == "#main"
    assert shown.all("main")[0]["id"] == "main"
    links = [a["href"] for a in shown.all("a")]
    assert "/danger/" in links
    assert [a for a in links if a in ("/", "/answer/", "/runs/", "/week/", "/progress/")]
    assert INTENDED_USE in shown.words
    assert all(script["src"].startswith("/static/") for script in shown.all("script"))
    for field in [
        *shown.all("select"),
        *(f for f in shown.all("input") if f.get("type") not in ("hidden", "radio", "checkbox")),
    ]:
        assert field["id"] in {label.get("for") for label in shown.all("label")}


@pytest.mark.parametrize("address", [*PAGES, "/danger/"])
def test_no_link_of_any_page_is_dead(browser, address):
    for link in {a["href"] for a in page(browser, address).all("a")} - {"#main"}:
        if not link.startswith("tel:"):
            assert browser.get(link if link.startswith("/") else address + link).status_code == 200, link


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/", "About 3 minutes. You get a clear next step, the likely cause, and how your runs fit in."),
        ("/answer/", "You have no answer yet. It takes about 3 minutes."),
        ("/runs/", "Your runs appear here after your first import."),
        ("/week/", "Do the check first: it decides what is safe to plan."),
        ("/progress/", "First measure: 1 minute. Then we can compare."),
    ],
)
def test_an_empty_place_says_what_will_be_there(browser, address, sentence):
    assert sentence in page(browser, address).words


def test_an_answer_stands_on_today_and_on_its_page(browser, runner, evidence):
    Runner.objects.filter(pk=runner.pk).update(country="GB", name="Mika Korhonen")
    answered(runner, evidence)
    with time_machine.travel("2026-11-19T08:00:00Z", tick=False):
        today, answer = page(browser, "/"), page(browser, "/answer/")
    assert "Good morning, Mika" in today.words
    for shown in (today, answer):
        assert "Book a physio or your GP" in shown.words
        assert "Routine: within two weeks" in shown.words
    assert "New numbness between the legs" in answer.words
    assert "older than two weeks" not in answer.words


def test_an_old_answer_says_so(browser, runner, evidence):
    answered(runner, evidence)
    with time_machine.travel("2026-12-03T12:00:00Z", tick=False):
        assert "older than two weeks" in page(browser, "/answer/").words
        assert "These answers are of 18 November. Check again." in page(browser, "/").words


def test_an_emergency_stands_before_the_plan(browser, runner, evidence):
    Runner.objects.filter(pk=runner.pk).update(country="GB")
    with time_machine.travel("2026-11-18T12:00:00Z", tick=False):
        plans.make_plan(answered(runner, evidence), DAY, evidence)
        assert "Do the check first" not in page(browser, "/week/").words
        answered(runner, evidence, saddle_numb=True)
        week, today = page(browser, "/week/"), page(browser, "/")
    for shown in (week, today):
        assert "Call 999 or go to A&E now" in shown.words
        assert "Strength" not in shown.words
        assert "Planned for today" not in shown.words
    assert "No plan until you have been seen." in week.words


def test_a_week_lists_its_sessions_by_day(browser, runner, evidence):
    with time_machine.travel("2026-11-18T12:00:00Z", tick=False):
        plan = plans.make_plan(answered(runner, evidence), DAY, evidence)
        week = page(browser, "/week/")
    assert plan.document["sessions"]
    for session in plan.document["sessions"]:
        assert session["detail"] in week.words


WEEK = [("Mon", 16), ("Tues", 17), ("Wednes", 18), ("Thurs", 19), ("Fri", 20), ("Satur", 21), ("Sun", 22)]


@pytest.mark.parametrize(("day", "first", "gone"), [(16, "Monday 16", False), (19, "Thursday 19", True)])
def test_days_that_are_over_stand_after_those_to_come(browser, runner, evidence, day, first, gone):
    with time_machine.travel("2026-11-16T12:00:00Z", tick=False):
        plans.make_plan(answered(runner, evidence), DAY, evidence)
    with time_machine.travel(f"2026-11-{day}T12:00:00Z", tick=False):
        week = page(browser, "/week/")
    over = "Days of this week that are over"
    assert (over in week.words) is gone
    assert week.words.index(first) == min(
        week.words.index(f"{d}day {n}") for d, n in WEEK if f"{d}day {n}" in week.words
    )
    if gone:
        assert week.words.index("Sunday 22") < week.words.index(over) < week.words.index("Monday 16")


def test_noted_pain_is_listed_newest_first(browser, runner):
    with time_machine.travel("2026-11-18T12:00:00Z", tick=False):
        diary.note_day(runner, dt.date(2026, 11, 16), {"pain_mean": 4})
        diary.note_day(runner, dt.date(2026, 11, 17), {"pain_mean": 2.5})
        words = page(browser, "/progress/").words
    assert words.index("Tue 17 Nov 2.5") < words.index("Mon 16 Nov 4")


def test_runs_come_fifty_a_page_newest_first_at_the_time_where_they_were_run(browser, runner, add_runs):
    add_runs(runner, 51, utc_offset_s=-5 * 3600)
    first, second = page(browser, "/runs/"), page(browser, "/runs/?page=2")
    assert [len([a for a in shown.all("a") if len(a["href"]) > 40]) for shown in (first, second)] == [50, 1]
    # 07:30 in London is 02:30 in New York.
    assert "02:30" in first.words
    assert "10.0 km" in first.words
    assert "50:00 · 5:00 /km" in first.words
    assert "Page 1 of 2" in first.words


@pytest.mark.parametrize("number", ["0", "-1", "999999999999999999999", "x", "1e9", "%00"])
def test_a_strange_page_number_shows_a_page(browser, runner, add_runs, number):
    add_runs(runner, 1)
    assert "10.0 km" in page(browser, f"/runs/?page={number}").words


def test_a_run_that_does_not_count_is_marked(browser, runner, add_runs):
    add_runs(runner, 1, trusted=False)
    assert "not counted" in page(browser, "/runs/").words
    runner.runs.update(accepted=True)
    assert "not counted" not in page(browser, "/runs/").words


def test_miles_for_who_reads_miles(browser, runner, add_runs):
    add_runs(runner, 1)
    Runner.objects.filter(pk=runner.pk).update(units="imperial")
    assert "6.2 mi" in page(browser, "/runs/").words


def other_runner():
    return Runner.objects.create(account=Account.objects.create_user("other@example.org"))


def test_nobody_elses_runs_answers_or_days_are_shown(browser, evidence, add_runs):
    other = other_runner()
    add_runs(other, 1)
    diary.note_day(other, dt.date.today(), {"pain_mean": 9})  # noqa: DTZ011 - any recent day
    plans.make_plan(answered(other, evidence), DAY, evidence)
    for address in ("/", "/answer/", "/runs/", "/week/", "/progress/"):
        words = page(browser, address).words
        assert "10.0 km" not in words
        assert "Book a physio" not in words
        assert "Pain, 0 to 10" not in words
    assert "Your runs appear here" in page(browser, "/runs/").words


def test_that_test_catches_a_page_that_forgets_the_owner(browser, add_runs, monkeypatch):
    from backstride.store.models.runner import OwnedQuerySet

    add_runs(other_runner(), 1)
    monkeypatch.setattr(OwnedQuerySet, "of", lambda self, _account: self.all())
    assert "10.0 km" in page(browser, "/runs/").words


@pytest.mark.parametrize("address", ["/", "/runs/"])
def test_a_long_history_costs_no_more_queries(browser, runner, add_runs, address):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            page(browser, address)
        return len(seen)

    add_runs(runner, 10)
    few = queries()
    add_runs(runner, 300, first=dt.datetime(2025, 11, 20, 7, 30, tzinfo=dt.UTC))
    assert queries() == few <= 12


def test_danger_signs_need_no_session_and_may_be_cached(stranger):
    response = stranger.get("/danger/?country=gb")
    shown = Page(response)
    assert "Call 999 or go to A&E now" in shown.words
    assert "New numbness between the legs" in shown.words
    assert [a["href"] for a in shown.all("a") if a["href"].startswith("tel:")] == ["tel:999"]
    assert "public" in response["Cache-Control"]
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


@pytest.mark.parametrize("country", ["", "xx", "unknown", "<script>", "gb%00"])
def test_an_unknown_country_gets_no_number(stranger, country):
    shown = Page(stranger.get("/danger/", {"country": country}))
    assert "Call your local emergency number" in shown.words
    assert not [a for a in shown.all("a") if a["href"].startswith("tel:")]


def test_the_link_to_the_danger_signs_names_the_runners_country(browser, runner):
    Runner.objects.filter(pk=runner.pk).update(country="GB")
    assert "/danger/?country=GB" in {a["href"] for a in page(browser, "/runs/").all("a")}


def test_the_chosen_colours_are_set_on_the_page_and_only_known_ones(browser):
    browser.cookies["backstride_look"] = "dark"
    assert page(browser, "/").all("html")[0]["data-theme"] == "dark"
    browser.cookies["backstride_look"] = '"><script>'
    assert "data-theme" not in page(browser, "/").all("html")[0]


def test_an_account_without_a_runner_sees_empty_places(data, stranger):  # noqa: ARG001 - opens the data folder
    stranger.force_login(
        Account.objects.create_user("new@example.org"), "allauth.account.auth_backends.AuthenticationBackend"
    )
    for address in PAGES:
        page(stranger, address)
    saved = stranger.post("/settings/units/", {"version": "1", "units": "imperial", "time_zone": "", "country": "GB"})
    assert saved.status_code == 302
    assert Runner.objects.get(account__email="new@example.org").units == "imperial"
