"""Sessions that are the same on several days, told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from .result import Plan, Session


def grouped(plan: Plan) -> list[tuple[tuple[date, ...], Session]]:
    """Each different session of the week with the days it falls on, in the order of its first day.

    Two sessions are the same when kind, length and detail are.
    """
    days: dict[tuple[str, int, str], list[date]] = {}
    first: dict[tuple[str, int, str], Session] = {}
    for session in plan.sessions:
        key = (session.kind, session.minutes, session.detail)
        days.setdefault(key, []).append(session.day)
        first.setdefault(key, session)
    return [(tuple(days[key]), session) for key, session in first.items()]
