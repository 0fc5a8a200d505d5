"""Every page asks for one style sheet, which a browser keeps until it changes."""

import gzip
import re

import pytest
from answer_cases import finished
from django.urls import reverse

from backstride.web import static_files, styles

PAGES = (
    "/",
    "/answer/",
    "/answer/new/",
    "/runs/",
    "/runs/import/",
    "/week/",
    "/settings/you/",
    "/danger/",
    "/nowhere/",
)


def sheets(response):
    return re.findall(r'<link rel="stylesheet" href="([^"]+)"', response.content.decode())


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_for_one_sheet_that_is_there(browser, stranger, page):
    (address,) = sheets(browser.get(page))
    sheet = stranger.get(address)
    assert sheet.status_code == 200
    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    assert sheet["Cache-Control"] == "max-age=31536000, public"
    assert not sheet.cookies
    assert "Cookie" not in sheet.get("Vary", "")
    # A page of the interview with the figure has the most.
    assert len(gzip.compress(sheet.content)) <= 8 * 1024


def test_the_emergency_page_asks_for_one_sheet(browser, runner, evidence):
    made = finished(runner, evidence, "emergency")
    (address,) = sheets(browser.get(reverse("answer-shown", args=[made.made_of_id])))
    assert b"min-height: 64px" in browser.get(address).content


@pytest.mark.parametrize("page", PAGES)
def test_no_font_shares_the_line_with_what_the_first_paint_waits_for(browser, page):
    """Fonts of the device stand in, in the size of ours; a preload cost the first paint 100 ms on a slow line."""
    assert b"preload" not in browser.get(page).content
    text = browser.get(sheets(browser.get(page))[0]).content.decode()
    assert text.count("font-display: swap") == 2
    assert text.count(" size-adjust:") == 4


def test_the_sheets_stand_in_the_order_in_which_they_build_on_one_another(browser):
    (address,) = sheets(browser.get("/runs/"))
    text = browser.get(address).content.decode()
    assert text.index("--paper:") < text.index(".frame") < text.index(".drop")


def test_what_a_sheet_names_beside_itself_is_found(browser):
    (address,) = sheets(browser.get("/"))
    beside = address.rpartition("/")[0]
    for name in re.findall(r'url\("([^"]+)"\)', browser.get(address).content.decode()):
        assert browser.get(f"{beside}/{name}").status_code == 200


@pytest.mark.parametrize("name", ["nothing", "tokens-nothing", "settings", "tokens-" * 40 + "tokens"])
def test_other_files_are_not_handed_out(stranger, name):
    assert stranger.get(f"/static/backstride/look-{name}.css").status_code == 404


def test_the_address_changes_with_what_a_sheet_holds(monkeypatch):
    before = styles.address("tokens", "layout")
    styles._mark.cache_clear()
    monkeypatch.setattr(styles, "_sheet", lambda name: name.encode())
    assert styles.address("tokens", "layout") != before
    styles._mark.cache_clear()


@pytest.mark.parametrize("page", ["/", "/answer/", "/danger/"])
@pytest.mark.usefixtures("unreadable")
def test_a_look_that_cannot_be_read_keeps_no_page_from_being_shown(browser, runner, evidence, page):
    finished(runner, evidence, "emergency")
    response = browser.get(page)
    assert response.status_code == 200
    assert sheets(response)
    assert not [address for address in sheets(response) if "?v=" in address]
    assert browser.get(sheets(response)[0]).status_code == 404


@pytest.fixture
def unreadable(monkeypatch):
    """No file of the look can be read, and none was before."""

    def denied(path):
        raise PermissionError(13, "Permission denied", str(path))

    caches = (styles._sheet, styles._mark, static_files._hash)
    for kept in caches:
        kept.cache_clear()
    monkeypatch.setattr("backstride.web.styles.Path.read_bytes", denied)
    yield
    monkeypatch.undo()
    for kept in caches:
        kept.cache_clear()
