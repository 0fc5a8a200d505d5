"""The HTTP API from outside: what it keeps, what it refuses and how, and that a repeated request has one effect."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connections
from django.test import Client

from backstride.assess import assess
from backstride.assess.answers import read_answers
from backstride.store import tokens
from backstride.store.models import Check, DiaryEntry, IdempotentReply, Plan, Runner, Shoe

SAID = {"age": 34, "sex": "female", "duration_days": 4, "answers": {"regions": ["low_back_left"]}}
ABSENT = "0f8fad5b-d9cb-469f-a165-70867728950e"


class Caller:
    """Sends JSON with a token."""

    def __init__(self, account, *scopes):
        self.client = Client(raise_request_exception=False)
        self.bearer = tokens.make_token(account, "script", scopes or tokens.SCOPES, 30)[1]

    def send(self, method, path, body=None, **headers):
        raw = body if isinstance(body, (bytes, str)) else json.dumps(body or {})
        return self.client.generic(
            method,
            f"/api/v1{path}",
            "" if method in ("GET", "DELETE") else raw,
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.bearer}", **headers},
        )


@pytest.fixture
def ann(person):
    return person("ann")


@pytest.fixture
def call(ann):
    return Caller(ann).send


def error_of(reply):
    document = reply.json()
    assert set(document) == {"error"}
    assert set(document["error"]) == {"code", "message", "field", "reference", "current_version"}
    return document["error"]


def test_a_check_from_its_first_answer_to_a_week(call, evidence):
    opened = call("POST", "/checks", {"day": "2026-11-20"})
    assert opened.status_code == 201, opened.content
    check = opened.json()
    path = f"/checks/{check['id']}"
    answered = call("PATCH", f"{path}/answers", {"version": 1, **SAID, "story": "Left, since Monday."})
    assert answered.status_code == 200, answered.content
    finished = call("POST", f"{path}/finish", {"version": answered.json()["version"]})
    assert finished.status_code == 201, finished.content
    document = {**SAID, "story": "Left, since Monday."}
    expected = assess(read_answers(document, evidence), evidence, today=date(2026, 11, 20)).as_json()
    assert finished.json()["result"] == json.loads(json.dumps(expected))
    assert call("GET", path).json() == finished.json()
    plan = call("POST", "/plans", {"check": check["id"], "week": "2026-11-23"})
    if plan.status_code == 201:
        assert call("GET", f"/plans/{plan.json()['id']}/log").json() == []
    else:
        assert error_of(plan)["code"] == "refused"
    again = call("POST", f"{path}/edit")
    assert again.status_code == 201, again.content
    assert again.json()["follows"] == check["id"]
    assert call("GET", "/checks").json()["total"] == 2


def test_what_was_misread_in_a_story_counts_no_more_as_on_the_command_line(call, evidence):
    told = {**SAID, "story": "I cannot hold my urine since Monday."}
    results = {}
    for dropped in ([], ["urinary_incontinence_new"]):
        check = call("POST", "/checks", {"day": "2026-11-20"}).json()
        path = f"/checks/{check['id']}"
        kept = call("PATCH", f"{path}/answers", {"version": 1, **told, "story_dropped": dropped}).json()
        assert kept["document"].get("story_dropped", []) == dropped
        result = call("POST", f"{path}/finish", {"version": 2}).json()["result"]
        document = {**told, "story_dropped": dropped}
        expected = assess(read_answers(document, evidence), evidence, today=date(2026, 11, 20)).as_json()
        assert result == json.loads(json.dumps(expected))
        results[bool(dropped)] = result["urgency"]
    assert results[False] == "emergency" != results[True]
    # Crossed out in that story, not in another one.
    again = call("POST", f"{path}/edit").json()
    assert again["document"]["story_dropped"] == ["urinary_incontinence_new"]
    path = f"/checks/{again['id']}"
    told_again = call(
        "PATCH", f"{path}/answers", {"version": 1, "story": "It is worse. I cannot hold my urine."}
    ).json()
    assert "story_dropped" not in told_again["document"]
    assert call("POST", f"{path}/finish", {"version": 2}).json()["result"]["urgency"] == "emergency"


def test_crossing_out_what_is_no_finding_is_refused(call):
    check = call("POST", "/checks", {}).json()
    for wrong, status in ((["no_such_finding"], 422), ("saddle_numb", 422), ([1], 422), (["x" * 81], 422)):
        reply = call("PATCH", f"/checks/{check['id']}/answers", {"version": 1, "story_dropped": wrong})
        assert reply.status_code == status, reply.content
    assert call("GET", f"/checks/{check['id']}").json() == check


def test_the_assessment_is_the_one_of_the_command_line(call, evidence):
    reply = call("POST", "/assess", SAID)
    expected = assess(read_answers(SAID, evidence), evidence, today=date.today()).as_json()  # noqa: DTZ011

    def seal(document):
        return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()

    assert reply.status_code == 200, reply.content
    assert seal(reply.json()) == seal(expected)
    assert not Check.objects.exists()


def test_shoes_are_kept_changed_and_forgotten(call):
    made = call("POST", "/shoes", {"name": "Blue", "bought_on": "2026-01-02"}).json()
    path = f"/shoes/{made['id']}"
    assert call("PATCH", path, {"version": 1, "name": "Green"}).json()["name"] == "Green"
    late = call("PATCH", path, {"version": 1, "name": "Red"})
    assert (late.status_code, error_of(late)["code"], error_of(late)["current_version"]) == (409, "changed", 2)
    assert call("GET", path).json()["name"] == "Green"
    assert call("DELETE", path).status_code == 204
    assert call("GET", path).status_code == 404


def test_a_day_of_the_diary(call):
    path = "/diary/2026-11-20"
    kept = call("PUT", path, {"values": {"sleep_h": 7.5}, "note": "Slept well."})
    assert kept.status_code == 200, kept.content
    assert call("GET", path).json() == kept.json()
    assert call("PUT", path, {"values": {}}).status_code == 409
    assert call("PUT", path, {"version": 1, "values": {"sleep_h": 8}}).json()["version"] == 2
    refused = call("PUT", path, {"version": 2, "values": {"sleep_h": 99}})
    assert (refused.status_code, error_of(refused)["field"]) == (422, "values")
    assert DiaryEntry.objects.get().values == {"sleep_h": 8}


def test_what_a_runner_is(call):
    me = call("GET", "/me").json()
    runner = me["runners"][0]
    changed = call("PATCH", f"/runners/{runner['id']}", {"version": 1, "mass_kg": 61.5, "time_zone": "Europe/Berlin"})
    assert (changed.json()["mass_kg"], changed.json()["version"]) == (61.5, 2)
    wrong = call("PATCH", f"/runners/{runner['id']}", {"version": 2, "time_zone": "Europe/Atlantis"})
    assert (wrong.status_code, error_of(wrong)["field"]) == (422, "time_zone")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 422),
        ("{", 400),
        (b'{"name": "\xff"}', 400),
        ('{"name": "a", "name": "b"}', 400),
        ('{"name": "a", "distance_before_m": NaN}', 400),
        ('{"name": "a", "distance_before_m": 1e400}', 400),
        ('{"name": "a", "distance_before_m": -1e400}', 400),
        ('{"name": "a", "distance_before_m": 1e308}', 422),
        ('{"name": "a", "distance_before_m": -1}', 422),
        ('{"name": "a", "distance_before_m": "5"}', 422),
        ('{"name": "a", "distance_before_m": ' + "9" * 5000 + "}", 400),
        ('{"name": "a", "other": 1}', 422),
        ('{"name": "\\u0000"}', 400),
        ('{"name": "\\ud800"}', 400),
        ('{"name": "a\\u0007"}', 422),
        ('{"name": ""}', 422),
        ('{"name": "' + "a" * 81 + '"}', 422),
        ('{"name": "a", "bought_on": "2026-02-30"}', 422),
        ('{"name": "a", "bought_on": 1}', 422),
        ('{"name": "a", "bought_on": "2026-01-02", "retired_on": "2026-01-01"}', 422),
        ("[" * 100_000, 400),
        ("[]", 422),
        ('{"name": "' + "a" * 1_100_000 + '"}', 413),
        ('{"name": "' + "a" * 3_000_000 + '"}', 413),
    ],
)
def test_bad_bodies_are_refused_in_one_sentence_and_nothing_is_kept(call, body, status):
    reply = call("POST", "/shoes", body)
    assert reply.status_code == status, reply.content
    assert error_of(reply)["message"].endswith(".")
    assert not Shoe.objects.exists()


@pytest.mark.parametrize("name", ["🏃‍♀️ Läufer", "أحذية", "=cmd()", "a\u0301"])
def test_honest_text_of_any_script_is_kept(call, name):
    import unicodedata

    made = call("POST", "/shoes", {"name": name})
    assert made.status_code == 201
    assert made.json()["name"] == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("answers", [{"no_such_finding": True}, {"regions": ["elbow"]}, {"night_pain_wakes": 2**63}])
def test_answers_that_mean_nothing_are_refused(call, answers):
    check = call("POST", "/checks", {}).json()
    reply = call("PATCH", f"/checks/{check['id']}/answers", {"version": 1, "answers": answers})
    assert (reply.status_code, error_of(reply)["code"]) == (422, "refused")
    assert call("GET", f"/checks/{check['id']}").json() == check


def test_lists_come_in_pages(call):
    for number in range(3):
        call("POST", "/shoes", {"name": f"Pair {number}"})
    page = call("GET", "/shoes?page=2&size=2").json()
    assert ([s["name"] for s in page["items"]], page["total"]) == (["Pair 2"], 3)
    assert call("GET", "/shoes?size=201").status_code == 422
    assert call("GET", "/shoes?page=0").status_code == 422


POSTS = [
    ("/shoes", {"name": "Blue"}, Shoe),
    ("/runners", {"name": "Bo"}, Runner),
    ("/checks", {}, Check),
    ("/assess", SAID, Check),
    ("/checks/{finished}/edit", {}, Check),
    ("/checks/{open}/finish", {"version": 1}, Check),
    ("/plans", {"check": "{finished}", "week": "2026-11-23"}, Plan),
]


def fill(value, ids):
    return json.loads(json.dumps(value).replace("{open}", ids["open"]).replace("{finished}", ids["finished"]))


@pytest.fixture
def ids(call):
    made = {name: call("POST", "/checks", {"day": "2026-11-20"}).json()["id"] for name in ("open", "finished")}
    call("PATCH", f"/checks/{made['finished']}/answers", {"version": 1, **SAID})
    assert call("POST", f"/checks/{made['finished']}/finish", {"version": 2}).status_code == 201
    return made


@pytest.mark.parametrize(("path", "body", "model"), POSTS)
def test_a_post_sent_again_with_its_key_has_one_effect_and_the_same_reply(call, ids, path, body, model):
    path, body = fill(path, ids), fill(body, ids)
    first = call("POST", path, body, **{"Idempotency-Key": "k-1"})
    count = model.objects.count()
    again = call("POST", path, body, **{"Idempotency-Key": "k-1"})
    assert again.status_code == first.status_code
    assert again.json() == first.json()
    assert model.objects.count() == count
    if first.status_code < 400:
        other = call("POST", path, {**body, "x": 1}, **{"Idempotency-Key": "k-1"})
        assert other.status_code == 422


def test_every_post_of_the_api_is_in_the_list_above():
    from backstride.web.api.app import api

    described = api.get_openapi_schema()["paths"]
    posts = {path.removeprefix("/api/v1") for path, operations in described.items() if "post" in operations}
    tried = {p.replace("{open}", "{check_id}").replace("{finished}", "{check_id}") for p, _, _ in POSTS}
    # Tokens and imports have tests of their own.
    assert posts == tried | {"/tokens", "/imports", "/imports/{import_id}/cancel"}
    for path, operations in described.items():
        if "post" in operations:
            names = [p["name"] for p in operations["post"].get("parameters", [])]
            assert "Idempotency-Key" in names, path


def test_a_key_for_another_request_is_refused(call):
    key = {"Idempotency-Key": "k-1"}
    assert call("POST", "/shoes", {"name": "Blue"}, **key).status_code == 201
    other = call("POST", "/shoes", {"name": "Red"}, **key)
    assert (other.status_code, error_of(other)["code"]) == (422, "key_reused")
    assert Shoe.objects.count() == 1


def test_what_a_keyed_reply_said_is_not_kept_in_the_clear(call):
    call("POST", "/shoes", {"name": "Canary-7261"}, **{"Idempotency-Key": "k-1"})
    assert "Canary" not in json.dumps(IdempotentReply.objects.get().body)


def at_once(ann, count):
    caller = Caller(ann)

    def one(_):
        try:
            return caller.send("POST", "/shoes", {"name": "Blue"}, **{"Idempotency-Key": "same"}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


def test_the_same_key_at_the_same_moment_has_one_effect(ann):
    assert set(at_once(ann, 8)) == {201}
    assert Shoe.objects.count() == 1


def test_the_test_above_would_see_a_post_without_keys(ann, monkeypatch):
    from backstride.web.api import once

    monkeypatch.setattr(once, "_first_or_again", lambda view, _u, request, _k, args, kw: view(request, *args, **kw))
    at_once(ann, 4)
    assert Shoe.objects.count() == 4


def test_a_token_does_what_its_scopes_say(ann):
    only_reads = Caller(ann, "read:runs").send
    assert only_reads("GET", "/shoes").status_code == 200
    refused = only_reads("POST", "/shoes", {"name": "Blue"})
    assert (refused.status_code, error_of(refused)["code"]) == (403, "scope")
    assert only_reads("GET", "/checks").status_code == 403
    assert only_reads("GET", "/tokens").status_code == 401


def test_a_revoked_or_made_up_token_opens_nothing(ann):
    caller = Caller(ann)
    tokens.revoke(tokens.living(ann).get())
    assert caller.send("GET", "/me").status_code == 401
    caller.bearer = "bst_made-up"
    assert caller.send("GET", "/me").status_code == 401


def test_a_bad_token_is_not_made_good_by_a_session(ann):
    caller = Caller(ann)
    caller.client.force_login(ann)
    caller.bearer = "bst_made-up"
    assert caller.send("GET", "/me").status_code == 401


def test_a_change_by_session_needs_the_csrf_token(ann, browser):
    client = browser(ann, csrf=True)
    reply = client.post("/api/v1/shoes", {"name": "Blue"}, content_type="application/json")
    assert (reply.status_code, error_of(reply)["code"]) == (403, "csrf")
    client.get("/account/password/change/")
    token = client.cookies["backstride_csrf"].value
    reply = client.post(
        "/api/v1/shoes", {"name": "Blue"}, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert reply.status_code == 201


def test_tokens_are_made_only_in_a_fresh_session_and_shown_once(ann, browser, monkeypatch):
    from backstride.web.api import doors

    client = browser(ann)
    wanted = {"name": "script", "scopes": ["read:runs"], "days": 30}
    stale = client.post("/api/v1/tokens", wanted, content_type="application/json")
    assert (stale.status_code, error_of(stale)["code"]) == (403, "sign_in_again")
    monkeypatch.setattr(doors, "signed_in_recently", lambda _request: True)
    key = {"Idempotency-Key": "t-1"}
    made = client.post("/api/v1/tokens", wanted, content_type="application/json", headers=key)
    again = client.post("/api/v1/tokens", wanted, content_type="application/json", headers=key)
    secret = made.json()["token"]
    assert secret.startswith("bst_")
    assert again.json() == {**made.json(), "token": None}
    assert secret not in client.get("/api/v1/tokens").content.decode()
    assert tokens.holder(secret) is not None
    assert client.delete(f"/api/v1/tokens/{made.json()['id']}").status_code == 204
    assert tokens.holder(secret) is None


def test_too_many_requests_are_told_when_to_come_back(call, monkeypatch):
    from backstride.web.api import doors

    monkeypatch.setattr(doors, "MOST_REQUESTS", 3)
    replies = [call("GET", "/me") for _ in range(5)]
    assert [r.status_code for r in replies] == [200, 200, 200, 429, 429]
    assert 1 <= int(replies[-1]["Retry-After"]) <= 60


def test_a_fault_is_told_without_a_word_of_what_went_wrong(call, monkeypatch, caplog):
    from backstride.store import shoes

    def broken(*_a, **_k):
        raise KeyError("Canary-7261")

    monkeypatch.setattr(shoes, "add_shoe", broken)
    reply = call("POST", "/shoes", {"name": "Canary-7261"})
    assert reply.status_code == 500
    assert error_of(reply)["reference"] in caplog.text
    assert "Canary" not in reply.content.decode() + caplog.text


def test_no_reply_is_kept_by_a_cache(call):
    assert call("GET", "/me")["Cache-Control"] == "no-store"
