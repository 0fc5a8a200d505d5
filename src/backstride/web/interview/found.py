"""The check of an address: the runner's own, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from backstride.store.models import Check
from backstride.store.models.runner import ChangedMeanwhileError

from .standing import take_up

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from .standing import Standing

TRIES = 3


def check_of(request: HttpRequest, check: UUID) -> Check:
    """The check of whoever is signed in; 404 for one that is not there or somebody else's."""
    return get_object_or_404(Check.objects.of(request.user).select_related("runner", "follows"), pk=check)


def standing_of(request: HttpRequest, check: UUID) -> Standing | Check:
    """The interview of an open check; a finished one as it is."""
    for left in reversed(range(TRIES)):
        found = check_of(request, check)
        if found.state != Check.State.OPEN:
            return found
        try:
            return take_up(found)
        except ChangedMeanwhileError:  # two pages at once took it up; the other one has kept it
            if not left:
                raise
    raise AssertionError
