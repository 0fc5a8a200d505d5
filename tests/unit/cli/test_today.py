"""The clock is read in one place, and can be set for a demonstration."""

from datetime import date, datetime

import pytest

from backstride.cli.terminal import UsageError
from backstride.cli.today import today


def test_the_day_is_the_local_one(monkeypatch):
    monkeypatch.delenv("BACKSTRIDE_TODAY", raising=False)
    before = datetime.now().astimezone().date()
    assert before <= today() <= datetime.now().astimezone().date()


def test_another_day_can_be_set(monkeypatch):
    monkeypatch.setenv("BACKSTRIDE_TODAY", "2026-11-16")
    assert today() == date(2026, 11, 16)


def test_a_day_that_is_none_is_refused(monkeypatch):
    monkeypatch.setenv("BACKSTRIDE_TODAY", "tomorrow")
    with pytest.raises(UsageError, match="tomorrow"):
        today()
