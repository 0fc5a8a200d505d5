"""Shape of `care/plan_rules.yaml`: the gates, the rules of the week, and what each family gets in each phase."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from .cited import Cited, Family, Phase, Quantity, Span
from .common import Activity, Entry, Node, Urgency

SessionKind = Literal["run", "walk", "strength", "gentle", "cross", "check", "rest"]
TableId = Literal["A", "B", "C", "D", "E", "F", "G"]


class PlanRule(Cited):
    """One rule. `hard`: never broken; otherwise a preference. `text` is for clinicians, `plain` for the runner."""

    id: str
    section: Literal["gate", "load_limit", "pain_response", "decision", "sore_spell", "week", "communication", "choice"]
    hard: bool
    text: str
    plain: str
    note: str | None = None
    numbers: dict[str, Quantity] = {}


class Stop(Entry):
    """Answers that stop every plan, and the sentence shown instead of it."""

    when: Node
    unless: Node | None = None
    sentence: str


class Person(Entry):
    """Somebody whose plan a clinician makes. `unknown`: not knowing is treated as yes, and said in these words."""

    id: str
    when: Node
    plain: str
    unknown: str | None = None


class LogStops(Entry):
    """Sentences for what in the log stops a plan (rules D4, S6, R7)."""

    danger_sign: str
    two_sore_spells: str
    no_easing: str
    bone_hurt_twice: str


class Gates(Entry):
    """What the gates G1 to G4 look at."""

    no_plan_at: dict[Urgency, str]
    unfinished: str
    gentle_only_at: list[Urgency]
    bone_suspects: list[str]
    bone_signs: list[Node]
    fracture_suspects: list[str]
    pars_suspects: list[str]
    stops: list[Stop]
    people: list[Person]
    no_increase_while: list[Node]
    clinician_first: str
    refer_first: str
    log_stops: LogStops
    log_leg_sign: str
    log_checks: dict[str, str]


class ActivityRow(Entry):
    """What a limit of triage leaves for the plan; `sentence` stands in for a plan that is not made."""

    id: Activity
    plan: bool
    runs: bool
    impact: bool
    sentence: str | None = None


class PhaseBand(Cited):
    """A phase by the age of the episode. [days], `to_days` excluded, None without end."""

    id: Phase
    from_days: float
    to_days: float | None = None
    words: str


class Offer(Cited):
    """Exercises in the order in which they are offered."""

    why: str
    exercises: list[str] = Field(min_length=1)


class Walks(Entry):
    """Walks of the week. [min]"""

    per_week: int
    minutes: Span
    times_a_day: int = 1


class Sets(Entry):
    """Exercise sessions of the week, from which list, up to which level."""

    per_week: int
    offer: str
    max_level: int = 1


class Cross(Entry):
    """Cross-training without impact. [min]"""

    per_week: int
    minutes: Span
    words: str


class Running(Entry):
    """Which return-to-run table, how often, and the stages expected in this phase; no table means no running."""

    table: TableId | None = None
    per_week: int = 0
    expected_stages: tuple[int, int] | None = None
    no_table: str | None = None


class PhaseCell(Cited):
    """What one family gets in one phase; `text` as the rules have it, `plain` for the runner."""

    family: Family | Literal["gap"]
    phase: Phase
    text: str
    plain: str
    clinician: str | None = None
    walks: Walks | None = None
    gentle: Sets | None = None
    strength: Sets | None = None
    cross: Cross | None = None
    talk: str | None = None
    running: Running


class Sensitivity(Cited):
    """Answers that speak against exercises of one bias; `unless` lifts it."""

    when: Node
    families: list[Family] = []
    leaves_out: Literal["flexion", "extension"]
    plain: str


class Needs(Cited):
    """An exercise or a bias that needs a sign before it is offered."""

    exercises: list[str]
    when: Node
    plain: str


class Placing(Cited):
    """How the solver is run and what it prefers; weights have no unit."""

    seed: int
    deterministic_time_s: float
    step_min: int
    unknown_start_min: int
    weights: dict[str, int]


class PlanRulesFile(Entry):
    """`care/plan_rules.yaml`."""

    rules: list[PlanRule]
    gates: Gates
    activities: list[ActivityRow]
    phases: list[PhaseBand]
    offers: dict[str, Offer]
    sensitivities: dict[str, Sensitivity]
    needs_sign: list[Needs]
    leg_groups: Annotated[list[str], Field(min_length=1)]
    phase_table: list[PhaseCell]
    placing: Placing

    @model_validator(mode="after")
    def _cells_are_complete(self) -> PlanRulesFile:
        if len({r.id for r in self.rules}) != len(self.rules):
            raise ValueError("two rules share an id")
        cells = [(c.family, c.phase) for c in self.phase_table]
        if len(set(cells)) != len(cells):
            raise ValueError("a family has two entries for one phase")
        for cell in self.phase_table:
            for sets in (cell.gentle, cell.strength):
                if sets is not None and sets.offer not in self.offers:
                    raise ValueError(f"{cell.family}, {cell.phase}: offer {sets.offer} is not defined")
        return self
