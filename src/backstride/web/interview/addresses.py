"""Where a runner goes next: one place that knows every address on the way to the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from backstride.assess.drawing import REGIONS_NUMB
from backstride.assess.prompts import REGIONS, SAFETY

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from backstride.store.models import Check

    from .course import Course
    from .standing import Standing

ON_THE_BODY_MAP = {REGIONS: "answer-where", REGIONS_NUMB: "answer-where-numb"}


def question_address(check: Check, slug: str) -> str:
    """The page of a question; where it hurts or is numb is the body map."""
    if slug in ON_THE_BODY_MAP:
        return reverse(ON_THE_BODY_MAP[slug], args=[check.pk])
    return reverse("answer-question", args=[check.pk, slug])


def shown_address(check: Check) -> str:
    """The page of the answer."""
    return reverse("answer-shown", args=[check.pk])


def next_address(standing: Standing) -> str:
    """The next page of an open check."""
    check, pending = standing.check, standing.pending
    if _draws(standing):
        return reverse(ON_THE_BODY_MAP[REGIONS], args=[check.pk])
    if pending is None:
        return reverse("answer-review", args=[check.pk])
    if pending.id == REGIONS and not standing.course.story_put and not check.story:
        return reverse("answer-story", args=[check.pk])
    return question_address(check, standing.slug)


def _draws(standing: Standing) -> bool:
    """Whether the body map is due although words named a place: it also takes the side, how strong, and where numb."""
    from ..body_map.told import names_places

    pending = standing.pending
    if REGIONS in (standing.interview.document.get("answers") or {}):
        return False
    return (pending is None or pending.stage != SAFETY) and names_places(standing.check)


def back_address(standing: Standing, slug: str) -> str:
    """The page before one: of the pages replied to, else the start."""
    return before(standing.check, standing.course, slug)


def before(check: Check, course: Course, slug: str) -> str:
    """The page before one, by what a check keeps of its interview."""
    place = course.step(slug)
    last = len(course.steps) - 1 if place is None else place - 1
    return question_address(check, course.steps[last].slug) if last >= 0 else reverse("answer-new")


def onward(request: HttpRequest, address: str) -> HttpResponse:
    """Go to a page; one that is no question is loaded whole, with the look and the scripts of its own."""
    within: Any = request
    if within.htmx and "/q/" not in address:
        return HttpResponseClientRedirect(address)
    return redirect(address)
