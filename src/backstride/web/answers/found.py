"""The answer that an address names, for its owner alone, and the newest one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from backstride.store.models import Assessment
from backstride.web.runner import runner_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest


def own(request: HttpRequest, check: UUID) -> Assessment:
    """The answer of a check of whoever is signed in.

    Raises
    ------
    Http404
        If there is none, or it is somebody else's.
    """
    found = (
        Assessment.objects.of(request.user)
        .filter(made_of=check)
        .select_related("made_of", "made_of__runner", "runner")
        .first()
    )
    if found is None:
        raise Http404
    return found


def newest(request: HttpRequest) -> Assessment | None:
    """The newest answer of the runner whose pages these are; that of somebody else in the household is not theirs."""
    mine = Assessment.objects.of(request.user).filter(runner=runner_of(request))
    return mine.select_related("made_of", "made_of__runner", "runner").first()


def newer(assessment: Assessment) -> Assessment | None:
    """The newest answer of the same runner, where it is not this one."""
    last = (
        Assessment.objects.filter(runner_id=assessment.runner_id).select_related("made_of").defer("result", "runs")
    ).first()
    return None if last is None or last.pk == assessment.pk else last
