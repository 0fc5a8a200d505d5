"""The settings of a server, read as a server reads them: cookies, https, and nothing that Django warns of."""

import json
import os
import subprocess
import sys

import pytest

READ = """
import json, django
django.setup()
from django.conf import settings
from django.core.checks import run_checks
names = ("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
         "SESSION_COOKIE_AGE", "SESSION_SAVE_EVERY_REQUEST", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE",
         "CSRF_COOKIE_HTTPONLY", "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT")
from backstride.web.api.app import api
print(json.dumps({**{n: getattr(settings, n) for n in names}, "docs": api.docs_url,
    "warnings": [w.id for w in run_checks(include_deployment_checks=True)],
    "outside": settings.SOCIALACCOUNT_PROVIDERS}))
"""


def settings_of(tmp_path, **values):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("BACKSTRIDE_")}
    environment |= {f"BACKSTRIDE_{k}": v for k, v in values.items()}
    environment |= {"BACKSTRIDE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "backstride.web.settings"}
    environment.setdefault("BACKSTRIDE_SECRET_KEY", "k" * 20 + "abcdefghijklmnopqrstuvwxyz0123456789")
    done = subprocess.run([sys.executable, "-c", READ], env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize(("mode", "age_s"), [("education", 14 * 24 * 3600), ("clinic", 30 * 60)])
def test_a_server_keeps_its_cookies_to_https_and_ends_idle_sessions(tmp_path, mode, age_s):
    read = settings_of(tmp_path, SIGN_IN="accounts", MODE=mode, URL="https://back.example.org")
    assert read["warnings"] == []
    assert (read["SESSION_COOKIE_NAME"], read["CSRF_COOKIE_NAME"]) == ("__Host-session", "__Host-csrf")
    for name in ("SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY"):
        assert read[name] is True
    assert read["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert read["SESSION_COOKIE_AGE"] == age_s
    assert read["SESSION_SAVE_EVERY_REQUEST"] is (mode == "clinic")
    assert read["SECURE_HSTS_SECONDS"] > 0
    assert read["docs"] is None
    assert read["outside"] == {}


def test_an_outside_provider_is_asked_with_pkce(tmp_path):
    values = {"OIDC_ISSUER": "https://id.example.org", "OIDC_CLIENT_ID": "us", "OIDC_CLIENT_SECRET": "word"}
    read = settings_of(tmp_path, SIGN_IN="accounts", URL="https://back.example.org", **values)
    app = read["outside"]["openid_connect"]["APPS"][0]
    assert app["settings"] == {"server_url": "https://id.example.org", "oauth_pkce_enabled": True}
