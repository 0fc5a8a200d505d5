"""Dates that are too old for their kind of file, and the satellite fault that makes them so."""

from __future__ import annotations

from datetime import datetime, timedelta

from backstride.recording.limits import limits

WEEKS_OF_A_ROUND = 1024
"""Satellites send the number of the week in ten bits; a receiver that loses count is a whole round behind [1]_.

.. [1] GPS interface specification IS-GPS-200, 20.3.3.3.1.1: transmission week number.
"""


def too_old(started_at: datetime, file_format: str) -> bool:
    """True where no device wrote this kind of file yet at that date."""
    return started_at.year < limits().first_years.get(file_format, 0)


def a_round_later(started_at: datetime) -> datetime:
    """The date if the receiver was 1024 weeks (19.6 years) behind."""
    return started_at + timedelta(weeks=WEEKS_OF_A_ROUND)
