"""Signing in: by invitation, with one text for strangers and known people, and an end to old sessions."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from backstride.store import accounts, tokens
from backstride.store.models import Account, ApiToken, Invite

PHRASE = "three long words here"


def try_password(client, email, password=PHRASE):
    return client.post("/account/login/", {"login": email, "password": password})


def words_of(response):
    return re.sub(r'value="[^"]*"', "", response.content.decode())


def signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.usefixtures("data")
def test_a_link_makes_an_account_once_and_only_its_hash_is_kept():
    token = accounts.invite("Ann@Example.org")
    assert token not in str(Invite.objects.values())
    client = Client()
    first = client.get(f"/account/invited/{token}/")
    assert first.status_code == 302
    assert token not in first["Location"]
    page = client.get("/account/invited/")
    assert "ann@example.org" in page.content.decode()
    done = client.post("/account/invited/", {"password1": PHRASE, "password2": PHRASE})
    assert done.status_code == 302
    assert signed_in(client)
    account = Account.objects.get()
    assert (account.email, account.runners.count()) == ("ann@example.org", 1)
    second = Client()
    second.get(f"/account/invited/{token}/")
    assert second.get("/account/invited/").status_code == 410


@pytest.mark.usefixtures("data")
def test_a_link_ends_after_a_week_and_when_a_newer_one_is_made():
    old = accounts.invite("ann@example.org")
    newer = accounts.invite("ann@example.org")
    assert accounts.find_invite(old) is None
    assert accounts.find_invite(newer) is not None
    Invite.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert accounts.find_invite(newer) is None


@pytest.mark.usefixtures("data")
def test_the_link_leads_to_a_passkey_too():
    client = Client()
    client.get(f"/account/invited/{accounts.invite('ann@example.org')}/")
    step = client.post("/account/invited/", {"way": "passkey"})
    assert step["Location"] == "/account/second-factor/webauthn/signup/"
    page = client.get(step["Location"])
    assert page.status_code == 200
    assert "creation_options" in page.content.decode()
    assert not signed_in(client)


def test_a_weak_or_mistyped_password_leaves_the_link_as_it_was(data):
    assert data
    client = Client()
    client.get(f"/account/invited/{accounts.invite('ann@example.org')}/")
    for first, second in (("short", "short"), ("1234567890123", "1234567890123"), (PHRASE, PHRASE + "x")):
        page = client.post("/account/invited/", {"password1": first, "password2": second})
        assert page.status_code == 422
        assert not Account.objects.exists()


@pytest.mark.parametrize("way", [{"password1": PHRASE, "password2": PHRASE}, {"way": "passkey"}])
def test_the_link_to_the_first_account_asks_for_its_address(data, way):
    assert data
    token = accounts.set_up()
    assert token not in str(Invite.objects.values())
    client = Client()
    client.get(f"/account/invited/{token}/")
    page = client.get("/account/invited/")
    assert 'name="email"' in page.content.decode()
    for wrong in ("", "nonsense", "runner@localhost"):
        assert client.post("/account/invited/", {**way, "email": wrong}).status_code == 422
        assert not Account.objects.exists()
    assert client.post("/account/invited/", {**way, "email": " Ann@Example.org"}).status_code == 302
    account = Account.objects.get()
    assert (account.email, account.runners.count()) == ("ann@example.org", 1)
    assert accounts.set_up() is None


def test_the_link_to_the_first_account_opens_nothing_once_there_is_one(data):
    assert data
    older, token = accounts.set_up(), accounts.set_up()
    assert accounts.find_invite(older) is None
    kept = accounts.find_invite(token)
    accounts.accept_invite(accounts.find_invite(accounts.invite("ann@example.org")), password=PHRASE)
    assert accounts.find_invite(token) is None
    assert accounts.accept_invite(kept, password=PHRASE, email="eve@example.org") is None
    client = Client()
    client.get(f"/account/invited/{token}/")
    assert client.get("/account/invited/").status_code == 410
    assert [account.email for account in accounts.people()] == ["ann@example.org"]


def test_nobody_registers_by_themselves(data):
    assert data
    page = Client().post("/account/signup/", {"email": "x@example.org", "password1": PHRASE, "password2": PHRASE})
    assert "By invitation" in page.content.decode()
    assert not Account.objects.exists()


def test_a_wrong_password_and_an_unknown_address_read_the_same(person):
    person("ann")
    known = try_password(Client(), "ann@example.org", "wrong words here")
    unknown = try_password(Client(), "eve@example.org", "wrong words here")
    assert known.status_code == unknown.status_code == 200
    assert words_of(known).replace("ann@", "eve@") == words_of(unknown)


def test_an_unknown_address_costs_as_many_hashes_as_a_known_one(person, monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    person("ann")
    counted = []
    real = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, password, salt: counted.append(1) or real(self, password, salt)
    )
    costs = []
    for email in ("ann@example.org", "eve@example.org"):
        counted.clear()
        try_password(Client(), email, "wrong words here")
        costs.append(len(counted))
    assert costs[0] == costs[1] > 0


def test_a_reset_reads_the_same_for_known_and_unknown(person):
    person("ann")
    pages = [Client().post("/account/password/reset/", {"email": f"{n}@example.org"}) for n in ("ann", "eve")]
    assert [p.status_code for p in pages] == [302, 302]
    assert pages[0]["Location"] == pages[1]["Location"]


def test_the_eleventh_try_on_an_account_is_refused_even_with_the_right_password(person):
    person("ann")
    for _ in range(10):
        try_password(Client(), "ann@example.org", "wrong words here")
    client = Client()
    page = try_password(client, "ann@example.org")
    assert not signed_in(client)
    assert "too many tries" in page.content.decode()


def test_a_new_password_ends_other_sessions_and_tokens(person):
    ann = person("ann")
    here, there = Client(), Client()
    for client in (here, there):
        try_password(client, "ann@example.org")
        assert signed_in(client)
    _, secret = tokens.make_token(ann, "script", ["read:runs"], 30)
    new = PHRASE + " more"
    done = here.post("/account/password/change/", {"oldpassword": PHRASE, "password1": new, "password2": new})
    assert done.status_code == 302
    assert here.get("/account/second-factor/").status_code == 200
    assert there.get("/account/second-factor/").status_code == 302
    assert tokens.holder(secret) is None
    assert ApiToken.objects.get().revoked_at is not None


def test_a_closed_account_is_out_at_the_next_request(person):
    ann = person("ann")
    client = Client()
    client.force_login(ann)
    _, secret = tokens.make_token(ann, "script", ["read:runs"], 30)
    assert client.get("/account/second-factor/").status_code == 200
    accounts.close(ann)
    assert client.get("/account/second-factor/").status_code == 302
    assert tokens.holder(secret) is None
    again = Client()
    try_password(again, "ann@example.org")
    assert not signed_in(again)


@pytest.mark.parametrize("path", ["/account/login/", "/account/second-factor/webauthn/signup/"])
@pytest.mark.usefixtures("data")
def test_no_page_of_sign_in_needs_an_inline_script_or_style(path):
    client = Client()
    client.get(f"/account/invited/{accounts.invite('ann@example.org')}/")
    client.post("/account/invited/", {"way": "passkey"})
    no_inline_code(client.get(path).content.decode())


def no_inline_code(page):
    for script in re.findall(r"<script\b([^>]*)>", page):
        assert "src=" in script or 'type="application/json"' in script, script
    assert "<style" not in page
    assert not re.search(r"\son[a-z]+=|\sstyle=", page)


def test_no_page_of_a_signed_in_person_needs_an_inline_script_or_style(person):
    ann = person("ann")
    client = Client()
    try_password(client, "ann@example.org")
    session = client.session
    session["account_authentication_methods"][-1]["reauthenticated"] = True
    session.save()
    for path in (
        "second-factor/",
        "second-factor/webauthn/add/",
        "second-factor/webauthn/",
        "second-factor/totp/activate/",
        "password/change/",
        "sessions/",
        "reauthenticate/",
        "logout/",
        "outside/",
    ):
        page = client.get(f"/account/{path}")
        assert page.status_code == 200, path
        no_inline_code(page.content.decode())
    assert ann.is_active


def test_a_key_is_made_on_its_page_shown_once_and_ended(person):
    ann = person("ann")
    stale = Client()
    stale.force_login(ann)
    assert stale.get("/settings/tokens/")["Location"].startswith("/account/reauthenticate/?next=")
    client = Client()
    try_password(client, "ann@example.org")
    made = client.post("/settings/tokens/", {"name": "Sheet", "scopes": ["read:runs"], "days": "30"})
    secret = re.search(r"bst_[\w-]+", made.content.decode()).group()
    held = tokens.holder(secret)
    assert (held.name, held.scopes) == ("Sheet", ["read:runs"])
    again = client.get("/settings/tokens/").content.decode()
    assert "Sheet" in again
    assert secret not in again
    no_inline_code(again)
    assert client.post(f"/settings/tokens/{held.pk}/end/").status_code == 302
    assert tokens.holder(secret) is None
    wrong = client.post("/settings/tokens/", {"name": "Sheet", "scopes": ["write:everything"], "days": "30"})
    assert wrong.status_code == 200
    assert ApiToken.objects.count() == 1


def test_a_new_second_factor_ends_other_sessions_and_is_asked_for_from_then_on(person):
    from allauth.mfa.totp.internal import auth

    ann = person("ann")
    here, there = Client(), Client()
    for client in (here, there):
        try_password(client, "ann@example.org")
    _, secret = tokens.make_token(ann, "script", ["read:runs"], 30)
    session = here.session
    session["account_authentication_methods"][-1]["reauthenticated"] = True
    session.save()
    here.get("/account/second-factor/totp/activate/")
    seed = here.session[auth.SECRET_SESSION_KEY]
    code = auth.format_hotp_value(auth.hotp_value(seed, next(auth.yield_hotp_counters_from_time())))
    assert here.post("/account/second-factor/totp/activate/", {"code": code}).status_code == 302
    assert here.get("/account/second-factor/").status_code == 200
    assert there.get("/account/second-factor/").status_code == 302
    assert tokens.holder(secret) is None
    new = Client()
    assert try_password(new, "ann@example.org")["Location"] == "/account/second-factor/authenticate/"
    assert not signed_in(new)


def test_a_new_link_opens_the_account_again_and_forgets_the_old_ways(person):
    ann = person("ann")
    old = Client()
    try_password(old, "ann@example.org")
    client = Client()
    client.get(f"/account/invited/{accounts.invite('ann@example.org')}/")
    new = PHRASE + " anew"
    client.post("/account/invited/", {"password1": new, "password2": new})
    assert client.session["_auth_user_id"] == str(ann.pk)
    assert old.get("/account/second-factor/").status_code == 302
    late = Client()
    try_password(late, "ann@example.org")
    assert not signed_in(late)
    assert Account.objects.count() == 1
