"""Questions and answers in words, as the review lists them."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from backstride.assess.drawing import REGIONS_NUMB
from backstride.assess.prompts import OPENING, REGIONS, opening, question, regions

from ..body_map.words import NAMES
from ..evidence_words import ENGLISH, spoken

if TYPE_CHECKING:
    from backstride.assess.prompts import Prompt
    from backstride.evidence import Evidence


@dataclass(frozen=True)
class Words:
    """One question and what was answered."""

    question: str
    answer: str
    foreign: str = ""
    """The language of both, where it is not that of the page."""


def words_of(key: str, value: Any, evidence: Evidence) -> Words:
    """An answer by its id, in words; None is "not sure"."""
    if key == REGIONS_NUMB:
        return Words(_("Any tingling or numbness?"), _places(value))
    prompt = _prompt(key, evidence)
    if key == REGIONS and prompt is not None:
        return Words(spoken(prompt, evidence).prompt.text, _places(value))
    page, language = get_language() or ENGLISH, ENGLISH
    if prompt is not None:
        said = spoken(prompt, evidence)
        prompt, language = said.prompt, said.language
    with override(language):
        asked = prompt.text if prompt is not None and prompt.text else key.replace("_", " ")
        return Words(asked, _answer(key, value, prompt), language if language != page else "")


def _prompt(key: str, evidence: Evidence) -> Prompt | None:
    if key in OPENING:
        return opening(key, evidence)
    if key == REGIONS:
        return regions(evidence)
    finding = evidence.finding_id(key) or key
    return question(finding, evidence) if finding in evidence.findings else None


def _places(value: Any) -> str:
    if value is None:
        return _("Not sure")
    return ", ".join(str(NAMES.get(region, region)) for region in value) or _("No place marked")


def _answer(key: str, value: Any, prompt: Prompt | None) -> str:
    if value is None:
        return _("Not sure")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, str):
        options = {} if prompt is None else dict(zip(prompt.choices, prompt.choice_words, strict=False))
        words = options.get(value, value.replace("_", " "))
        return words[:1].upper() + words[1:]
    if key == "duration_days":
        return ngettext("{days} day", "{days} days", round(value)).format(days=f"{value:g}")
    if key == "age":
        return _("{years} years").format(years=f"{value:g}")
    if prompt is not None and prompt.unit == "weeks":
        return ngettext("{weeks} week", "{weeks} weeks", ceil(value)).format(weeks=f"{value:g}")
    return f"{value:g}" + (f" {prompt.unit}" if prompt is not None and prompt.unit else "")
