"""Whether the clock of a recording can be believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""A watch that never saw a satellite counts from the last day of 1989."""
AHEAD = timedelta(days=2)
"""A watch may run in another zone than this machine; two days ahead can still be now."""


def why_not_believed(started_at: datetime | None, name: str) -> str | None:
    """Why a recording with this start is set aside, and what to do; None where it is believed."""
    if started_at is None:
        return _(
            "{name}: the watch's clock was not set, so the day is unknown. Let the watch find satellites before a run. "
            "If its app shows the right day, export the run from there."
        ).format(name=name)
    latest = timezone.now() + AHEAD
    if EARLIEST <= started_at <= latest:
        return None
    day = f"{started_at.day} {started_at:%b} {started_at.year}"
    if started_at > latest:
        words = _("{name}: the run is dated {day}, which has not come yet. Set the clock of the watch.")
    else:
        words = _("{name}: the run is dated {day}, so the watch's clock was not set. Let it find satellites first.")
    proposal = _("If its app shows the right day, export the run from there.")
    return f"{words.format(name=name, day=day)} {proposal}"
