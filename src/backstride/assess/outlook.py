"""What is settled by now, and the level that one more yes would lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import triage
from .derive import derive
from .reach import reach

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backstride.evidence.model import Evidence, Urgency

    from .answers import Answer, Answers
    from .facts import Facts


@dataclass(frozen=True, slots=True)
class Outlook:
    """The answers of one runner with everything that follows from them, and their level."""

    told: Mapping[str, Answer]
    facts: Facts
    urgency: Urgency
    evidence: Evidence

    def settled(self, finding: str) -> bool:
        """Whether the finding was answered or follows from answers, so that nobody need ask."""
        return finding in self.told or finding in self.facts.firm or finding in self.facts.no

    def level_if_yes(self, finding: str) -> Urgency:
        """The level with one more yes, as the rules work it out."""
        if not reach(self.evidence).may_raise(finding, self.facts.yes, self.urgency):
            return self.urgency
        return triage.level_if_yes(finding, self.told, self.facts, self.urgency, triage.compiled_triage(self.evidence))


def outlook(answers: Answers, evidence: Evidence, measured: Mapping[str, Answer], urgency: Urgency) -> Outlook:
    """Look ahead from the answers and measurements, at the level they have reached."""
    told = triage.with_measurements(answers.findings, measured)
    return Outlook(told, derive(told, triage.compiled_triage(evidence).derivations), urgency, evidence)
