"""Signing in through an OpenID Connect provider: each check fails the sign-in by itself."""

import hashlib
import time
from base64 import urlsafe_b64encode
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.test import Client

from backstride.store import accounts
from backstride.store.models import Account, Runner

ISSUER = "https://id.example.org"
KEY = "only for this test, and not checked: the token comes straight from the provider"


class Reply:
    status_code = 200

    def __init__(self, document):
        self.document = document
        self.content = self.text = ""
        self.headers = {"content-type": "application/json"}

    def raise_for_status(self):
        pass

    def json(self):
        return self.document


class Provider:
    """What the provider would answer; `claims` is what a test makes it say."""

    def __init__(self):
        self.claims, self.profile, self.sent = {}, {}, {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def get(self, url, **_more):
        if url.endswith("openid-configuration"):
            return Reply(
                {
                    "issuer": ISSUER,
                    "authorization_endpoint": f"{ISSUER}/authorize",
                    "token_endpoint": f"{ISSUER}/token",
                    "userinfo_endpoint": f"{ISSUER}/me",
                    "jwks_uri": f"{ISSUER}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        return Reply(self.profile)

    def request(self, _method, _url, data=None, **_more):
        self.sent = data
        return Reply({"access_token": "a", "token_type": "Bearer", "id_token": jwt.encode(self.claims, KEY)})


@pytest.fixture
def provider(settings, monkeypatch, data):
    assert data
    stands_in = Provider()
    monkeypatch.setattr(DefaultSocialAccountAdapter, "get_requests_session", lambda _self: stands_in)
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": "Club",
                    "client_id": "us",
                    "secret": "word",
                    "settings": {"server_url": ISSUER, "oauth_pkce_enabled": True},
                }
            ]
        }
    }
    return stands_in


def sign_in(provider, client=None, *, state=None, **changed):
    client = client or Client(raise_request_exception=False)
    asked = client.post("/account/outside/oidc/ask/")
    assert asked.status_code == 302, asked.content
    question = {k: v[0] for k, v in parse_qs(urlsplit(asked["Location"]).query).items()}
    person = {"sub": "7", "email": "ann@example.org", "email_verified": True}
    claims = {"iss": ISSUER, "aud": "us", "exp": time.time() + 60, "nonce": question["nonce"], **person}
    provider.claims = {**claims, **{k: v for k, v in changed.items() if k != "profile"}}
    provider.profile = {**person, **changed.get("profile", {})}
    client.get("/account/outside/oidc/answer/", {"code": "c", "state": state or question["state"]})
    return client, question


def is_in(client):
    return "_auth_user_id" in client.session


def test_somebody_who_was_invited_gets_an_account(provider):
    accounts.invite("ann@example.org")
    client, question = sign_in(provider)
    assert is_in(client)
    assert Runner.objects.get().account.email == "ann@example.org"
    assert not accounts.is_invited("ann@example.org")
    sent = provider.sent["code_verifier"]
    expected = urlsafe_b64encode(hashlib.sha256(sent.encode()).digest()).rstrip(b"=").decode()
    assert (question["code_challenge"], question["code_challenge_method"]) == (expected, "S256")


def test_somebody_who_has_an_account_with_the_same_checked_address_is_let_in(provider, person):
    ann = person("ann")
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=ann, email=ann.email, verified=True, primary=True)
    client, _ = sign_in(provider)
    assert client.session["_auth_user_id"] == str(ann.pk)


@pytest.mark.parametrize(
    "changed",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://evil.example.org"},
        {"aud": "somebody else"},
        {"exp": 1},
        {"state": "another"},
        {"profile": {"sub": "8"}},
        {"profile": {"email_verified": False}},
    ],
)
def test_an_answer_to_another_question_opens_nothing(provider, changed):
    accounts.invite("ann@example.org")
    client, _ = sign_in(provider, **changed)
    assert not is_in(client)
    assert not Account.objects.exists()


def test_who_was_not_invited_gets_no_account(provider):
    client, _ = sign_in(provider)
    assert not is_in(client)
    assert not Account.objects.exists()


def test_the_test_above_would_see_a_missing_check_of_the_nonce(provider, monkeypatch):
    from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter

    from backstride.web.accounts.oidc import CheckedAdapter

    monkeypatch.setattr(CheckedAdapter, "_decode_id_token", OpenIDConnectOAuth2Adapter._decode_id_token)
    accounts.invite("ann@example.org")
    client, _ = sign_in(provider, nonce="another")
    assert is_in(client)
