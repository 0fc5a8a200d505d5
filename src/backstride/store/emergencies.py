"""Whether an emergency is open: an answer said so, and neither a clinician nor a whole new check has come after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .given import told_since
from .knowledge import the_evidence
from .models import Assessment, Check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from uuid import UUID

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from .models import Account, Runner

EMERGENCY = "emergency"
OF_RESULT = ("check", "safety_asked", "safety_total")
LOOKED_AT = ("made_of__clinician_entry", *(f"result__{key}" for key in OF_RESULT))


def open_emergency(account: Account | AnonymousUser) -> Assessment | None:
    """The newest answer of an account that is an emergency and not settled; one query where there never was one.

    It is settled by a later answer of the same runner: of a check that all first safety questions, and all that made
    it an emergency, were answered in after it; or of one that a clinician's word about it was entered in. An answer
    with questions left open settles nothing, nor does one given before it, one about another runner or a visit for
    another pain.
    """
    return _newest_open(Assessment.objects.of(account))


def open_emergency_of(runner: Runner) -> Assessment | None:
    """The same of one runner of a household."""
    return next(open_emergencies_of(runner), None)


def open_emergencies_of(runner: Runner) -> Iterator[Assessment]:
    """All that are open, the newest first."""
    return _open(Assessment.objects.filter(runner=runner))


def _newest_open(answers: QuerySet[Assessment]) -> Assessment | None:
    return next(_open(answers), None)


def _open(answers: QuerySet[Assessment]) -> Iterator[Assessment]:
    alarms = answers.filter(urgency=EMERGENCY).select_related("made_of", "runner")
    return (alarm for alarm in alarms if not _is_settled(alarm))


def _is_settled(alarm: Assessment) -> bool:
    told_at = alarm.made_of.finished_at or alarm.created_at
    return settled_since(alarm.made_of, alarm.created_at, told_at, lambda: alarm.result)


def settled_since(check: Check, moment: datetime, told_at: datetime, result: Callable[[], Mapping[str, Any]]) -> bool:
    """Whether an answer of the same runner after a moment settles what came, or would come, out of a check.

    Parameters
    ----------
    told_at
        When its danger had been told: an answer of before, in a check that was finished after, is no reply to it.
    result
        Gives the result as JSON; called where a later answer is there to be held against it.
    """
    from backstride.assess.compare import settles

    after = Assessment.objects.filter(runner_id=check.runner_id, created_at__gt=moment)
    # The first complete check after it settles it, so few of them are looked at, and only what that takes.
    later = after.exclude(urgency=EMERGENCY).order_by("created_at").values_list("made_of", *LOOKED_AT)
    for other, seen, *of_result in later.iterator(chunk_size=20):
        if seen is not None and _leads_to(check.pk, other):
            return True
        told = dict(zip(OF_RESULT, of_result, strict=True))
        if seen is None and settles(told, result(), the_evidence()):
            since = told_since(other, check, told_at, the_evidence())
            if since is not None and settles(since, result(), the_evidence()):
                return True
    return False


def _leads_to(first: UUID, check: UUID) -> bool:
    """Whether a check is of the episode of an earlier one."""
    at: UUID | None = check
    while at is not None and at != first:
        at = Check.objects.filter(pk=at).values_list("follows", flat=True).first()
    return at == first
