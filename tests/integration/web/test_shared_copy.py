"""A link to one answer: what it shows, to whom, until when, and what the access log says of it."""

import hashlib
import re

import pytest
import time_machine
from answer_cases import Page, finished
from django.test import Client
from django.urls import reverse

from backstride.store import access_log, shares
from backstride.store.accounts import end_sessions_and_tokens
from backstride.store.local import local_account
from backstride.store.models import AccessLog, Account, Runner, Share

NOON = "2026-11-20T12:00:00Z"


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def made(runner, evidence):
    Runner.objects.filter(pk=runner.pk).update(country="GB", name="Mika Korhonen")
    return finished(runner, evidence, "within_2_weeks_routine")


def link_to(browser, made, days="7"):
    response = browser.post(reverse("answer-share", args=[made.made_of_id]), {"days": days})
    assert response.status_code == 200
    return re.search(r"http://testserver(/s/[\w-]+/)", response.content.decode()).group(1)


def end(browser, made, share):
    return browser.post(reverse("answer-share-end", args=[made.made_of_id, share.pk]))


def test_whoever_has_the_link_sees_the_answer_and_nothing_of_the_app(browser, stranger, made):
    link = link_to(browser, made)
    response = stranger.get(link)
    page = Page(response)
    assert response.status_code == 200
    assert "Book a physio or your GP" in page.headings[1]
    assert "Call 999 or go to A&E if you notice" in page.words
    assert made.result["differential"][0]["plain_name"] in page.words
    assert [h for h in page.links() if not h.startswith("#")] == []
    assert not page.all("form")
    assert not page.all("script")
    assert "Mika" not in response.content.decode()
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


@pytest.mark.parametrize("level", ["emergency", "same_day"])
def test_a_pressing_answer_is_shared_without_odds_or_exits(browser, stranger, runner, evidence, level):
    Runner.objects.filter(pk=runner.pk).update(country="GB")
    page = Page(stranger.get(link_to(browser, finished(runner, evidence, level))))
    assert not page.pictures("ten")
    assert [h for h in page.links() if not h.startswith("#")] == []
    assert "seen?" not in page.words
    assert "Please check me for" in page.words


def test_only_the_hash_of_the_token_is_kept(browser, made):
    token = link_to(browser, made).split("/")[2]
    assert Share.objects.get().sha256 == hashlib.sha256(token.encode()).hexdigest()
    assert token not in browser.get(reverse("answer-share", args=[made.made_of_id])).content.decode()


@pytest.mark.parametrize(
    ("days", "last"), [("1", "2026-11-21T11:59:59Z"), ("7", "2026-11-27T11:59:59Z"), ("30", "2026-12-20T11:59:59Z")]
)
def test_a_link_ends_on_its_day(browser, made, days, last):
    link = link_to(browser, made, days)
    with time_machine.travel(last, tick=False) as clock:
        assert Client().get(link).status_code == 200
        clock.shift(1)
        over = Client().get(link)
    assert over.status_code == 404
    assert "This link opens nothing" in Page(over).words
    assert "Book a physio" not in Page(over).words


def test_a_stopped_link_opens_nothing_and_one_that_never_was_looks_the_same(browser, stranger, made):
    link = link_to(browser, made)
    assert end(browser, made, Share.objects.get())["Location"] == reverse("answer-share", args=[made.made_of_id])
    stopped, never = stranger.get(link), stranger.get("/s/never-was/")
    assert stopped.status_code == never.status_code == 404
    assert stopped.content == never.content
    assert "No link works now." in Page(browser.get(reverse("answer-share", args=[made.made_of_id]))).words


def test_a_link_shows_the_answer_that_was_shared_not_a_newer_one(browser, stranger, made, runner, evidence):
    link = link_to(browser, made)
    finished(runner, evidence, "same_day")
    assert "Book a physio or your GP" in Page(stranger.get(link)).headings[1]


def test_each_opening_is_a_line_of_the_log_and_the_runner_sees_them(browser, stranger, made, runner):
    link = link_to(browser, made)
    with time_machine.travel("2026-11-20T15:30:00Z", tick=False):
        stranger.get(link)
        stranger.head(link)
        stranger.get("/s/never-was/")
    share = Share.objects.get()
    lines = list(AccessLog.objects.filter(runner=runner).values_list("action", "what", "by", "where_from"))
    assert lines == [
        ("share", f"share {share.pk}", str(local_account().pk), ""),
        ("read", f"share {share.pk}", "", "shared link"),
    ]
    words = Page(browser.get(reverse("answer-share", args=[made.made_of_id]))).words
    assert "20 November, 12:00: You made the link" in words
    assert "20 November, 15:30: Somebody opened it" in words
    end(browser, made, share)
    end(browser, made, share)
    assert AccessLog.objects.filter(action="end share").count() == 1
    assert access_log.verify(runner) is None


def test_a_change_of_password_ends_every_link(browser, stranger, made):
    link = link_to(browser, made)
    end_sessions_and_tokens(local_account())
    assert stranger.get(link).status_code == 404


def test_a_closed_account_shows_nothing(browser, stranger, made):
    link = link_to(browser, made)
    Account.objects.filter(pk=local_account().pk).update(is_active=False)
    assert stranger.get(link).status_code == 404


@pytest.mark.parametrize("days", ["", "2", "365", "x"])
def test_only_the_offered_ends_can_be_chosen(browser, made, days):
    response = browser.post(reverse("answer-share", args=[made.made_of_id]), {"days": days})
    assert response.status_code == 422
    assert "There is a problem" in Page(response).words
    assert not Share.objects.exists()


def test_links_of_one_answer_are_limited(browser, made):
    for _ in range(shares.MOST):
        link_to(browser, made)
    response = browser.post(reverse("answer-share", args=[made.made_of_id]), {"days": "7"})
    assert response.status_code == 422
    assert "Stop one first" in Page(response).words
    assert Share.objects.count() == shares.MOST


def test_nobody_can_share_or_stop_what_belongs_to_somebody_else(browser, evidence):
    other = Runner.objects.create(account=Account.objects.create_user("other@example.org"))
    theirs = finished(other, evidence)
    share, token = shares.make_share(theirs.made_of, other.account, 7)
    assert browser.post(reverse("answer-share", args=[theirs.made_of_id]), {"days": "7"}).status_code == 404
    assert end(browser, theirs, share).status_code == 404
    assert Client().get(reverse("shared", args=[token])).status_code == 200


def test_tries_are_limited_and_other_addresses_are_not_held_up(browser, made):
    link = link_to(browser, made)
    tries = [Client(REMOTE_ADDR="198.51.100.7").get(f"/s/guess-{n}/").status_code for n in range(31)]
    assert tries == [404] * 30 + [429]
    held = Client(REMOTE_ADDR="198.51.100.7").get(link)
    assert held.status_code == 429
    assert int(held["Retry-After"]) <= 60
    assert Client(REMOTE_ADDR="198.51.100.8").get(link).status_code == 200


def test_erasing_the_runner_takes_links_and_clinicians_entries(browser, stranger, made, runner, data):
    from backstride.store.erase import erase_runner

    link = link_to(browser, made)
    erase_runner(data, runner)
    assert not Share.objects.exists()
    assert stranger.get(link).status_code == 404
