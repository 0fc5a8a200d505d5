"""Shape of `findings.yaml`, `vocabulary.yaml` and the words of both."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from .common import Entry, Node, Probability, Sourced, Urgency

Who = Literal["ask", "diary_or_ask", "derived_or_ask", "derived", "self_test", "clinician"]


class Relation(Entry):
    """How a finding that only the rules use stands to findings of the ranking."""

    relation: Literal["broader_than", "narrower_than", "partly", "band_of", "opposite_of"]
    findings: list[str]


class BaseSource(Sourced):
    """A publication that a background rate was held against, and how its figure compares."""

    why: str = Field(min_length=1)


class FindingEntry(Entry):
    """One finding. `base` and `base_dist` are judgement where there is no `base_source`."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    kind: Literal["yes_no", "choice", "number"]
    group: str
    question: str = Field(min_length=1)
    also_asked_as: list[str] = []
    stage: Literal[1, 2, 3] = 2
    who: Who
    derive: str | None = None
    options: list[str] = []
    base: Probability | None = None
    base_dist: dict[str, Probability] | None = None
    base_source: BaseSource | None = None
    scope: list[str] = []
    parent: str | None = None
    conditional: bool = False
    dependence_group: str | None = None
    gated: str | None = None
    use: str | None = None
    aliases: list[str] = []
    ranking: bool = False
    related: list[str] = []
    relation: Relation | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _numbers_for_the_ranking(self) -> FindingEntry:
        if self.kind == "choice":
            if not self.base_dist or set(self.base_dist) != set(self.options):
                raise ValueError(f"{self.id}: base_dist must give each option once")
            if abs(sum(self.base_dist.values()) - 1) > 0.011:
                raise ValueError(f"{self.id}: base_dist sums to {sum(self.base_dist.values()):.3f}, not 1")
        elif self.ranking and self.kind == "yes_no" and self.base is None:
            raise ValueError(f"{self.id}: a finding of the ranking needs a base")
        return self


class FindingWords(Entry):
    """How a finding is spoken of to a runner. The `yes` of a choice holds `{}` for the words of the option."""

    yes: str = ""
    no: str = ""
    why: str = Field(min_length=1)
    question: str | None = None
    options: dict[str, str] = {}
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None


class ImplicationEntry(Entry):
    """When `when` was really said, the findings in `yes` hold."""

    when: Node
    yes: list[str] = Field(min_length=1)
    note: str | None = None


class NoImplicationEntry(Entry):
    """All of `when_no` answered no: `no` are no, `yes` are yes."""

    when_no: list[str] = Field(min_length=1)
    no: list[str] = []
    yes: list[str] = []


class NumberImplicationEntry(Entry):
    """A word that stands for a number nobody gave."""

    when: Node
    finding: str
    at_least: float
    at_most: float


class SplitEntry(Entry):
    """A broad alarm and the question that splits it."""

    id: str
    when: Node
    until_answered: list[str] = Field(min_length=1)
    ask: list[str] = Field(min_length=1)
    cleared_by: list[list[str]] = Field(min_length=1)
    then: list[str] = []
    question: str
    most_urgent_reading: Urgency
    why: str | None = None
    sources: list[str] = Field(min_length=1)


class BandEntry(Entry):
    """A choice finding worked out from an exact number: option -> [lowest, highest]."""

    finding: str
    number: str
    edges: dict[str, tuple[float, float]]


class GuardEntry(Entry):
    """Findings whose presence may lower a level, and which rules they lower."""

    findings: list[str] = Field(min_length=1)
    lowers: str


class RegionEntry(Entry):
    """A region of the body drawing, the findings a mark on it sets, and those a mark of numbness there sets."""

    sides: list[Literal["left", "right", "middle"]]
    findings: list[str]
    numb: list[str] = []
    one_side: str | None = None
    both_sides: str | None = None
    asks: str | None = None


class VocabularyFile(Entry):
    """`vocabulary.yaml`."""

    implications: list[ImplicationEntry]
    no_implications: list[NoImplicationEntry]
    number_implications: list[NumberImplicationEntry]
    splits: list[SplitEntry]
    bands: list[BandEntry]
    guards: list[GuardEntry]
    neuro_deficit_items: list[str]
    body_map: dict[str, RegionEntry]
    sources: list[str]
