"""`backstride serve` where people sign in: as long as nobody can, it prints the way to the first account."""

import secrets
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

from served import Browser, command, environment, free_port, wait_until

ACCOUNTS = {
    "BACKSTRIDE_SIGN_IN": "accounts",
    "BACKSTRIDE_URL": "https://back.example.org",
    "BACKSTRIDE_SECRET_KEY": secrets.token_urlsafe(50),
    "BACKSTRIDE_TRUSTED_PROXIES": "1",
}
AS_THE_PROXY = {"Host": "back.example.org", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}


@contextmanager
def started(data):
    """What the first line of a server says, and its port."""
    port = free_port()
    words = [sys.executable, "-m", "backstride", "serve", "--port", str(port), "--no-browser", "--quiet"]
    process = subprocess.Popen(
        words, env=environment(data, **ACCOUNTS), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        yield process.stdout.readline().strip(), port
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


def test_the_link_to_the_first_account_is_printed_until_there_is_one(tmp_path):
    data = tmp_path / "data"
    with started(data) as (link, port):
        assert link.startswith("https://back.example.org/account/invited/")
        browser = Browser(port)
        wait_until(lambda: browser.get("/healthz").status == 200)
        taken = browser.get(urlsplit(link).path, **AS_THE_PROXY)
        assert (taken.status, taken.headers["Location"]) == (302, "/account/invited/")
        page = browser.get("/account/invited/", **AS_THE_PROXY)
        assert b'name="email"' in page.body
    # An account made meanwhile, here by the command line of Django.
    make = (
        "from backstride.store.accounts import accept_invite, find_invite, invite;"
        "accept_invite(find_invite(invite('ann@example.org')))"
    )
    set_up = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'backstride.web.settings'; django.setup();"
    subprocess.run([sys.executable, "-c", set_up + make], env=environment(data, **ACCOUNTS), check=True)
    assert "ann@example.org" in command(data, "account", "list", **ACCOUNTS).stdout
    with started(data) as (link, _port):
        assert link == "https://back.example.org"
