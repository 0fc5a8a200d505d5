"""The evidence as the rooms use it: frozen records and arrays, already checked, with one vocabulary of findings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

Urgency = Literal["emergency", "same_day", "within_days", "within_2_weeks_routine", "self_care_ok_with_safety_net"]
URGENCIES: tuple[Urgency, ...] = (
    "emergency",
    "same_day",
    "within_days",
    "within_2_weeks_routine",
    "self_care_ok_with_safety_net",
)
"""Most urgent first; the order of every comparison of levels."""

Kind = Literal["yes_no", "choice", "number"]
Basis = Literal["retrieved", "background", "expert"]
"""Where a number comes from: read in its source, recalled and to be checked, or a judgement."""

Node = str | dict[str, Any]
"""A condition over findings: an id, or one of `all`, `any`, `at_least`, `not`, `cmp`."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A source, merged over every file that cited it."""

    id: str
    citation: str
    link: str | None
    status: Basis
    note: str | None
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a runner can be asked, can tell, or a watch can measure.

    `base` and `scope` say how often a condition without a record shows it; `parent` and `conditional` how it
    hangs under a broader finding; `dependence_group` which answers repeat one fact. `in_ranking` is False for
    findings that only the triage rules use.
    """

    id: str
    kind: Kind
    group: str
    question: str
    why: str
    yes: str
    no: str
    who: str
    stage: int
    options: tuple[str, ...]
    option_words: tuple[str, ...]
    unit: str | None
    minimum: float | None
    maximum: float | None
    base: float | None
    scope: tuple[str, ...]
    parent: str | None
    conditional: bool
    dependence_group: str | None
    gated: str | None
    in_ranking: bool
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """One explanation of the pain. `ranked` is False where only the rules screen for it.

    `care_family` is the plan it falls under; with `refer_first` no plan is made before a clinician has looked.
    """

    id: str
    name: str
    plain_name: str
    what_it_is: str
    ranked: bool
    role: Literal["diagnosis", "modifier", "screened"]
    aliases: tuple[str, ...]
    synonyms: tuple[str, ...]
    icd10: str | None
    regions: tuple[str, ...]
    family: str | None
    umbrella: str | None
    urgency: Urgency
    time_course: str | None
    to_confirm: str
    see: str
    needs_place: tuple[str, ...]
    care_family: str | None
    rules: tuple[str, ...]
    refer_first: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One triage rule: when it fires, how soon to be seen, what to stop doing, and on what grounds."""

    id: str
    family: str
    title: str
    when: Node
    urgency: Urgency
    activity: str
    conditions: tuple[str, ...]
    user_reason: str
    basis_strength: str
    target_hours: float | None
    sources: tuple[str, ...]
    safety_nets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """A broad alarm and the question that splits it: read as its most urgent meaning until that is answered."""

    id: str
    when: Node
    until_answered: tuple[str, ...]
    ask: tuple[str, ...]
    cleared_by: tuple[tuple[str, ...], ...]
    then: tuple[str, ...]
    question: str
    most_urgent_reading: Urgency


@dataclass(frozen=True, slots=True)
class Implication:
    """`when` holds (only on what was really said) -> the findings in `yes` hold."""

    when: Node
    yes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoImplication:
    """Every finding in `when_no` answered no -> those in `no` are no (and those in `yes` are yes)."""

    when_no: tuple[str, ...]
    no: tuple[str, ...]
    yes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumberImplication:
    """`when` holds and `finding` was not given -> it lies between `at_least` and `at_most`."""

    when: Node
    finding: str
    at_least: float
    at_most: float


