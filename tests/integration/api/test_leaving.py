"""Taking everything along over the API, and the log that says who did."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from belongings import belongings_of
from django.test import Client
from django.utils import timezone

from backstride.store import access_log, export_stream, tokens
from backstride.store.export import ExportError, export
from backstride.store.models import AccessLog, ApiToken
from backstride.web.api import leaving


@pytest.fixture
def things(person, data):
    person("bo")
    return belongings_of(person("ann"), data)


def bearer(account, *scopes):
    return {"Authorization": f"Bearer {tokens.make_token(account, 'script', scopes, 30)[1]}"}


def taken(reply):
    assert reply.status_code == 200, reply.content
    assert reply["Content-Type"] == "application/zip"
    assert reply["Cache-Control"] == "no-store"
    return b"".join(reply.streaming_content)


def test_a_token_takes_everything_of_its_account_and_nothing_of_others(things, data, tmp_path):
    content = taken(Client().get("/api/v1/me/export", headers=bearer(things.account, "export")))
    tables = zipfile.ZipFile(io.BytesIO(content))
    assert tables.testzip() is None
    runners = json.loads(tables.read("tables/store.Runner.json"))
    assert [runner["name"] for runner in runners] == ["ann"]
    assert [name for name in tables.namelist() if name.startswith("runs/")]
    # Nothing is left lying about, and the line stands in the log that the next export brings.
    assert not list(data.scratch.glob("side-*"))
    assert list(AccessLog.objects.values_list("action", "what", "why"))[-1] == ("export", "everything", "by token")
    export(data, tmp_path / "again.zip", [things.ids["runner_id"]])
    logged = json.loads(zipfile.ZipFile(tmp_path / "again.zip").read("tables/store.AccessLog.json"))
    assert sorted(line["action"] for line in logged) == ["export", "share", "token"]


def test_a_session_takes_it_only_right_after_signing_in(things, browser, monkeypatch):
    client = browser(things.account)
    refused = client.get("/api/v1/me/export")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "sign_in_again")
    assert not AccessLog.objects.filter(action="export").exists()
    monkeypatch.setattr("backstride.web.api.doors.signed_in_recently", lambda _request: True)
    taken(client.get("/api/v1/me/export"))
    assert list(AccessLog.objects.exclude(action="share").values_list("action", "why")) == [("export", "by session")]


def test_too_many_exports_and_one_that_fails_are_told_in_a_sentence(things, monkeypatch):
    held = bearer(things.account, "export")

    def broken(*_args, **_more):
        raise ExportError("/var/lib/backstride/secret.parquet is gone")

    with monkeypatch.context() as patched:
        patched.setattr(export_stream, "export", broken)
        failed = Client().get("/api/v1/me/export", headers=held)
    assert (failed.status_code, failed.json()["error"]["code"]) == (503, "not_exported")
    assert "secret" not in failed.content.decode()
    assert not AccessLog.objects.filter(action="export").exists()
    monkeypatch.setattr(leaving, "MOST_EXPORTS", 2)
    taken(Client().get("/api/v1/me/export", headers=held))
    late = Client().get("/api/v1/me/export", headers=held)
    assert late.status_code == 429
    assert int(late["Retry-After"]) > 0


def test_an_export_that_cannot_be_logged_is_not_handed_out(things, monkeypatch):
    from django.db import OperationalError

    def full(*_args, **_more):
        raise OperationalError("disk full")

    held = bearer(things.account, "export")
    Client().get("/api/v1/me", headers=held)
    monkeypatch.setattr(access_log, "append", full)
    assert Client(raise_request_exception=False).get("/api/v1/me/export", headers=held).status_code == 503


def test_the_log_is_shown_to_its_runner_and_says_where_it_breaks(things):
    held = bearer(things.account, "export", "read:me")
    taken(Client().get("/api/v1/me/export", headers=held))
    path = f"/api/v1/runners/{things.ids['runner_id']}/access-log"
    log = Client().get(path, headers=held).json()
    # The things of the account hold a shared link, whose making is the first line.
    assert (log["total"], log["first_broken"]) == (3, None)
    last, first, _shared = log["items"]
    assert (first["action"], first["why"], first["by_you"]) == ("token", "export read:me", True)
    assert (last["action"], last["where_from"], last["by_you"]) == ("export", "127.0.0.1", True)
    AccessLog.objects.filter(number=2).update(why="read:me")
    assert Client().get(path, headers=held).json()["first_broken"] == 2


def test_a_token_stands_in_the_log_once_a_day(things):
    held = bearer(things.account, "read:me")
    for _ in range(3):
        assert Client().get("/api/v1/me", headers=held).status_code == 200
    assert AccessLog.objects.filter(action="token").count() == 1
    ApiToken.objects.update(last_used_at=timezone.now() - timedelta(days=1))
    Client().get("/api/v1/me", headers=held)
    assert AccessLog.objects.filter(action="token").count() == 2
