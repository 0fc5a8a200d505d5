"""Whatever goes wrong, a runner reads one sentence and what to do, and the log holds the same reference."""

import errno
import re

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404
from django.test import Client
from structlog.testing import capture_logs

from backstride.store.models import Shoe
from backstride.store.models.runner import ChangedMeanwhileError
from backstride.web.pages import errors, runs

STORY = "numb between the legs"


@pytest.fixture
def raising(browser, monkeypatch):
    """Let the page of the runs raise, and give the answer and the lines of the log."""

    def get(error):
        def broken(_request):
            raise error

        monkeypatch.setattr(runs, "runner_of", broken)
        with capture_logs() as lines:
            return browser.get("/runs/"), lines

    return get


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (SuspiciousOperation(STORY), 400),
        (RequestDataTooBig(STORY), 413),
        (PermissionDenied(STORY), 403),
        (Http404(STORY), 404),
        (ChangedMeanwhileError(Shoe(name=STORY)), 409),
        (ZeroDivisionError(STORY), 500),
        (OperationalError(STORY), 503),
        (OSError(errno.ENOSPC, STORY), 503),
        (OSError(errno.ENOENT, STORY), 500),
    ],
)
def test_every_fault_has_its_page(raising, error, status):
    response, lines = raising(error)
    text = response.content.decode()
    assert response.status_code == status
    assert str(errors.WORDS[status].head).replace("'", "&#x27;") in text
    assert STORY not in text + repr(lines)
    assert "Traceback" not in text
    reference = response["X-Reference"]
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", reference)
    assert reference in text
    faults = [line for line in lines if line["event"] == "fault"]
    assert [line["error"] for line in faults] == ([type(error).__name__] if status >= 500 else [])
    assert (response.headers.get("Retry-After") is not None) is (status == 503)


@pytest.mark.parametrize("status", sorted(errors.WORDS))
def test_every_page_stands_in_the_same_frame(rf, status):
    text = errors.error_page(rf.get("/x/"), status).content.decode()
    assert text.count("<h1") == 1
    assert "Danger signs" in text
    assert 'href="#main"' in text


def test_no_error_page_asks_anything_of_the_database(rf):
    # No data folder is open in this test: a query would raise.
    for status in errors.WORDS:
        assert errors.error_page(rf.get("/x/"), status).status_code == status
    assert errors.open_the_link(rf.get("/x/")).status_code == 403


def test_an_address_that_is_not_there(browser, stranger):
    for client in (browser, stranger):
        response = client.get("/nowhere/")
        assert response.status_code == 404
        assert b"There is nothing here" in response.content


def test_the_api_gets_the_same_error_as_json(stranger):
    response = stranger.get("/api/nowhere")
    assert response.status_code == 404
    error = response.json()["error"]
    assert error["code"] == "not_found"
    assert error["reference"] == response["X-Reference"]
    assert set(error) == {"code", "message", "field", "reference"}


def test_a_form_without_its_token_changes_nothing(browser, runner):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    response = strict.post("/settings/you/", {"version": "1", "name": "Mallory"})
    assert response.status_code == 403
    assert b"This form is too old" in response.content
    runner.refresh_from_db()
    assert runner.name == ""


@pytest.mark.parametrize(
    ("method", "address"), [("post", "/"), ("put", "/runs/"), ("delete", "/settings/you/"), ("get", "/leave/")]
)
def test_a_method_that_a_page_does_not_take_is_refused(browser, method, address):
    assert getattr(browser, method)(address).status_code == 405
