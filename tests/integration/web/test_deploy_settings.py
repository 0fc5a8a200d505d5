"""With accounts, Django's own check of a deployment finds nothing, and cookies and HSTS are strict."""

import json
import shutil
import subprocess
import sys

from served import environment

ACCOUNTS = {
    "BACKSTRIDE_SIGN_IN": "accounts",
    "BACKSTRIDE_URL": "https://run.example.org",
    "BACKSTRIDE_SECRET_KEY": "q7Zp2LxV9mRt4WsYb8NcKd3FgHj6QaUeXw1TzRoPiMvBnCyD5h",
    "DJANGO_SETTINGS_MODULE": "backstride.web.settings",
}

ASK = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
from backstride.store.upgrade import bring_up_to_date
bring_up_to_date(settings.DATA_FOLDER)
c = Client(headers={"host": "run.example.org"})
danger, plain, page = c.get("/danger/", secure=True), c.get("/danger/"), c.get("/runs/", secure=True)
enter = c.get("/enter/x/", secure=True)
print(json.dumps({
    "hsts": danger["Strict-Transport-Security"], "plain": [plain.status_code, plain["Location"]],
    "page": [page.status_code, page["Location"]], "enter": enter.status_code,
    "probe": c.get("/healthz").status_code,
    "own": c.get("/danger/", secure=True, headers={"origin": "https://run.example.org"}).status_code,
    "foreign": c.get("/danger/", secure=True, headers={"origin": "http://run.example.org"}).status_code,
    "names": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME],
    "flags": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY],
}))
"""


def run(tmp_path, *words):
    return subprocess.run(
        [sys.executable, *words],
        env=environment(tmp_path / "data", **ACCOUNTS),
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_check_of_a_deployment_finds_nothing(tmp_path):
    ran = run(tmp_path, "-m", "django", "check", "--deploy", "--fail-level", "WARNING")
    assert ran.returncode == 0, ran.stderr
    assert "no issues (0 silenced)" in ran.stdout


def test_https_alone_with_strict_cookies(tmp_path, empty_data_folder):
    shutil.copytree(empty_data_folder.root, tmp_path / "data")
    ran = run(tmp_path, "-c", ASK)
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout.splitlines()[-1])
    assert said["hsts"] == "max-age=31536000; includeSubDomains; preload"
    assert said["plain"] == [301, "https://run.example.org/danger/"]
    assert said["page"][0] == 302
    assert said["page"][1].startswith("/account/login/")
    assert said["enter"] == 404
    assert (said["probe"], said["own"], said["foreign"]) == (200, 200, 403)
    assert said["names"] == ["__Host-session", "__Host-csrf"]
    assert said["flags"] == [True, True, True]
