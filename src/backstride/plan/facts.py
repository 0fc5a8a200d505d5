"""What the planner takes from a check-in: how soon, what is suspected, how likely what is, and every answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from backstride.assess.criteria import truth
from backstride.assess.derive import compile_derivations, derive
from backstride.assess.said import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backstride.assess.answers import Answers
    from backstride.assess.result import Assessment
    from backstride.evidence.model import Band, Evidence


@dataclass(frozen=True)
class Facts:
    """One check-in as the gates and the choice of a family see it.

    Parameters
    ----------
    urgency, activity
        Level and strictest limit of triage.
    open_split
        True while an alarm is read at its most urgent meaning because its question is open.
    safety_complete
        True where every first safety question was asked.
    suspected
        Conditions that a fired rule makes one think of.
    probabilities
        Condition -> probability, most probable first.
    said
        Finding -> answer, with `age_years` and `pain_duration_weeks`; unknown left out.
    told
        Those of `said` that only an unconfirmed story says: they may narrow a plan and never widen it.
    duration_days
        Age of the episode. [days] None where it is not known.
    bands
        Number -> the choice finding it may be known by.
    """

    urgency: str
    activity: str
    open_split: bool = False
    safety_complete: bool = True
    suspected: frozenset[str] = frozenset()
    probabilities: Mapping[str, float] = field(default_factory=dict)
    said: Mapping[str, Any] = field(default_factory=dict)
    told: frozenset[str] = frozenset()
    duration_days: float | None = None
    bands: Mapping[str, Band] = field(default_factory=dict)

    @classmethod
    def of(cls, assessment: Assessment, answers: Answers, evidence: Evidence) -> Facts:
        """The facts of an assessment and the answers behind it."""
        triage = assessment.triage
        aliases = {alias: c.id for c in evidence.conditions.values() for alias in c.aliases}
        suspected = {aliases.get(name, name) for reason in triage.reasons for name in reason.suspected}
        measured = {m.finding: m.value for m in assessment.measured}
        answered = _known(measured, answers, evidence)
        story = {name: True for name, found in assessment.story_findings.items() if found["value"] is True}
        with_story = _known({**story, **measured}, answers, evidence)
        told = {name for name, value in with_story.items() if value is True and answered.get(name) is not True}
        return cls(
            urgency=triage.urgency,
            activity=triage.activity,
            open_split=bool(triage.provisional),
            safety_complete=0 < triage.safety_total <= triage.safety_asked,
            suspected=frozenset(suspected),
            probabilities={c.condition: c.probability for c in assessment.differential.candidates},
            said={**answered, **dict.fromkeys(told, True)},
            told=frozenset(told),
            duration_days=answers.duration_days,
            bands={band.number: band for band in evidence.vocabulary.bands},
        )

    def holds(self, criterion: Any) -> bool | None:
        """Whether a criterion holds; None where an answer it needs is unknown. A story only adds what holds."""
        return True if truth(criterion, self.said, self.bands) is True else self.settled(criterion)

    def settled(self, criterion: Any) -> bool | None:
        """Whether a criterion holds by answers and measurements alone: for whatever allows more."""
        return truth(criterion, {f: value for f, value in self.said.items() if f not in self.told}, self.bands)

    def mass(self, conditions: frozenset[str]) -> float:
        """Probability of these conditions together."""
        return sum(p for condition, p in self.probabilities.items() if condition in conditions)


def _known(around: Mapping[str, Any], answers: Answers, evidence: Evidence) -> dict[str, Any]:
    """Everything answered, and known from around it, and what follows from that; an answer stands before the rest."""
    values = said(answers, evidence, around)
    follows = derive({**around, **answers.findings}, compile_derivations(evidence))
    values.update({name: True for name in follows.firm if "=" not in name})
    for name in follows.no:
        values.setdefault(name, False)
    for name, (low, high) in follows.numbers.items():
        if low == high:
            values.setdefault(name, low)
    return values
