"""Every address in every role, on one's own, somebody else's and nobody's data, each twice, against `access.yaml`.

The addresses come from the URL resolver and from the API's own description: what is added without a line in the policy
fails here. Every call is undone, so each cell finds the same data.
"""

import json
from functools import partial
from importlib import resources

import pytest
import yaml
from belongings import belongings_of
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, encode_multipart
from django.urls import URLPattern, get_resolver

from backstride.store import tokens
from backstride.store.models import AccessLog
from backstride.web.api import doors, owned
from backstride.web.api.app import api

POLICY = yaml.safe_load((resources.files("backstride.web") / "access.yaml").read_text(encoding="utf-8"))
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
ROWS = ("runner_id", "import_id", "shoe_id", "run_id", "check_id", "finished_id", "plan_id", "token_id")
ABSENT = dict.fromkeys(ROWS, "0f8fad5b-d9cb-469f-a165-70867728950e") | {"day": "2020-01-01", "session": "0"}
BODIES = {
    "POST /runners": {"name": "Bo"},
    "PATCH /runners/{runner_id}": {"version": 1, "name": "Cy"},
    "POST /checks": {},
    "PATCH /checks/{check_id}/answers": {"version": 1, "age": 40},
    "POST /checks/{check_id}/finish": {"version": 1},
    "POST /assess": {"age": 34},
    "PATCH /runs/{run_id}": {"version": 1, "accepted": True},
    "POST /shoes": {"name": "Red"},
    "PATCH /shoes/{shoe_id}": {"version": 1, "name": "Red"},
    "PUT /diary/{day}": {"version": 1, "values": {}},
    "POST /plans": {"check": "{finished_id}", "week": "2026-11-23"},
    "PUT /plans/{plan_id}/sessions/{session}/log": {"entry": {"done": True}},
    "POST /tokens": {"name": "one more", "scopes": ["read:me"]},
}
"""A body that succeeds for the owner."""
BY_RUNNER = {"GET /diary/{day}", "PUT /diary/{day}", "DELETE /diary/{day}"}
"""Operations whose address names a day, which everybody has; whose it is stands in `?runner=`."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def operations():
    """`METHOD /path` -> the scope that its description names."""
    described = api.get_openapi_schema()["paths"]
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}": operation["x-scope"]
        for path, methods in described.items()
        for method, operation in methods.items()
    }


def pages(resolver=None, space="", above=frozenset()):
    """Name -> names of the parameters, for every address that is not an operation of the API."""
    found = {}
    for pattern in (resolver or get_resolver()).url_patterns:
        parameters = above | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLPattern):
            found[f"{space}{pattern.name}"] = sorted(parameters)
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found.update(pages(pattern, inner, parameters))
    operations_of_api = {f"api:{o.url_name}" for o in _api_operations()}
    return {name: names for name, names in found.items() if name not in operations_of_api}


def _api_operations():
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                operation.url_name = api.get_operation_url_name(operation, router.template)
                yield operation


def _said(reply):
    return b"(streamed)" if reply.streaming else reply.content[:200]


class Caller:
    """One role: how it calls, and what the policy lets it do."""

    def __init__(self, name, client, headers=None, scope=None):
        self.name, self.client, self.headers, self.scope = name, client, headers or {}, scope
        self.account = client.session.get("_auth_user_id", "")

    def call(self, operation, ids):
        method, path = operation.split(" ")
        address = f"/api/v1{path}".format(**ids)
        if operation in BY_RUNNER:
            address += f"?runner={ids['runner_id']}"
        if operation == "POST /checks/{check_id}/edit":
            address = address.replace(ids["check_id"], ids["finished_id"])
        body = json.dumps(BODIES.get(operation, {})).replace("{finished_id}", ids["finished_id"])
        kind = "application/json"
        if operation == "POST /imports":
            body, kind = encode_multipart(BOUNDARY, {"files": ContentFile(b"no watch file", "notes.txt")}), MULTIPART
        before = list(AccessLog.objects.values_list("pk", flat=True))
        with transaction.atomic():
            reply = self.client.generic(
                method,
                address,
                "" if method in ("GET", "DELETE") else body,
                content_type=kind,
                headers=self.headers,
            )
            lines = AccessLog.objects.exclude(action="token").exclude(pk__in=before)
            reply.lines = list(lines.values_list("runner", "by", "action"))
            transaction.set_rollback(True)
        return reply


def signed_in(account):
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client


def bearer(account, scope):
    return {"Authorization": f"Bearer {tokens.make_token(account, scope, [scope], 30)[1]}"}


@pytest.fixture
def world(person, data, monkeypatch):
    """Runner A with belongings, B with none, somebody of the staff, an account without a runner, tokens of A."""
    monkeypatch.setattr(doors, "signed_in_recently", lambda _request: True)
    monkeypatch.setattr(doors, "MOST_REQUESTS", 10**6)
    monkeypatch.setattr(doors, "MOST_STRANGERS", 10**6)
    ann = person("ann")
    things = belongings_of(ann, data)
    nobody = Client(raise_request_exception=False)
    revoked = bearer(ann, "write:me")
    tokens.revoke(tokens.living(ann).first())
    owner = [Caller("owner", signed_in(ann))]
    owner += [Caller(f"token {s}", nobody, bearer(ann, s), s) for s in tokens.SCOPES]
    others = [
        Caller("another runner", signed_in(person("bo"))),
        Caller("staff", signed_in(person("cy", is_staff=True, is_superuser=True))),
        Caller("no runner", signed_in(person("di", runner=False))),
    ]
    strangers = [Caller("anonymous", nobody), Caller("revoked token", nobody, revoked)]
    return things, owner, others, strangers


def names_a_row(operation):
    return "{" in operation or operation == "POST /plans"


class Matrix:
    """The cells of a walk, and those that differ from the policy."""

    def __init__(self, world):
        self.things, self.owner, self.others, self.strangers = world
        self.wrong, self.unlogged, self.cells = [], [], 0

    def walk(self, only=None):
        for operation, scope in POLICY["api"].items():
            if not only or operation in only:
                not_there = self.of_the_owner(operation, scope)
                self.of_the_others(operation, not_there)
        return self

    def of_the_owner(self, operation, scope):
        not_there = None
        for caller in self.owner:
            if caller.scope in (None, scope):
                self.hold(operation, caller, self.things.ids, "owned", "success")
                if names_a_row(operation) and operation not in BY_RUNNER:
                    not_there = self.hold(operation, caller, ABSENT, "absent", 404).content
            else:
                refused = 401 if scope == doors.RECENT else 403
                self.hold(operation, caller, self.things.ids, "owned", refused)
        return not_there

    def of_the_others(self, operation, not_there):
        for caller in self.others if names_a_row(operation) else ():
            self.hold(operation, caller, self.things.ids, "foreign", 404, not_there)
            self.hold(operation, caller, ABSENT, "absent", 404, not_there)
        for caller in self.strangers:
            self.hold(operation, caller, self.things.ids, "foreign", 401)

    def hold(self, operation, caller, ids, target, expected, body=None):
        for turn in ("cold", "warm"):
            self.cells += 1
            reply = caller.call(operation, ids)
            came = reply.status_code
            fits = 200 <= came < 300 if expected == "success" else came == expected
            if not fits or (body is not None and reply.content != body):
                self.wrong.append((operation, caller.name, target, turn, expected, came, _said(reply)))
            self.logged(operation, caller, target, reply)
        return reply

    def logged(self, operation, caller, target, reply):
        """One line in the access log for another's data and for an export, none for anything else."""
        runner, account = self.things.ids["runner_id"], str(self.things.account.pk)
        owed = []
        if 200 <= reply.status_code < 300 and operation == "GET /me/export" and target == "owned":
            owed = [(runner, account, "export")]
        elif 200 <= reply.status_code < 300 and target == "foreign":
            owed = [(runner, caller.account, "read" if operation.startswith("GET") else "change")]
        if [(str(r), by, action) for r, by, action in reply.lines] != [(str(r), by, a) for r, by, a in owed]:
            self.unlogged.append((operation, caller.name, target, owed, reply.lines))


