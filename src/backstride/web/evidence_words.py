"""Words of the evidence in the runner's language; safety texts, and what nobody translated, stay in English.

The catalogues are `locale/<language>/LC_MESSAGES/evidence.po`. An entry holds the place of a text and the English text
itself, so an English text that changed finds no entry and is shown as it is.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from backstride.assess.on_rules import on_rules
from backstride.assess.prompts import REGIONS, SAFETY, STAGES, regions
from backstride.assess.resume import questions_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backstride.assess.prompts import Prompt
    from backstride.evidence import Evidence

LOCALE = Path(__file__).with_name("locale")
ENGLISH = "en"
SELF_TEST = "self_test"
"""Who finds out: the runner, by doing what the words say. A slip in these could hurt."""


@dataclass(frozen=True)
class Spoken:
    """A question in the words a page shows, and the language of all of them."""

    prompt: Prompt
    language: str


def spoken(prompt: Prompt, evidence: Evidence) -> Spoken:
    """A question in the runner's language; whole in English where one of its texts has no translation.

    Ids and values stay as they are.
    """
    language = get_language() or ENGLISH
    if language == ENGLISH or prompt.stage == SAFETY or not on_rules(evidence).isdisjoint(questions_on(prompt)):
        return Spoken(prompt, ENGLISH)
    said = [_said(f"{prompt.id} {part}", text, language) for part, text in (("asks", prompt.text), ("why", prompt.why))]
    options = [
        _said(f"{choice} asks" if prompt.type == "screen" else f"{prompt.id} option", words, language)
        for choice, words in zip(prompt.choices, prompt.choice_words, strict=False)
    ]
    if not all((*said, *options)):
        return Spoken(prompt, ENGLISH)
    return Spoken(replace(prompt, text=said[0], why=said[1], choice_words=tuple(options)), language)


def translatable(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Place and English of every text that a catalogue may translate; no text of a finding that a rule hangs on."""
    drawing = regions(evidence)
    yield from ((f"{REGIONS} asks", drawing.text), (f"{REGIONS} why", drawing.why))
    for stage, screen in evidence.ranking.settings["questions"]["screens"]["further"].items():
        if stage in STAGES:
            yield from ((f"{screen['id']} asks", screen["text"]), (f"{screen['id']} why", screen["why"]))
    for entry in evidence.findings.values():
        asked = entry.question and entry.who not in ("clinician", "derived", SELF_TEST)
        if asked and entry.id not in on_rules(evidence):
            yield from ((f"{entry.id} asks", entry.question), (f"{entry.id} why", entry.why))
            yield from ((f"{entry.id} option", words) for words in entry.option_words)


def _said(place: str, text: str, language: str) -> str:
    """The translation of a text at its place; "" where there is none."""
    found = _catalogue(language).pgettext(place, text)
    return "" if found == text else found


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("evidence", LOCALE, [language], fallback=True)
