"""Limits on signing in: counted for two worker processes together, for the hour and for the day; codes work once."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from backstride.store import limits

START = datetime(2026, 11, 20, 8, tzinfo=UTC)


def let_through(data, emails, how="shared"):
    """How many of the tries two processes let through, at the same moment."""
    script = Path(__file__).with_name("try_sign_in.py")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("BACKSTRIDE_")}
    workers = [
        subprocess.Popen(
            [sys.executable, script, data.root, how, ",".join(emails)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for _ in range(2)
    ]
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    return sum(int(worker.communicate(timeout=120)[0]) for worker in workers)


@pytest.mark.slow
def test_two_processes_let_ten_tries_an_hour_on_one_account_through(data):
    assert let_through(data, ["ann@example.org"] * 12) == 10


@pytest.mark.slow
def test_two_processes_let_twenty_tries_an_hour_from_one_address_through(data):
    assert let_through(data, [f"{n}@example.org" for n in range(14)]) == 20


@pytest.mark.slow
def test_the_tests_above_would_see_a_count_of_each_process_for_itself(data):
    assert let_through(data, ["ann@example.org"] * 12, "each its own") == 20


def tries_let_through(count):
    client = Client(REMOTE_ADDR="203.0.113.7")
    pages = [
        client.post("/account/login/", {"login": "ann@example.org", "password": "wrong words here"})
        for _ in range(count)
    ]
    return sum("too many tries" not in page.content.decode() for page in pages)


@pytest.mark.usefixtures("data")
def test_an_account_takes_twenty_wrong_passwords_a_day():
    let = []
    for hour in (0, 2, 4, 23):
        with time_machine.travel(START + timedelta(hours=hour), tick=False):
            let.append(tries_let_through(12))
    with time_machine.travel(START + timedelta(hours=25), tick=False):
        let.append(tries_let_through(12))
    assert let == [10, 10, 0, 0, 10]


@pytest.mark.usefixtures("data")
def test_a_count_is_not_flooded_out_by_others():
    with time_machine.travel(START, tick=False):
        assert tries_let_through(10) == 10
        for number in range(1000):
            cache.set(f"other-{number}", 1)
        assert tries_let_through(1) == 0


def test_a_code_from_the_app_works_once(person):
    from allauth.mfa.totp.internal import auth

    code_box = auth.TOTP.activate(person("ann"), auth.generate_totp_secret())
    from backstride.store.sealed_text import unseal

    secret = unseal(code_box.instance.data["secret"])
    with time_machine.travel(START, tick=False):
        code = auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time())))
        assert code_box.validate_code(code)
        assert not code_box.validate_code(code)


def test_a_spare_code_works_once(person):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    codes = RecoveryCodes.activate(person("ann"))
    first = codes.get_unused_codes()[0]
    assert codes.validate_code(first)
    assert not codes.validate_code(first)


@pytest.mark.usefixtures("data")
def test_the_api_counts_in_the_database_and_says_how_long_to_wait():
    with time_machine.travel(START, tick=False):
        waits = [limits.take("api ann", most=3, within_s=60) for _ in range(4)]
        assert waits == [0, 0, 0, 60]
        assert limits.take("api bo", most=3, within_s=60) == 0
    with time_machine.travel(START + timedelta(seconds=61), tick=False):
        assert limits.take("api ann", most=3, within_s=60) == 0
