"""Shape of the condition files: what a condition is, how often it comes, and P(finding | condition)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from .common import Basis, Entry, Node, Probability, Sourced, Urgency


class Record(Entry):
    """P(finding | condition). `p` or `dist` is used; `published` is the source's own figure.

    `basis` is expert where the number is a judgement, even when a source is cited for the direction.
    """

    finding: str
    p: Probability | None = None
    dist: dict[str, Probability] | None = None
    basis: Basis
    kind: Literal["diagnostic_accuracy", "descriptive_series", "published_qualitative"] | None = None
    strength: Literal["almost_always", "usually", "often", "sometimes", "rarely", "almost_never"] | None = None
    published: dict[str, Any] | None = None
    cited: Basis | None = None
    adjusted: bool = False
    proxy: bool = False
    derived: str | None = None
    judged_from: str | None = None
    note: str | None = None
    sources: list[str] = []

    @model_validator(mode="after")
    def _one_number_and_its_source(self) -> Record:
        if (self.p is None) == (self.dist is None):
            raise ValueError(f"{self.finding}: give either p or dist")
        if self.basis != "expert" and not self.sources:
            raise ValueError(f"{self.finding}: a number marked {self.basis} needs a source")
        return self


class Prior(Sourced):
    """How often the condition stands behind the pain of runners in the community, or the base rate of a modifier."""

    community_per_10000: float | None = Field(default=None, gt=0)
    base_rate: Probability | None = None
    why: str
    read: str | None = None
    share_by_region: dict[str, float] | None = None


class SettingPriors(Sourced):
    """Relative weights per 10 000 in each setting."""

    community_runner: float = Field(gt=0)
    primary_care: float = Field(gt=0)
    sports_clinic: float = Field(gt=0)
    emergency: float = Field(gt=0)
    why: str


class ConditionFile(Entry):
    """`conditions/<id>.yaml`: one ranked diagnosis or one modifier."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    ranked: bool
    role: Literal["diagnosis", "modifier"]
    synonyms: list[str] = []
    aliases: list[str] = []
    icd10: str | None = None
    regions: list[str] = Field(min_length=1)
    family: str
    umbrella: str | None = None
    urgency: Urgency
    who_gets_it: str
    time_course: str
    to_confirm: str
    needs_place: list[str] = []
    out_of_scope_rival: bool = False
    prior: Prior
    priors_by_setting: SettingPriors | None = None
    records: list[Record] = Field(min_length=1)


class ScreenedCondition(Entry):
    """A condition that only the rules screen for; `members` are the ranked ones a broad name covers."""

    id: str
    members: list[str] = []


class ScreenedFile(Entry):
    """`conditions/screened.yaml`."""

    screened: list[ScreenedCondition]


class ConditionWords(Entry):
    """How a condition is spoken of to a runner; the rest only for conditions that have no file of their own."""

    plain_name: str = Field(min_length=1)
    what_it_is: str = Field(min_length=1)
    see: str = Field(min_length=1)
    say: str = Field(min_length=1)
    name: str | None = None
    urgency: Urgency | None = None
    family: str | None = None
    to_confirm: str | None = None
    icd10: str | None = None


class CompositeEntry(Sourced):
    """A published rule over several findings."""

    id: str
    condition: str
    rule: str
    items: list[str] = []
    population: str | None = None
    figures: dict[str, Any]
    use: Literal["replaces_items", "reference"]
    why_not_used: str | None = None
    criteria: list[Node] = []
    at_least: int | None = None
    sens: Probability | None = None
    spec: Probability | None = None
    sens_from: str | None = None

    @model_validator(mode="after")
    def _usable_or_why_not(self) -> CompositeEntry:
        if self.use == "replaces_items":
            if not (self.criteria and self.at_least and self.sens and self.spec):
                raise ValueError(f"{self.id}: a rule that replaces its items needs criteria, at_least, sens and spec")
        elif not self.why_not_used:
            raise ValueError(f"{self.id}: say why it is not used")
        return self


class CompositesFile(Entry):
    """`composites.yaml`."""

    composites: list[CompositeEntry]
