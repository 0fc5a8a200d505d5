"""The runner's zone, and the day it is there; the only place of the web that reads the clock for a day."""

from __future__ import annotations

import zoneinfo
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

if TYPE_CHECKING:
    from datetime import date

    from backstride.store.models import Runner


def zone_of(runner: Runner) -> str:
    """The runner's zone, or the one of the settings."""
    zone: str = runner.time_zone or settings.BACKSTRIDE["TIME_ZONE"]
    return zone


def day_of(runner: Runner | None) -> date:
    """What day it is where the runner is."""
    zone = settings.BACKSTRIDE["TIME_ZONE"] if runner is None else zone_of(runner)
    return timezone.now().astimezone(zoneinfo.ZoneInfo(zone)).date()
