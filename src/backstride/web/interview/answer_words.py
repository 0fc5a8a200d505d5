"""Questions and answers in words, as the review lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backstride.assess.drawing import REGIONS_NUMB
from backstride.assess.prompts import OPENING, REGIONS, opening, regions
from backstride.report.body import region_names

if TYPE_CHECKING:
    from backstride.evidence import Evidence


@dataclass(frozen=True)
class Words:
    """One question and what was answered."""

    question: str
    answer: str


def words_of(key: str, value: Any, evidence: Evidence) -> Words:
    """An answer by its id, in words; None is "not sure"."""
    return Words(_question(key, evidence), _("Not sure") if value is None else _answer(key, value, evidence))


def _question(key: str, evidence: Evidence) -> str:
    if key in OPENING:
        return opening(key, evidence).text
    if key == REGIONS:
        return regions(evidence).text
    if key == REGIONS_NUMB:
        return _("Any tingling or numbness?")
    entry = evidence.findings.get(evidence.finding_id(key) or key)
    return entry.question if entry is not None and entry.question else key.replace("_", " ")


def _answer(key: str, value: Any, evidence: Evidence) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if key in (REGIONS, REGIONS_NUMB):
        names = region_names()
        return ", ".join(names.get(region, region) for region in value) or _("No place marked")
    entry = evidence.findings.get(evidence.finding_id(key) or key)
    if isinstance(value, str):
        options = {} if entry is None else dict(zip(entry.options, entry.option_words, strict=False))
        words = options.get(value, value.replace("_", " "))
        return words[:1].upper() + words[1:]
    if key == "duration_days":
        return ngettext("{days} day", "{days} days", round(value)).format(days=f"{value:g}")
    if key == "age":
        return _("{years} years").format(years=f"{value:g}")
    return f"{value:g}" + (f" {entry.unit}" if entry is not None and entry.unit else "")