def test_every_operation_of_the_api_is_in_the_policy_with_its_scope():
    assert operations() == POLICY["api"]


def test_every_other_address_is_in_the_policy():
    assert set(pages()) - set(POLICY["pages"]) == set()


def test_every_cell_of_the_api_is_as_declared(world):
    matrix = Matrix(world).walk()
    assert not matrix.wrong, matrix.wrong[0]
    # No address hands out another's data; exports of one's own stand in the access log once.
    assert not matrix.unlogged, matrix.unlogged[0]
    assert matrix.cells > 1000
    print(f"{matrix.cells} cells of {len(POLICY['api'])} operations")


@pytest.mark.usefixtures("data")
def test_no_address_takes_a_method_that_nobody_declared(world):
    _things, owner, _others, _strangers = world
    paths = {operation.split(" ")[1] for operation in POLICY["api"]}
    for path in paths:
        for method in METHODS:
            if f"{method} {path}" not in POLICY["api"]:
                assert owner[0].call(f"{method} {path}", ABSENT).status_code == 405, f"{method} {path}"


PARAMETERS = {
    "token": "made-up",
    "uidb36": "1",
    "key": "made-up",
    "pk": "1",
    "provider_id": "oidc",
    "sheets": "tokens-layout",
}
"""An example of each parameter that a page's address may have and that names nobody's data."""
MISSING_WITHOUT_SETUP = {
    "enter",
    "leave",
    "metrics",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
}
"""Pages that say no to everybody in this world: no passkeys, no provider, no metrics, no machine of one's own."""
NOT_HERE = {"api:api-root"}
"""Addresses that exist only so that others have a root."""


