"""Names of the evidence that stand in our templates, in the runner's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext_lazy as _

from backstride.assess.prompts import STAGES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

register = template.Library()

STAGE_NAMES: dict[str, _StrPromise] = dict(
    zip(
        STAGES,
        (_("Safety"), _("Where"), _("How it feels"), _("What changes it"), _("You and your running")),
        strict=True,
    )
)


@register.filter
def stage_name(stage: str) -> str:
    """One of the five stages in words; anything else as it is."""
    return str(STAGE_NAMES.get(stage, stage))
