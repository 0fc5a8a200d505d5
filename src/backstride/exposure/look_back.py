"""How far back a check looks: the day the pain began, and the first day whose samples can matter to it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backstride.exposure.thresholds import whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


def pain_began_on(on: date, duration_days: float | None) -> date | None:
    """First day of a pain that has lasted `duration_days` on the day of the check; None where that is unknown."""
    return None if duration_days is None else on - timedelta(days=round(duration_days))


def samples_since(*, on: date, pain_began: date | None, rules: Mapping[str, Any]) -> date:
    """First day whose samples can change what `of_runs` finds or says; of earlier runs the totals are enough.

    Distance, time and height are totals. What only samples tell (ground contact, slopes, form) is looked at for a
    number of days before the pain; one day is added for a run's day in another zone.

    Raises
    ------
    ExposureError
        If the rules lack a number.
    """
    recent = whole(rules, "contact_balance", "recent_days")
    baseline = whole(rules, "contact_balance", "baseline_days")
    weeks = whole(rules, "history", "recent_weeks") + whole(rules, "history", "usual_weeks")
    days = max(recent + baseline, 7 * weeks + whole(rules, "single_run", "window_days"))
    return min(on, pain_began or on) - timedelta(days=days + 1)