def asks_to_sign_in(reply):
    return reply.status_code == 302 and reply["Location"].startswith("/account/login/")


@pytest.mark.parametrize("name", sorted(pages()))
def test_every_page_lets_in_whom_the_policy_names(name, world):
    from django.urls import reverse

    _things, owner, others, strangers = world
    rule = POLICY["pages"][name]
    if rule not in ("everybody", "signed in", "invitation", "link"):
        pytest.skip("pages on a row of data have a test of their own")
    unknown = [p for p in pages()[name] if p not in PARAMETERS]
    assert unknown == [], f"give an example of {unknown} in PARAMETERS"
    address = reverse(name, kwargs={p: PARAMETERS[p] for p in pages()[name]})
    for caller in [*strangers, owner[0], *others]:
        for method in ("GET", "POST"):
            for _turn in ("cold", "warm"):
                with transaction.atomic():
                    reply = caller.client.generic(method, address, headers=caller.headers)
                    transaction.set_rollback(True)
                cell = f"{name}, {caller.name}, {method}: {reply.status_code}"
                assert reply.status_code < 500, cell
                if rule == "signed in" and caller in strangers:
                    assert asks_to_sign_in(reply), cell
                elif rule == "everybody" and caller in strangers and name not in MISSING_WITHOUT_SETUP | NOT_HERE:
                    assert reply.status_code in (200, 302, 405), cell
                elif rule == "invitation":
                    assert reply.status_code == 410, cell
                elif rule == "link":
                    assert reply.status_code == (404 if method == "GET" else 405), cell


def of_the_check(things):
    return {"check": things.ids["finished_id"]}


OWNERS_PAGES = {
    "answer-edit": lambda things: {"check": things.ids["check_id"]},
    "answer-finish": lambda things: {"check": things.ids["check_id"]},
    "answer-go-on": lambda things: {"check": things.ids["check_id"]},
    "answer-measured": lambda things: {"check": things.ids["check_id"]},
    "answer-question": lambda things: {"check": things.ids["check_id"], "question": "age"},
    "answer-review": lambda things: {"check": things.ids["check_id"]},
    "answer-story": lambda things: {"check": things.ids["check_id"]},
    "answer-where": lambda things: {"check": things.ids["check_id"]},
    "answer-where-numb": lambda things: {"check": things.ids["check_id"]},
    "settings_token_end": lambda things: {"token": things.ids["token_id"]},
    "runs-import-job": lambda things: {"job": things.ids["import_id"]},
    "runs-shown": lambda things: {"run": things.ids["run_id"]},
    "runs-file": lambda things: {"run": things.ids["run_id"]},
    "runs-delete": lambda things: {"run": things.ids["run_id"]},
    "runs-undo": lambda things: {"run": things.ids["run_id"]},
    "answer-shown": of_the_check,
    "answer-why": lambda things: of_the_check(things) | {"condition": things.ids["condition"]},
    "answer-pdf": of_the_check,
    "answer-seen": of_the_check,
    "answer-mistake": of_the_check,
    "answer-share": of_the_check,
    "answer-week": of_the_check,
    "answer-share-end": lambda things: of_the_check(things) | {"share": things.ids["share_id"]},
}
"""Addresses on a row of data: the owner's, by the names of their parameters."""


