"""The danger signs by themselves, for somebody who has answered nothing: which of them mean help now, which today."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from backstride.assess.answers import Answers
from backstride.assess.per_base import once_per_base
from backstride.assess.triage import evaluate
from backstride.report.words import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backstride.evidence.model import Evidence, Urgency
    from backstride.report.words import CountryWords

CRISIS_NET = "SN_mood"
"""The safety net that says whom to ring with thoughts of ending one's life."""


@dataclass(frozen=True, slots=True)
class DangerSigns:
    """Signs and what to do about them, with the numbers and names of one country.

    `now_head` says where to turn at once with one of the signs in `now`, `action` what else; `today_head` and
    `today_how` the same for those in `today`; `crisis` are the signs that need somebody to talk to, `crisis_act` whom.
    """

    now_head: str
    action: str
    now: tuple[str, ...]
    today_head: str
    today_how: str
    today: tuple[str, ...]
    crisis: tuple[str, ...]
    crisis_act: str


def danger_signs(evidence: Evidence, country: CountryWords) -> DangerSigns:
    """The net that is shown with every result, and each first safety question whose yes alone reaches a level of haste.

    Parameters
    ----------
    evidence : Evidence
        With rules, safety nets and words.
    country : CountryWords
        For numbers and names of services.
    """
    words = evidence.triage.level_words
    always = [net for net in evidence.safety_nets.values() if net.always]
    crisis = evidence.safety_nets[CRISIS_NET]
    said = {finding for net in (*always, crisis) for finding in net.means}
    alone = {f: level for f, level in _levels_alone(evidence).items() if f not in said}

    def told(level: Urgency) -> tuple[str, ...]:
        return tuple(_line(evidence.findings[f].yes or "") for f, reached in alone.items() if reached == level)

    return DangerSigns(
        now_head=country.local(words["emergency"]["head"]),
        action=country.local(words["emergency"]["action"]),
        now=(*(_line(sign) for net in always for sign in net.watch_for), *told("emergency")),
        today_head=country.local(words["same_day"]["head"]),
        today_how=sentence(country.same_day),
        today=told("same_day"),
        crisis=tuple(_line(sign) for sign in crisis.watch_for),
        crisis_act=sentence(country.local(crisis.act)),
    )


def _line(sign: str) -> str:
    return sentence(sign).rstrip(".")


@once_per_base
def _levels_alone(evidence: Evidence) -> Mapping[str, Urgency]:
    return MappingProxyType({finding: _level_alone(finding, evidence) for finding in evidence.triage.ask_first})


def _level_alone(finding: str, evidence: Evidence) -> Urgency:
    given = Answers(id=None, age=None, sex=None, duration_days=None, story=None, findings={finding: True}, regions=())
    return evaluate(given, evidence).urgency
