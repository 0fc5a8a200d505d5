"""Shape of the triage files: rules, how they are read, safety nets, weak flags and never-events."""

from __future__ import annotations

from typing import Any, Self

from pydantic import Field, model_validator

from .common import Activity, Basis, Entry, Node, Sourced, Urgency


class Ground(Entry):
    """What one source says for a rule."""

    source: str
    says: str
    basis: Basis


class Accuracy(Sourced):
    """Published accuracy of a finding the rule rests on."""

    finding: str
    target: str
    population: str
    figures: dict[str, Any] = {}
    note: str | None = None


class RuleEntry(Sourced):
    """One rule. `strength` is the kind of grounds, `basis` whether they were read, recalled or chosen."""

    id: str = Field(pattern=r"^[A-Z][A-Z0-9]*_\d+[a-z]?$")
    title: str
    when: Node
    urgency: Urgency
    target_hours: float | None = Field(default=None, gt=0)
    activity: Activity
    conditions: list[str] = []
    user_reason: str = Field(min_length=1)
    safety_nets: list[str] = Field(min_length=1)
    ask_next: list[str] = []
    strength: str
    grounds: list[Ground] = Field(min_length=1)
    accuracy: list[Accuracy] = []
    caveats: list[str] = []
    since: str | None = None
    amended: str | None = None


class RuleFile(Entry):
    """`triage/rules/<family>.yaml`."""

    family: str
    rules: list[RuleEntry] = Field(min_length=1)


class Level(Sourced):
    """An urgency level."""

    rank: int
    plain: str
    target_hours_max: float | None = None
    uk_equivalent: str
    us_equivalent: str
    note: str | None = None


class Conflict(Entry):
    """A conflict between vocabularies and how it was settled."""

    id: str
    issue: str
    resolution: str
    sources: list[str]


class CountsAsNo(Sourced):
    """A first safety question that need not be asked: where `when` was said it counts as answered no."""

    finding: str
    when: Node


class FollowUp(Entry):
    """When `when` is known to hold, these are asked next: they decide between levels and nothing else asks them."""

    when: Node
    ask: list[str] = Field(min_length=1)
    why: str
    sources: list[str] = Field(min_length=1)


class SinceEarlier(Sourced):
    """How much the pain has to change between two checks to count: points of 10, and share of the earlier pain."""

    risen_points: float = Field(gt=0, le=10)
    eased_points: float = Field(gt=0, le=10)
    eased_share: float = Field(gt=0, lt=1)
    why: str


class SemanticsFile(Entry):
    """`triage/semantics.yaml`."""

    levels: dict[Urgency, Level]
    ask_first: list[str] = Field(min_length=1)
    counts_as_no: list[CountsAsNo] = []
    activity_order: list[Activity]
    default_urgency: Urgency
    default_activity: Activity
    grammar: str
    unknown_in_escalating_rules: str
    unknown_in_self_care_rules: str
    resolution: str
    monotone: str
    self_care_path: str
    unmarked_places: str
    bands: str
    conflicting_answers: str
    question_order: list[str]
    since_earlier: SinceEarlier
    follow_ups: list[FollowUp]
    conflicts: list[Conflict]
    sources: list[str]


class SafetyNetEntry(Entry):
    """Signs to watch for and what to do. Shown where `applies` holds, a fired rule names it, or always.

    `means` names the findings that the signs are in the check-in; `told_by` those that together say all of one sign, so
    that who told them needs not be asked to notice it.
    """

    id: str
    title: str
    watch_for: list[str] = Field(min_length=1)
    means: list[str] = Field(min_length=1)
    told_by: dict[str, list[str]] = {}
    act: str
    applies: Node | None = None
    always: bool = False
    sources: list[str] = Field(min_length=1)

    @model_validator(mode="after")
    def _told_by_its_own(self) -> Self:
        for sign, findings in self.told_by.items():
            if sign not in self.watch_for:
                raise ValueError(f"told_by names {sign!r}, which is no sign of {self.id}")
            if not findings or not set(findings) <= set(self.means):
                raise ValueError(f"told_by of {sign!r} must name findings of `means` of {self.id}")
        return self


class HowToWrite(Entry):
    """How a safety net has to be written."""

    points: list[str]
    act: str
    sources: list[str]


class SafetyNetFile(Entry):
    """`triage/safety_nets.yaml`."""

    how_to_write_it: HowToWrite
    safety_nets: list[SafetyNetEntry]


class WeakFlag(Sourced):
    """A sign too common to act on alone."""

    id: str
    finding_in_words: str
    when: Node | None = None
    why: str
    action: str


class WeakFlagFile(Entry):
    """`triage/weak_flags.yaml`."""

    weak_flags: list[WeakFlag]


class NeverEvent(Entry):
    """Something the product must never do."""

    id: str
    never: str
    why: str
    instead: str
    sources: list[str] = Field(min_length=1)


class NeverEventFile(Entry):
    """`triage/never_events.yaml`."""

    never_events: list[NeverEvent]


class Disagreement(Entry):
    """Where guidelines disagree."""

    id: str
    topic: str
    positions: str
    choice: str
    sources: list[str]


class DisagreementFile(Entry):
    """`triage/disagreements.yaml`."""

    disagreements: list[Disagreement]


class MustRuleOutPresentation(Entry):
    """What has to be thought of for one place and age band."""

    place: str
    age_band: str
    conditions: list[str] = Field(min_length=1)


class MustRuleOutCondition(Entry):
    """Default urgency of a listed condition and the findings that raise it, strongest first."""

    urgency: Urgency
    raised_by: list[str] = Field(min_length=1)


class MustRuleOutFile(Sourced):
    """`must_rule_out.yaml`."""

    places: dict[str, list[str]]
    presentations: list[MustRuleOutPresentation]
    conditions: dict[str, MustRuleOutCondition]