@dataclass(frozen=True, slots=True)
class Band:
    """A choice finding that is derived from an exact number: option -> lowest and highest value."""

    finding: str
    number: str
    edges: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class SafetyNet:
    """Signs to watch for and what to do, shown with every result it applies to."""

    id: str
    title: str
    watch_for: tuple[str, ...]
    means: tuple[str, ...]
    act: str
    applies: Node | None
    always: bool
    sources: tuple[str, ...]
    told_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Sign -> the findings that together say all of it; a sign that is not named is always told."""


@dataclass(frozen=True, slots=True)
class Composite:
    """A published clinical rule over several findings; where it can be worked out it replaces its items."""

    id: str
    condition: str
    criteria: tuple[Node, ...]
    at_least: int
    items: tuple[str, ...]
    sens: float
    spec: float
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the body drawing: its sides, the findings a mark or numbness sets, and the question it opens."""

    sides: tuple[str, ...]
    findings: tuple[str, ...]
    one_side: str | None
    both_sides: str | None
    asks: str | None
    numb: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How findings hang together: derivations, guards, splits and bands."""

    implications: tuple[Implication, ...]
    no_implications: tuple[NoImplication, ...]
    number_implications: tuple[NumberImplication, ...]
    splits: tuple[Split, ...]
    bands: tuple[Band, ...]
    aliases: Mapping[str, str]
    body_map: Mapping[str, Region]
    guards: tuple[str, ...]
    neuro_deficit_items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Triage:
    """Everything the triage evaluator needs besides the vocabulary."""

    rules: tuple[Rule, ...]
    ask_first: tuple[str, ...]
    counts_as_no: Mapping[str, Node]
    since_earlier: Mapping[str, float]
    follow_ups: tuple[tuple[Node, tuple[str, ...]], ...]
    activity_order: tuple[str, ...]
    default_urgency: Urgency
    default_activity: str
    level_words: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class MustRuleOut:
    """What has to be thought of for a place and an age band, and the findings that raise each condition."""

    places: Mapping[str, tuple[str, ...]]
    presentations: Mapping[tuple[str, str], tuple[str, ...]]
    raised_by: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class RankingTables:
    """The numbers of the differential as arrays.

    Parameters
    ----------
    conditions : ids of the ranked diagnoses, length C
    findings : ids of the yes/no findings, length F
    p_yes : array, shape (F, C)
        P(yes | condition), defaults filled in; conditional on the parent where the finding says so.
    logit_sd : array, shape (F, C)
        How far each number may lie from the truth, on the logit scale.
    choice_p : finding id -> array, shape (options, C)
        P(option | condition).
    choice_logit_sd : finding id -> array, shape (C,)
    priors : array, shape (settings, C)
    settings : ids of the settings, the rows of `priors`
    reason_weights : reason for checking -> array, shape (settings,)
    expert_share : array, shape (C,)
        Share of a condition's records that rest on judgement alone.
    recorded : boolean array, shape (F, C)
        True where the number is a record of its own, not a default.
    choice_recorded : finding id -> boolean array, shape (C,)
    judged_logit_sd : how far a number that rests on judgement may lie from the truth, on the logit scale
    composite_logit_sd : array, shape (composites,)
        How far the sensitivity of each published rule may lie from the truth.
    """

    conditions: tuple[str, ...]
    findings: tuple[str, ...]
    p_yes: NDArray[np.float64]
    logit_sd: NDArray[np.float64]
    choice_p: Mapping[str, NDArray[np.float64]]
    choice_logit_sd: Mapping[str, NDArray[np.float64]]
    priors: NDArray[np.float64]
    settings: tuple[str, ...]
    reason_weights: Mapping[str, NDArray[np.float64]]
    expert_share: NDArray[np.float64]
    recorded: NDArray[np.bool_]
    choice_recorded: Mapping[str, NDArray[np.bool_]]
    judged_logit_sd: float
    composite_logit_sd: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ModifierTable:
    """A yes/no node beside the ranking: prior and P(yes | modifier) against P(yes | not) for its findings."""

    condition: str
    prior: float
    findings: tuple[str, ...]
    p_yes: tuple[float, ...]
    p_base: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The differential's tables and settings."""

    tables: RankingTables
    modifiers: tuple[ModifierTable, ...]
    composites: tuple[Composite, ...]
    umbrella_words: Mapping[str, str]
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class Evidence:
    """The whole base at one version. Read-only; handed to the rooms by the edges."""

    version: str
    findings: Mapping[str, Finding]
    conditions: Mapping[str, Condition]
    references: Mapping[str, Reference]
    vocabulary: Vocabulary
    triage: Triage
    ranking: Ranking
    must_rule_out: MustRuleOut
    safety_nets: Mapping[str, SafetyNet]
    sections: Mapping[str, Any]
    """Plain JSON of the parts one room reads alone: `exposure`, `plan`, `exercises`, `care`, `claims`, `timing`,
    `imaging`, `electrodiagnosis`, `base_rates`, `weak_flags`, `never_events`, `lumbar_load`, `answers`."""

    def finding_id(self, name: str) -> str | None:
        """The current id of a finding or of one of its old names; None if there is no such finding."""
        if name in self.findings:
            return name
        return self.vocabulary.aliases.get(name)
