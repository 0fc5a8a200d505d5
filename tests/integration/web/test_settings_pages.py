"""Settings are kept, odd values are refused in words, and a second window is told."""

import re

import pytest
import time_machine

from backstride.store.models import Runner

YOU = {"version": "1", "name": "Mika", "birth_year": "1990", "sex": "female", "height": "170", "mass": "62.5"}


def test_what_is_told_is_kept_in_si(browser, runner):
    assert browser.post("/settings/you/", YOU)["Location"] == "/settings/"
    runner.refresh_from_db()
    assert (runner.name, runner.birth_year, runner.sex) == ("Mika", 1990, "female")
    assert (runner.height_m, runner.mass_kg) == (1.7, 62.5)
    assert b"Saved." in browser.get("/settings/").content


def test_inches_and_pounds_are_taken_from_who_uses_them(browser, runner):
    Runner.objects.filter(pk=runner.pk).update(units="imperial")
    page = browser.get("/settings/you/").content.decode()
    assert "Height in inches" in page
    assert "5 feet 8 are 68 inches" in page
    assert "such as 172" not in page.lower()
    browser.post("/settings/you/", {**YOU, "height": "70", "mass": "150"})
    runner.refresh_from_db()
    # 70 in x 0.0254 = 1.778 m; 150 lb x 0.45359237 = 68.0389 kg.
    assert (runner.height_m, runner.mass_kg) == (1.778, 68.0389)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("birth_year", "1850", "Write the year you were born, from 1900 to 2026, such as 1985."),
        ("birth_year", "2027", "Write the year you were born, from 1900 to 2026, such as 1985."),
        ("birth_year", "old", "Write a year with four digits, such as 1985."),
        ("height", "1.7", "We take 50 to 260 cm. Write your height in cm, such as 172."),
        ("height", "nan", "Write your height in cm, such as 172."),
        ("mass", "1e400", "Write your weight in kg, such as 68."),
        ("mass", "heavy", "Write your weight in kg, such as 68."),
        ("mass", "-5", "We take 20 to 350 kg. Write your weight in kg, such as 68."),
        ("sex", "fish", "Choose one of the answers in the list."),
        ("name", "x" * 81, "Use up to 80 characters, not 81."),
    ],
)
def test_a_value_that_cannot_be_is_refused_beside_its_field_and_typed_words_stay(browser, runner, field, value, says):
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False):
        response = browser.post("/settings/you/", {**YOU, field: value})
    assert response.status_code == 422
    text = response.content.decode()
    assert "There is a problem" in text
    assert says in text
    assert 'value="1990"' in text or field == "birth_year"
    runner.refresh_from_db()
    assert runner.version == 1


def test_a_comma_is_a_point(browser, runner):
    browser.post("/settings/you/", {**YOU, "mass": "62,5"})
    runner.refresh_from_db()
    assert runner.mass_kg == 62.5


@pytest.mark.parametrize("field", ["time_zone", "country", "units"])
def test_an_unknown_zone_country_or_system_is_refused(browser, field):
    known = {"version": "1", "units": "metric", "time_zone": "Europe/London", "country": "GB"}
    assert browser.post("/settings/units/", {**known, field: "Mars/Base"}).status_code == 422
    assert browser.post("/settings/units/", known).status_code == 302


def test_the_second_window_sees_what_the_first_one_saved_and_may_save_after_it(browser, runner):
    assert browser.post("/settings/you/", YOU).status_code == 302
    second = browser.post("/settings/you/", {**YOU, "name": "Kim"})
    assert second.status_code == 409
    text = second.content.decode()
    assert "changed meanwhile" in text
    assert "<dd>Mika</dd>" in text
    assert 'value="Kim"' in text
    assert 'name="version" value="2"' in text
    assert browser.post("/settings/you/", {**YOU, "name": "Kim", "version": "2"}).status_code == 302
    runner.refresh_from_db()
    assert runner.name == "Kim"


def test_the_zone_sets_the_day_on_the_page(browser, runner, add_runs):
    add_runs(runner, 1)
    with time_machine.travel("2026-11-20T23:30:00Z", tick=False):
        assert b"Friday 20 November" in browser.get("/").content
        Runner.objects.filter(pk=runner.pk).update(time_zone="Pacific/Kiritimati")
        assert b"Saturday 21 November" in browser.get("/").content


def test_colours_are_kept_in_the_browser(browser):
    browser.post("/settings/look/", {"look": "dark"})
    kept = browser.cookies["backstride_look"]
    assert (kept.value, kept["samesite"], kept["httponly"]) == ("dark", "Lax", True)
    browser.post("/settings/look/", {"look": ""})
    assert browser.cookies["backstride_look"].value == ""
    assert browser.post("/settings/look/", {"look": "pink"}).status_code == 422


def test_every_page_says_when_space_is_short(browser, monkeypatch):
    import psutil

    text = browser.get("/settings/health/").content.decode()
    assert "SQLite 3." in text
    assert "nearly full" not in text
    real = psutil.disk_usage("/")
    monkeypatch.setattr(psutil, "disk_usage", lambda _path: real._replace(free=1 << 29))
    for address in ("/settings/health/", "/", "/runs/", "/week/"):
        assert browser.get(address).content.decode().count("The disk is nearly full") == 1
    # The page for everybody tells strangers nothing about the machine.
    assert "nearly full" not in browser.get("/danger/").content.decode()


def test_countries_stand_by_name_and_each_once(browser, stranger):
    for page in (browser.get("/settings/units/"), stranger.get("/danger/?country=uk")):
        options = re.findall(r'<option value="([A-Z]{2})"[^>]*>([^<]+)<', page.content.decode())
        names = [name for _code, name in options]
        assert ("GB", "United Kingdom") in options
        assert "UK" not in dict(options)
        assert names == sorted(names)
        assert all(len(name) > 2 for name in names)
    assert re.search(r'value="GB" selected', page.content.decode())
