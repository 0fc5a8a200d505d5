"""From anywhere to where the interview stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_POST, require_safe

from backstride.assess.interview import EMERGENCY
from backstride.store.models import Check

from .addresses import next_address, onward, shown_address
from .ending import finish
from .found import standing_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from .standing import Standing

PRESSING = ("emergency", "same_day")
"""Levels at which somebody may stop the questions and see what to do."""


@require_safe
def go_on(request: HttpRequest, check: UUID) -> HttpResponse:
    """The next question, the review, or the answer."""
    standing = standing_of(request, check)
    return onward(request, shown_address(standing) if isinstance(standing, Check) else after(standing))


@require_POST
def show_now(request: HttpRequest, check: UUID) -> HttpResponse:
    """The answer from what was told so far; not before the first safety questions were put."""
    standing = standing_of(request, check)
    if isinstance(standing, Check):
        return onward(request, shown_address(standing))
    if not standing.course.past_safety(standing.pending) and not presses(standing):
        return onward(request, next_address(standing))
    return onward(request, finish(standing))


def after(standing: Standing) -> str:
    """The address after a reply; an emergency that stands ends the interview at once."""
    return finish(standing) if standing.interview.ended == EMERGENCY else next_address(standing)


def presses(standing: Standing) -> bool:
    """Whether help is needed today by what was told so far."""
    return standing.interview.urgency in PRESSING
