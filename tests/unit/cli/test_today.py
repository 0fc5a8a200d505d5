"""The clock is read in one place, and can be set for a demonstration."""

from datetime import date, datetime, timedelta

import pytest

from backstride.cli.terminal import UsageError
from backstride.cli.today import today, week_to_plan


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


@pytest.mark.parametrize(("day", "monday"), [(16, 16), (19, 16), (20, 23), (21, 23), (22, 23)])
def test_from_friday_on_the_next_week_is_the_one_to_plan(day, monday):
    """16 November 2026 is a Monday."""
    planned = week_to_plan(date(2026, 11, day))
    assert planned - timedelta(days=planned.weekday()) == date(2026, 11, monday)
