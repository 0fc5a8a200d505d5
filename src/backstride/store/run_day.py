"""The day a run belongs to: the one it began on where it was run."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings

if TYPE_CHECKING:
    from .models import Runner


def zone_of(runner: Runner) -> ZoneInfo:
    """The runner's zone; where none is set, or one that this machine does not know, that of the settings, else UTC."""
    for name in (runner.time_zone, settings.BACKSTRIDE["TIME_ZONE"]):
        try:
            if name:
                return ZoneInfo(name)
        except (OSError, ValueError, KeyError):
            continue
    return ZoneInfo("UTC")


def local_offset(started_at: datetime, utc_offset: timedelta | None, runner: Runner) -> timedelta:
    """Local time minus UTC at the start: as the recording tells it, else as it was in the runner's zone."""
    if utc_offset is not None:
        return utc_offset
    return started_at.astimezone(zone_of(runner)).utcoffset() or timedelta()


def day_of(started_at: datetime, utc_offset: timedelta | None, runner: Runner) -> date:
    """The runner's day of an instant."""
    return (started_at + local_offset(started_at, utc_offset, runner)).date()