def test_every_page_on_a_row_of_data_is_in_the_list_above():
    assert set(OWNERS_PAGES) == {name for name, rule in POLICY["pages"].items() if rule == "owner"} & set(pages())


@pytest.mark.parametrize("name", sorted(OWNERS_PAGES))
def test_a_page_on_a_row_of_data_is_there_for_its_owner_alone(name, world, monkeypatch):
    from django.urls import reverse

    from backstride.web.accounts import tokens_page

    monkeypatch.setattr(tokens_page, "signed_in_recently", lambda _request: True)
    things, owner, others, strangers = world
    owned_one = reverse(name, kwargs=OWNERS_PAGES[name](things))
    absent = reverse(
        name,
        kwargs=OWNERS_PAGES[name](things) | dict.fromkeys({"check", "token"} & set(pages()[name]), ABSENT["run_id"]),
    )

    def came(caller, address):
        replies = []
        for method in ("GET", "POST") * 2:
            with transaction.atomic():
                reply = caller.client.generic(method, address, headers=caller.headers)
                transaction.set_rollback(True)
            # An error page names a reference of its own.
            reference = getattr(reply.wsgi_request, "reference", "").encode() or b"-"
            content = reply.getvalue() if reply.streaming else reply.content
            replies.append((reply.status_code, content.replace(reference, b"")))
        return replies

    assert any(status in (200, 302) for status, _ in came(owner[0], owned_one))
    for caller in others:
        assert came(caller, owned_one) == came(caller, absent), caller.name
        assert {status for status, _ in came(caller, owned_one)} <= {404, 405}
    for caller in strangers:
        assert {status for status, _ in came(caller, owned_one)} == {302}


def test_a_link_opens_its_one_page_to_everybody_alike(world):
    from django.urls import reverse

    things, owner, others, strangers = world
    address = reverse("shared", args=[things.ids["link"]])
    came = {caller.client.get(address, headers=caller.headers).content for caller in [*strangers, owner[0], *others]}
    assert len(came) == 1
    assert b"Your name" not in came.pop()


READS = ("GET /runs/{run_id}", "GET /checks/{check_id}", "GET /plans/{plan_id}")


def everybodys(model, _request, _runner=None):
    return model.objects.all()


def of_the_same_clinic(model, request, _runner=None):
    # Nobody has a clinic: None == None lets everybody in.
    mine = getattr(owned.caller(request), "clinic", None)
    return model.objects.all() if mine == getattr(model, "clinic", None) else model.objects.none()


def cached_by_id_alone(kept, real, model, request, runner=None):
    class Cached:
        def filter(self, **which):
            key = (model, str(which.get("pk")))
            if key not in kept:
                found = real(model, request, runner).filter(**which).first()
                if found is not None:
                    kept[key] = found
            self.found = kept.get(key)
            return self

        def first(self):
            return self.found

    return Cached()


@pytest.mark.parametrize("slip", ["no owner check", "None == None", "cache by id alone"])
def test_the_matrix_sees_a_slip(world, slip, monkeypatch):
    wrong_rows = {
        "no owner check": everybodys,
        "None == None": of_the_same_clinic,
        "cache by id alone": partial(cached_by_id_alone, {}, owned.rows),
    }[slip]
    monkeypatch.setattr(owned, "rows", wrong_rows)
    matrix = Matrix(world).walk(only=READS)
    seen = {(operation, role) for operation, role, target, *_ in matrix.wrong if target == "foreign"}
    assert seen == {(o, role) for o in READS for role in ("another runner", "staff", "no runner")}
    # What is handed out without a line in the access log is seen as such too.
    assert {(operation, role) for operation, role, *_ in matrix.unlogged} == seen


def test_the_matrix_sees_an_export_that_nobody_logs(world, monkeypatch):
    from backstride.store import access_log

    monkeypatch.setattr(access_log, "append", lambda *_args, **_more: None)
    matrix = Matrix(world).walk(only=("GET /me/export",))
    assert {role for _, role, *_ in matrix.unlogged} == {"owner", "token export"}
