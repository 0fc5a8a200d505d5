"""Probes and figures for other machines, and the line that each request leaves in the log."""

import pytest
from django.db import connection
from structlog.testing import capture_logs

from backstride.web.pages import machine

WORD = "figures-for-prometheus"


@pytest.fixture(autouse=True)
def _forget_what_was_seen():
    machine._seen_up_to_date.clear()
    machine._evidence_is_there.cache_clear()


def test_alive_and_ready_say_nothing_else(stranger):
    assert stranger.get("/healthz").content == b"alive\n"
    assert stranger.get("/readyz").content == b"ready\n"


def test_it_is_not_ready_without_its_evidence(stranger, monkeypatch):
    from backstride.evidence import EvidenceNotBuiltError

    def missing():
        raise EvidenceNotBuiltError("The compiled evidence in /somewhere is missing.")

    monkeypatch.setattr(machine, "the_evidence", missing)
    response = stranger.get("/readyz")
    assert (response.status_code, response.content) == (503, b"not ready\n")
    assert stranger.get("/healthz").status_code == 200


def test_it_is_not_ready_while_a_migration_is_pending(stranger, monkeypatch):
    monkeypatch.setattr(machine, "pending", lambda: ["store.0099_next"])
    assert stranger.get("/readyz").status_code == 503
    monkeypatch.undo()
    assert stranger.get("/readyz").status_code == 200


def test_it_is_not_ready_without_its_database(stranger, monkeypatch):
    from django.db import OperationalError

    def gone():
        raise OperationalError("unable to open database file")

    monkeypatch.setattr(connection, "cursor", gone)
    assert stranger.get("/readyz").status_code == 503


def test_there_are_no_figures_unless_they_are_asked_for(stranger):
    assert stranger.get("/metrics").status_code == 404


def test_figures_go_to_whoever_holds_the_token(stranger, settings):
    settings.BACKSTRIDE = {**settings.BACKSTRIDE, "METRICS": "on", "METRICS_TOKEN": WORD}
    settings.MIDDLEWARE = [
        "django_prometheus.middleware.PrometheusBeforeMiddleware",
        *settings.MIDDLEWARE,
        "django_prometheus.middleware.PrometheusAfterMiddleware",
    ]
    assert stranger.get("/metrics").status_code == 401
    assert stranger.get("/metrics", headers={"authorization": "Bearer wrong"}).status_code == 401
    stranger.get("/runs/?page=canary-in-a-query")
    stranger.get("/enter/canary-in-a-path/")
    text = stranger.get("/metrics", headers={"authorization": f"Bearer {WORD}"}).content.decode()
    assert 'view="enter"' in text
    assert "canary" not in text


def test_a_request_is_one_line_without_path_or_query(browser):
    with capture_logs() as lines:
        browser.get("/runs/?page=2&canary=1")
        browser.get("/enter/canary/")
        browser.get("/canary/")
        browser.get("/static/backstride/tokens.css?canary")
        browser.post("/settings/you/", {"version": "1", "name": "canary", "birth_year": "canary"})
    assert [(line["method"], line["route"], line["status"]) for line in lines] == [
        ("GET", "runs", 200),
        ("GET", "enter", 403),
        ("GET", "-", 404),
        ("GET", "-", 200),
        ("POST", "settings-you", 422),
    ]
    assert "canary" not in repr(lines)
    assert len({line["reference"] for line in lines if "reference" in line}) in (0, 5)


def test_a_made_up_method_does_not_reach_the_log(browser):
    with capture_logs() as lines:
        browser.generic("CANARY", "/runs/")
    assert lines[0]["method"] == "other"
