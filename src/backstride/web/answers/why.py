"""How much each answer counted for one explanation: bars by likelihood ratio, in words, with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from backstride.assess.kept import read_result
from backstride.report.causes import reason_words
from backstride.store.knowledge import the_evidence

from .emergency import emergency_of
from .found import own
from .sections import PRESSING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from backstride.assess.beside_result import Beside
    from backstride.assess.result import Reason
    from backstride.evidence import Evidence
    from backstride.evidence.model import Reference

FULL_AT = 20.0
"""Likelihood ratio at which a bar is full; a limit of the drawing."""
STRENGTHS = {"weak": _("a little"), "moderate": _("some"), "strong": _("a lot")}
BASES = {
    "retrieved": _("A published study that we read"),
    "background": _("A published study, recalled"),
    "expert": _("Our judgement"),
}


@dataclass(frozen=True)
class Counted:
    """One answer: its words, how full its bar is (0 to 100), how much that is in words, and what it rests on."""

    words: str
    width: int
    strength: str
    basis: str
    sources: Sequence[Reference]


@require_safe
def why(request: HttpRequest, check: UUID, condition: str) -> HttpResponse:
    """The answers that spoke for and against one explanation; no such page while help comes first."""
    found = own(request, check)
    if found.urgency in PRESSING or found.result.get("ranking_note") or emergency_of(request) is not None:
        raise Http404
    evidence = the_evidence()
    assessment = read_result(found.result, evidence)
    candidate = next((c for c in assessment.differential.candidates if c.condition == condition), None)
    if candidate is None:
        raise Http404
    grounds = evidence.sections["record_grounds"].get(condition, {})

    def counted(reasons: Sequence[Reason]) -> list[Counted]:
        return [_counted(reason, grounds.get(reason.finding), assessment.beside, evidence) for reason in reasons]

    return render(
        request,
        "answers/why.html",
        {
            "check": found.made_of,
            "candidate": candidate,
            "speaks_for": counted(candidate.reasons_for),
            "speaks_against": counted(candidate.reasons_against),
            "what_it_is": evidence.conditions[condition].what_it_is if condition in evidence.conditions else "",
        },
    )


def _counted(reason: Reason, ground: Sequence[str] | None, beside: Beside | None, evidence: Evidence) -> Counted:
    basis, *named = ground or ("expert",)
    return Counted(
        words=reason_words(reason),
        width=max(4, round(100 * min(1.0, abs(log(reason.lr)) / log(FULL_AT)))) if reason.lr > 0 else 100,
        strength=str(STRENGTHS[beside.strength(reason.lr)]) if beside is not None else "",
        basis=str(BASES[basis]),
        sources=[evidence.references[ref] for ref in named if ref in evidence.references and ref != "design"],
    )
