"""The only place of the command line that reads the clock; BACKSTRIDE_TODAY sets another day, for demonstrations."""

from __future__ import annotations

import os
from datetime import date, datetime

from .terminal import UsageError


def today() -> date:
    """The runner's local date."""
    given = os.environ.get("BACKSTRIDE_TODAY")
    if not given:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise UsageError(f"BACKSTRIDE_TODAY: `{given}` is not a date; write it as 2026-11-21.") from None
