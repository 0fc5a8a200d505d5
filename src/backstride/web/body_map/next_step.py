"""Where a runner goes from the body map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from backstride.assess.check import triage_of
from backstride.assess.drawing import region_ids
from backstride.evidence.model import URGENCIES
from backstride.store import checks as kept

from .marks import NUMB, PAIN

if TYPE_CHECKING:
    from backstride.evidence.model import Evidence
    from backstride.store.models import Check

    from .marks import Layer, Marks

EMERGENCY = URGENCIES[0]


def after(layer: Layer, check: Check, marks: Marks, evidence: Evidence) -> str:
    """The address of the next page.

    After the places that hurt comes numbness, unless it was told already. An emergency, and a question that a mark
    opened, go first: then the interview decides at once.
    """
    told = check.answers.filter(finding=NUMB.plain).exists()
    if layer is not PAIN or told or not marks or _is_pressing(check, marks, evidence):
        return reverse("answer-go-on", args=(check.pk,))
    return reverse(NUMB.address, args=(check.pk,))


def opened_by(marks: Marks, before: Marks, evidence: Evidence) -> set[str]:
    """The questions that newly marked places open, such as numbness where one sits."""
    regions = region_ids(evidence)
    return {asks for region in marks if region not in before and (asks := regions[region].asks) is not None}


def _is_pressing(check: Check, marks: Marks, evidence: Evidence) -> bool:
    answers = kept.answers_of(check, evidence)
    if any(finding not in answers.findings for finding in opened_by(marks, {}, evidence)):
        return True
    return triage_of(answers, evidence, {}).urgency == EMERGENCY
