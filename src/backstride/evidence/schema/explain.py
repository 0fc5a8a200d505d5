"""Shape of `explain.yaml`: what a runner is told beside the answer."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from .cited import Cited, Family
from .common import Entry, Urgency


class Strength(Cited):
    """Likelihood ratio from which a reason is moderate or strong; below, it is weak."""

    moderate_from: float = Field(gt=1)
    strong_from: float = Field(gt=1)
    why: str

    @model_validator(mode="after")
    def _in_order(self) -> Strength:
        if self.moderate_from >= self.strong_from:
            raise ValueError("moderate_from must lie below strong_from")
        return self


class Row(Cited):
    """A sentence and whom it is for; what is left out holds for everybody. [weeks]"""

    id: str
    levels: list[Urgency] = []
    families: list[Family] = []
    conditions: list[str] = []
    nerve: bool | None = None
    any_yes: list[str] = []
    weeks_from: float | None = None
    weeks_under: float | None = None
    text: str
    facts: list[str]


class TestRow(Row):
    """Whether a test helps: `soon`, `ask` a clinician, `not_now`."""

    useful: Literal["soon", "ask", "not_now"]


class Incidental(Cited):
    """What scans show in people without pain, in words; `{age}` and the findings of the table are filled in."""

    families: list[Family]
    text: str
    without_age: str


class Confirm(Cited):
    """What a clinician does, for a runner."""

    families: dict[Family, str]
    otherwise: str


class Asks(Cited):
    """What another answer would change."""

    level: dict[Urgency, str]
    least_share: float = Field(gt=0, lt=1)
    least_move: float = Field(gt=0, lt=1)
    why: str


class ExplainFile(Entry):
    """`explain.yaml`."""

    strength: Strength
    scans: list[TestRow]
    incidental: Incidental
    nerve_tests: list[TestRow]
    courses: list[Row]
    course_unknown: str
    confirm: Confirm
    asks: Asks
