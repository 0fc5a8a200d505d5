"""People of a test: two runners, somebody of the staff, an account without a runner; and a base page where none is."""

from pathlib import Path

import pytest
from django.test import Client

from backstride import web
from backstride.store.models import Account, Runner

PHRASE = "three long words here"


@pytest.fixture(autouse=True)
def accounts_mode(settings):
    """As on a server: everybody signs in."""
    settings.LOCAL = False
    settings.SECURE_SSL_REDIRECT = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if not (Path(web.__file__).parent / "templates/base.html").exists():
        bare = "{% block title %}{% endblock %}{% block main %}{% endblock %}"
        places = settings.TEMPLATES[0]["DIRS"]
        loaders = [
            ("django.template.loaders.locmem.Loader", {"base.html": bare}),
            "django.template.loaders.filesystem.Loader",
            "django.template.loaders.app_directories.Loader",
        ]
        options = {**settings.TEMPLATES[0]["OPTIONS"], "loaders": loaders}
        settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": places, "APP_DIRS": False, "OPTIONS": options}]


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
