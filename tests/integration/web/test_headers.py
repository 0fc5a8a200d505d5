"""Every answer carries the same protection, whatever it is; what is behind the sign-in stays out of caches."""

import pytest
from django.test import Client
from web_pages import PAGES

FILES = ("/static/backstride/tokens.css", "/static/backstride/icons/icons.svg")
OPEN = ("/danger/", "/healthz", "/readyz")
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def policy(response):
    """Directive -> sources of a content policy."""
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {words[0]: words[1:] for words in parts}


def check(response):
    for name, value in EXPECTED.items():
        assert response[name] == value, name
    assert "camera=()" in response["Permissions-Policy"]
    found = policy(response)
    assert found["default-src"] == ["'none'"]
    assert found["frame-ancestors"] == found["base-uri"] == ["'none'"]
    allowed = {source for sources in found.values() for source in sources}
    assert allowed <= {"'none'", "'self'", "data:"}
    assert found["script-src"] == found["style-src"] == ["'self'"]


@pytest.mark.parametrize("address", [*PAGES, *OPEN, *FILES, "/nowhere/"])
@pytest.mark.parametrize("who", ["browser", "stranger"])
def test_every_answer_carries_them(request, who, address):
    check(request.getfixturevalue(who).get(address))


def test_refusals_carry_them_too(browser, stranger):
    for response in (
        browser.get("/", headers={"host": "evil.example"}),
        browser.get("/", headers={"origin": "https://evil.example"}),
        browser.post("/"),
        stranger.get("/enter/nothing/"),
    ):
        assert response.status_code in (400, 403, 405)
        check(response)
        assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", PAGES)
def test_what_is_behind_the_sign_in_is_kept_by_no_cache(browser, stranger, address):
    assert browser.get(address)["Cache-Control"] == "no-store"
    assert stranger.get(address)["Cache-Control"] == "no-store"


def test_a_fault_carries_them_too(browser, monkeypatch):
    monkeypatch.setattr("backstride.web.pages.runs.runner_of", lambda _request: 1 / 0)
    response = browser.get("/runs/")
    assert response.status_code == 500
    check(response)


def test_cookies_of_a_session_are_out_of_reach_of_scripts_and_other_pages(data):
    from backstride.store.entry_link import make_entry_link

    client = Client()
    client.get(f"/enter/{make_entry_link(data)}/")
    client.get("/settings/you/")
    assert set(client.cookies) == {"backstride_session", "backstride_csrf"}
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert not cookie["domain"]


def test_looking_at_the_link_without_opening_it_does_not_use_it_up(data):
    from backstride.store.entry_link import make_entry_link

    client, address = Client(), f"/enter/{make_entry_link(data)}/"
    assert client.head(address).status_code == 405
    assert client.get(address, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.get(address).status_code == 302
