"""Shape of `care/`: interventions, return-to-run tables, pain rule, lifting, families; `CARE_FILES` lists all files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import model_validator

from .cited import Cited, Family, Quantity, Span
from .common import Entry, Node
from .exercises import ExercisesFile
from .plan_rules import PlanRulesFile, TableId

if TYPE_CHECKING:
    from collections.abc import Mapping

CarePhase = Literal["acute", "subacute", "persistent", "recovered"]
Certainty = Literal["very_low", "low"]


class CareDuration(Cited):
    """How long pain has lasted in a care phase. [days], `to_days` excluded, None without end or without a span."""

    from_days: float | None = None
    to_days: float | None = None
    words: str


class Contraindication(Entry):
    """Signs that rule out self-directed care, and what to do instead."""

    signs: str
    act: str


class InterventionsAbout(Entry):
    """What the library is for, and what it must never do."""

    purpose: str
    certainty: str
    never: list[str]
    runner_trial_note: str
    phases: dict[CarePhase, CareDuration]
    global_contraindications: list[Contraindication]


class Intervention(Cited):
    """Something that may be offered: to whom, how much, with which expected effect; figures in prose as published."""

    id: str
    name: str
    category: Literal[
        "education",
        "psychological",
        "aerobic",
        "running",
        "gait",
        "footwear",
        "strength",
        "exercise",
        "cross_training",
        "passive",
        "medicine",
        "device",
        "sleep",
        "ergonomics",
        "lifestyle",
        "nutrition",
        "referral",
    ]
    families: list[Family]
    phases: list[CarePhase]
    contraindications: list[str]
    dose: str
    progression: str | None = None
    regression: str | None = None
    expected_effect: str
    certainty: str
    product_note: str | None = None


class InterventionsFile(Entry):
    """`care/interventions.yaml`."""

    about: InterventionsAbout
    interventions: list[Intervention]


class EntryCheck(Entry):
    """Something that must be so before the first run.

    `met_when` and `failed_when` settle it from the answers; else only what the runner or a clinician recorded does.
    `try_it` is False where it must not be tried out as a test.
    """

    id: str
    text: str
    plain: str
    settled_by: Literal["runner", "clinician", "triage"]
    met_when: Node | None = None
    failed_when: Node | None = None
    try_it: bool = False


class Stage(Entry):
    """`repeats` times `run_min` of easy running, then `walk_min` of walking. [min]"""

    n: int
    repeats: int
    run_min: float
    walk_min: float
    run_total_min: float
    total_min: float

    @model_validator(mode="after")
    def _totals_add_up(self) -> Stage:
        run, total = self.repeats * self.run_min, self.repeats * (self.run_min + self.walk_min)
        if abs(run - self.run_total_min) > 1e-9 or abs(total - self.total_min) > 1e-9:
            raise ValueError(f"stage {self.n}: the repeats give {run} min of running in {total} min")
        return self


class ReturnTable(Cited):
    """One way back to running: who it is for, what comes first, its stages, and how to move along them."""

    id: TableId
    families: list[Family]
    audience: list[str]
    clinician_clearance: bool
    entry: list[EntryCheck]
    zero_pain: bool
    green_sessions_to_advance: int
    stages_per_week_at_most: int | None = None
    step_back_stages: int
    gap_h: float
    flat_only: bool
    no_downhill_weeks: float | None = None
    no_speed_weeks: float | None = None
    rules: list[str]
    timeline: str | None = None
    stages_from: str | None = None
    stages: list[Stage]
    certainty: Certainty
    certainty_text: str

    @model_validator(mode="after")
    def _stages_in_order(self) -> ReturnTable:
        if [s.n for s in self.stages] != list(range(1, len(self.stages) + 1)):
            raise ValueError(f"table {self.id}: stages must be numbered 1, 2, 3, ...")
        return self


class ReturnCommon(Entry):
    """What holds for every table."""

    text: dict[str, str]
    numbers: dict[str, Quantity]


class ReturnToRunFile(Entry):
    """`care/return_to_run.yaml`."""

    common: ReturnCommon
    tables: list[ReturnTable]


class PainLevel(Cited):
    """One colour of the pain rule. Scores 0-10; `morning_worse_at_most` in points over the usual morning."""

    during: Span | None = None
    may_rise: bool | None = None
    morning_worse_at_most: float | None = None
    settled_within_h: float | None = None
    signs: list[str]
    text: str
    action: str


class BonePain(Cited):
    """The rule that replaces the colours where a bone may be stressed."""

    text: str
    pain_allowed: float
    rest_pain_free_h: Span
    step_back_stages: int
    painful_sessions_to_clinician: int


class PainRuleFile(Entry):
    """`care/pain_rule.yaml`."""

    scale: str
    ask: list[str]
    applies_to: str
    levels: dict[Literal["green", "amber", "red", "black"], PainLevel]
    bone: BonePain
    published_variants: str
    certainty: Certainty
    certainty_text: str


class Multiplier(Cited):
    """One factor of the lifting equation: its formula in words and its numbers."""

    formula: str
    numbers: dict[str, float]


class FrequencyRow(Entry):
    """Frequency multiplier at one lifting rate; each pair is for hands below and from `height_cm`."""

    lifts_per_min: float
    up_to_1_h: Span
    up_to_2_h: Span
    up_to_8_h: Span


class FrequencyTable(Cited):
    """The frequency multiplier; `above` is its value beyond the last row."""

    height_cm: float
    rows: list[FrequencyRow]
    above: float


class LiftExample(Cited):
    """A lift and the weight limit the equation gives for it. [cm, degrees, lifts/min, h, kg]"""

    horizontal_cm: float
    vertical_cm: float
    travel_cm: float
    twist_deg: float
    lifts_per_min: float
    duration_h: float
    coupling: Literal["good", "fair", "poor"]
    limit_kg: float


class LiftingFile(Entry):
    """`care/lifting.yaml`: the revised NIOSH lifting equation."""

    formula: str
    index_formula: str
    units: str
    load_constant: Multiplier
    horizontal: Multiplier
    vertical: Multiplier
    distance: Multiplier
    asymmetry: Multiplier
    frequency: FrequencyTable
    coupling: dict[Literal["good", "fair", "poor"], Multiplier]
    index_levels: dict[str, Quantity]
    interpretation: str
    product_use: str
    verified: str
    example: LiftExample


class ConditionGroup(Cited):
    """A care family, or a list without a plan, with its conditions; those in `added` were placed by judgement."""

    text: str
    plain: str
    conditions: list[str]
    added: list[str] = []


class FamiliesFile(Entry):
    """`care/families.yaml`: every condition is in one family, among the gaps, or among those never planned for."""

    families: dict[Family, ConditionGroup]
    gaps: ConditionGroup
    refer: ConditionGroup

    @property
    def family_to_condition(self) -> dict[Family, list[str]]:
        """Every condition of each family."""
        return {family: [*group.conditions, *group.added] for family, group in self.families.items()}

    @model_validator(mode="after")
    def _each_condition_once(self) -> FamiliesFile:
        seen: set[str] = set()
        for group in (*self.families.values(), self.gaps, self.refer):
            for condition in (*group.conditions, *group.added):
                if condition in seen:
                    raise ValueError(f"condition {condition} stands in two groups")
                seen.add(condition)
        return self


CARE_FILES: Mapping[str, type[Entry]] = {
    "interventions": InterventionsFile,
    "exercises": ExercisesFile,
    "return_to_run": ReturnToRunFile,
    "pain_rule": PainRuleFile,
    "lifting": LiftingFile,
    "families": FamiliesFile,
    "plan_rules": PlanRulesFile,
}
"""File stem -> model; the stem is also the section's name in the compiled evidence."""
