"""What an assessment says, as frozen records, and its JSON form (the contract of `backstride assess --json`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from backstride.evidence.model import Urgency

    from .beside_result import Beside
    from .course import Check


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A triage rule that fired, the findings that made it fire, and what it makes us think of."""

    rule: str
    level: Urgency
    because: tuple[str, ...]
    suspected: tuple[str, ...]
    text: str
    sources: tuple[str, ...]
    title: str
    activity: str
    target_hours: float | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One answer that speaks for or against a candidate, with its likelihood ratio against the other candidates."""

    finding: str
    lr: float
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One explanation with its probability and the 80 % range from moving the numbers within their strength."""

    condition: str
    name: str
    plain_name: str
    aliases: tuple[str, ...]
    probability: float
    low80: float
    high80: float
    umbrella: str | None
    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]
    to_confirm: str
    expert_share: float


@dataclass(frozen=True, slots=True)
class UmbrellaSum:
    """Several explanations that history cannot tell apart, added up."""

    umbrella: str
    name: str
    probability: float
    low80: float
    high80: float
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question still worth asking, and how much it is expected to tell."""

    finding: str
    question: str
    expected_information_bits: float


@dataclass(frozen=True, slots=True)
class NotToldApart:
    """Explanations whose order the numbers do not support, most probable first, and what would separate them best.

    Parameters
    ----------
    swaps : for each member, the share of draws that put it above the first; 0 for the first itself
    ask : open questions with the information they are expected to give about which of the members it is
    """

    members: tuple[str, ...]
    swaps: tuple[float, ...]
    ask: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class OpenSafetyQuestion:
    """A safety question nobody has answered, and the level it could lead to; `from_story`: told, not confirmed."""

    finding: str
    question: str
    could_become: Urgency
    split: str | None
    from_story: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """A finding answered by the watch, with the runs it came from, in words."""

    finding: str
    value: bool | float | str
    from_runs: str


@dataclass(frozen=True, slots=True)
class ToRuleOut:
    """A serious condition that must stay in mind, and why: ids of rules or findings."""

    condition: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TriageResult:
    """How soon to be seen and by which rules; `provisional` are alarms read at their most urgent meaning."""

    urgency: Urgency
    reasons: tuple[FiredRule, ...]
    activity: str
    open_safety_questions: tuple[OpenSafetyQuestion, ...]
    provisional: tuple[str, ...]
    safety_asked: int
    safety_total: int
    safety_net: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DifferentialResult:
    """Explanations, most probable first (all of them), with what stands beside the ranking."""

    candidates: tuple[Candidate, ...]
    umbrellas: tuple[UmbrellaSum, ...]
    modifiers: Mapping[str, float]
    unlisted_probability: float
    must_rule_out: tuple[ToRuleOut, ...]
    groups: tuple[NotToldApart, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole answer of one check-in."""

    triage: TriageResult
    differential: DifferentialResult
    ask_next: tuple[Question, ...]
    measured: tuple[Measured, ...]
    recheck_on: date
    advice: tuple[str, ...]
    evidence_version: str
    story: str | None = None
    story_findings: Mapping[str, Any] = field(default_factory=dict)
    changed: Mapping[str, Any] | None = None
    ranking_note: str | None = None
    """One sentence where there is no ranking to show; the level stands without it."""
    check: Check | None = None
    """The answers and their day, for the next check to compare with."""
    notices: tuple[str, ...] = ()
    """What the reader has to know before anything else, such as words that were not read."""
    self_care_if_no: tuple[str, ...] = ()
    """The open safety questions that alone keep self-care back; empty where something else does."""

    beside: Beside | None = None
    """What stands beside an answer that does not press: tests, course, how to confirm, what would change it."""

    @property
    def urgency(self) -> Urgency:
        """The level of the strongest rule, or the default."""
        return self.triage.urgency

    def as_json(self) -> dict[str, Any]:
        """The assessment as the JSON document of the contract."""
        shown = [c for c in self.differential.candidates if c.probability > SHOWN_ABOVE]
        not_told_from = {c: [m for m in g.members if m != c] for g in self.differential.groups for c in g.members}
        return {
            "urgency": self.urgency,
            "reasons": [
                {
                    "rule": r.rule,
                    "level": r.level,
                    "because": list(r.because),
                    "suspected": list(r.suspected),
                    "text": r.text,
                    "sources": list(r.sources),
                    "title": r.title,
                    "activity": r.activity,
                    "target_hours": r.target_hours,
                }
                for r in self.triage.reasons
            ],
            "differential": [
                {
                    "condition": c.condition,
                    "name": c.name,
                    "plain_name": c.plain_name,
                    "aliases": list(c.aliases),
                    "probability": c.probability,
                    "low80": c.low80,
                    "high80": c.high80,
                    "umbrella": c.umbrella,
                    "for": [self._reason(r) for r in c.reasons_for],
                    "against": [self._reason(r) for r in c.reasons_against],
                    "to_confirm": c.to_confirm,
                    "expert_share": c.expert_share,
                    "not_told_from": not_told_from.get(c.condition, []),
                }
                for c in shown
            ],
            "not_told_apart": [
                {
                    "members": list(g.members),
                    "swaps": list(g.swaps),
                    "ask": [_question(q) for q in g.ask],
                }
                for g in self.differential.groups
            ],
            "umbrellas": [
                {
                    "umbrella": u.umbrella,
                    "name": u.name,
                    "probability": u.probability,
                    "low80": u.low80,
                    "high80": u.high80,
                    "members": list(u.members),
                }
                for u in self.differential.umbrellas
            ],
            "ask_next": [_question(q) for q in self.ask_next],
            "measured": {m.finding: {"value": m.value, "from": m.from_runs} for m in self.measured},
            "safety_net": list(self.triage.safety_net),
            "story": self.story,
            "story_findings": dict(self.story_findings),
            "must_rule_out": [
                {"condition": m.condition, "because": list(m.because)} for m in self.differential.must_rule_out
            ],
            "activity": self.triage.activity,
            "modifiers": dict(self.differential.modifiers),
            "unlisted_probability": self.differential.unlisted_probability,
            "open_safety_questions": [q.finding for q in self.triage.open_safety_questions],
            "open_safety_detail": [
                {
                    "finding": q.finding,
                    "question": q.question,
                    "could_become": q.could_become,
                    "split": q.split,
                    "from_story": q.from_story,
                }
                for q in self.triage.open_safety_questions
            ],
            "provisional": list(self.triage.provisional),
            "safety_asked": self.triage.safety_asked,
            "safety_total": self.triage.safety_total,
            "recheck_on": self.recheck_on.isoformat(),
            "changed": None if self.changed is None else dict(self.changed),
            "advice": list(self.advice),
            "ranking_note": self.ranking_note,
            "notices": list(self.notices),
            "check": None if self.check is None else self.check.as_json(),
            "self_care_if_no": list(self.self_care_if_no),
            "beside": None if self.beside is None else self.beside.as_json(),
            "evidence_version": self.evidence_version,
        }

    def _reason(self, reason: Reason) -> dict[str, Any]:
        said = {"finding": reason.finding, "lr": reason.lr, "text": reason.text}
        return said if self.beside is None else said | {"strength": self.beside.strength(reason.lr)}


def _question(question: Question) -> dict[str, Any]:
    return {
        "finding": question.finding,
        "question": question.question,
        "expected_information_bits": question.expected_information_bits,
    }


SHOWN_ABOVE = 0.005
"""Smallest probability in the JSON list; set by the contract, the full list sums to 1."""
