"""Whether an emergency is open: an answer said so, and neither a clinician nor a whole new check has come after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .models import Assessment

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from .models import Account

EMERGENCY = "emergency"
LOOKED_AT = 50
"""Answers that are looked back over; nobody gives more without ever finishing the safety questions."""


def open_emergency(account: Account | AnonymousUser) -> Assessment | None:
    """The newest answer of an account that is an emergency and not settled; one query, two where there is one.

    It is settled by a newer answer of a check that all first safety questions were asked in, or by one that a
    clinician's word was entered in. A newer answer with questions left open settles nothing.
    """
    newest = Assessment.objects.of(account).values_list(
        "pk", "urgency", "result__safety_asked", "result__safety_total", "made_of__clinician_entry"
    )[:LOOKED_AT]
    for pk, urgency, asked, total, seen in newest:
        if urgency == EMERGENCY:
            return Assessment.objects.of(account).select_related("made_of", "runner").get(pk=pk)
        if seen is not None or (total and asked == total):
            return None
    return None
