"""`backstride account`: links that work once, a list, and an end; each mistake is told in one sentence."""

import json
import os
import subprocess
import sys

import pytest


@pytest.fixture
def account(tmp_path):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("BACKSTRIDE_", "DJANGO_"))}
    environment["BACKSTRIDE_URL"] = "https://back.example.org"

    def run(*arguments):
        command = [sys.executable, "-m", "backstride", "account", *arguments, "--data", str(tmp_path / "data")]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert "Traceback" not in done.stderr
        return done

    return run


def test_the_first_account_begins_with_a_link(account):
    made = account("setup", "Ann@Example.org", "--json")
    assert made.returncode == 0, made.stderr
    document = json.loads(made.stdout)
    assert document["email"] == "ann@example.org"
    assert document["link"].startswith("https://back.example.org/account/invited/")
    assert json.loads(account("list", "--json").stdout) == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(("invite", "nonsense"), "not an e-mail address"), (("close", "eve@example.org"), "no such account")],
)
def test_a_mistake_is_told_in_one_sentence(account, arguments, says):
    done = account(*arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stdout == ""
