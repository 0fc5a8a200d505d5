"""What stands above a question while help is needed today, and beside one about dark thoughts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backstride.assess.resume import questions_on
from backstride.report import country_words
from backstride.report.danger import CRISIS_NET
from backstride.report.words import LEVEL_LOOK, sentence
from backstride.web.context import country_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from backstride.assess.prompts import Prompt
    from backstride.evidence import Evidence
    from backstride.evidence.model import Urgency
    from backstride.report.words import LevelLook


@dataclass(frozen=True)
class UrgentCard:
    """How soon to be seen by what was told so far."""

    look: LevelLook
    head: str


def urgent_card(request: HttpRequest, level: Urgency, evidence: Evidence) -> UrgentCard:
    """The level so far, with the names of the runner's country."""
    words = evidence.triage.level_words[level]
    return UrgentCard(LEVEL_LOOK[level], country_words(country_of(request), evidence).local(words["head"]))


def crisis_help(request: HttpRequest, prompt: Prompt, evidence: Evidence) -> str:
    """Whom to turn to tonight, beside a question about dark thoughts; else empty."""
    net = evidence.safety_nets[CRISIS_NET]
    if set(net.means).isdisjoint(questions_on(prompt)):
        return ""
    return sentence(country_words(country_of(request), evidence).local(net.act))
