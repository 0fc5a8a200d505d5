"""People of a test: two runners, somebody of the staff, an account without a runner."""

import pytest
from django.test import Client

from backstride.store.models import Account, Runner

PHRASE = "three long words here"


@pytest.fixture(autouse=True)
def accounts_mode(settings):
    """As on a server: everybody signs in."""
    settings.LOCAL = False
    settings.SECURE_SSL_REDIRECT = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def person(data):
    """Make an account with a runner of its own."""
    assert data.database.exists()

    def make(name, *, runner=True, **fields):
        account = Account.objects.create_user(f"{name}@example.org", PHRASE, **fields)
        if runner:
            Runner.objects.create(account=account, name=name)
        return account

    return make


@pytest.fixture
def browser():
    """A browser in which an account has signed in; without one, a stranger's."""

    def make(account=None, *, csrf=False):
        client = Client(enforce_csrf_checks=csrf, raise_request_exception=False)
        if account is not None:
            client.force_login(account)
        return client

    return make
