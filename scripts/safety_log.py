"""The hazard log and the tests of the never-events: shape, risk, and the proof that each test they name is alive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

import living_tests
from backstride.evidence.pages import Pin

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
HAZARDS = ROOT / "docs" / "safety" / "hazards.yaml"
NEVER_EVENTS = ROOT / "docs" / "safety" / "never_events.yaml"
NOT_BUILT = "not built yet"

Scale = Literal[1, 2, 3, 4, 5]
Status = Literal["controlled", "partly", "open"]


class Strict(BaseModel):
    """A record that allows no field the schema does not name."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Control(Strict):
    """What keeps a hazard from doing harm. One that is not built yet says what it `needs` and names no test."""

    control: str = Field(min_length=1)
    kind: Literal["design", "guard", "wording"]
    tests: list[str] = []
    needs: str | None = None

    @model_validator(mode="after")
    def _built_means_tested(self) -> Control:
        if (self.control == NOT_BUILT) != (not self.tests) or (self.control == NOT_BUILT) != bool(self.needs):
            raise ValueError(
                f"{self.control!r}: a control names its tests, or it is `{NOT_BUILT}` and says what it needs"
            )
        return self


class Likelihood(Strict):
    """How likely the harm is, 1 very low to 5 very high: without the controls, and with those that are built."""

    before: Scale
    after: Scale


class Acceptance(Strict):
    """Who accepted the risk that is left, and why."""

    name: str
    role: str
    registration: str
    date: str
    reason: str


class Hazard(Strict):
    """One hazard. `doubt` is what is known to be wrong or unsettled with its controls today."""

    id: str = Field(pattern=r"^H\d+$")
    hazard: str
    cause: str
    who: str
    harm: str
    severity: Scale
    likelihood: Likelihood
    controls: list[Control] = Field(min_length=1)
    residual: str
    doubt: str | None = None
    status: Status
    accepted: Acceptance | None = None

    @model_validator(mode="after")
    def _status_follows_from_the_controls(self) -> Hazard:
        built = [c.control != NOT_BUILT for c in self.controls]
        follows: Status = "open" if not any(built) else "controlled" if all(built) and not self.doubt else "partly"
        if self.status != follows:
            raise ValueError(f"{self.id}: its controls and its doubt make it `{follows}`, not `{self.status}`")
        if follows == "open" and self.likelihood.after != self.likelihood.before:
            raise ValueError(f"{self.id}: nothing is built, so nothing became less likely")
        return self


class Matrix(Strict):
    """Risk, 1 (acceptable) to 5 (unacceptable): a row a likelihood, 1 to 5, a column a severity, 1 to 5."""

    rows: list[tuple[Scale, Scale, Scale, Scale, Scale]] = Field(min_length=5, max_length=5)
    basis: Literal["retrieved", "background"]
    source: str


class HazardLog(Strict):
    """`docs/safety/hazards.yaml`."""

    title: str
    owner: str
    judgement: str
    matrix: Matrix
    hazards: list[Hazard]

    def risk(self, hazard: Hazard, when: Literal["before", "after"]) -> int:
        """Risk of a hazard by the matrix."""
        return self.matrix.rows[getattr(hazard.likelihood, when) - 1][hazard.severity - 1]

    def needs_signature(self, hazard: Hazard) -> bool:
        """A risk of 3 or more stays only with a signed reason."""
        return self.risk(hazard, "after") >= 3 and hazard.accepted is None


class HeldBy(Strict):
    """What holds the product to one never-event."""

    id: str = Field(pattern=r"^NE_\d+$")
    by: str
    tests: list[str] = []
    doubt: str | None = None

    @model_validator(mode="after")
    def _tested_or_not_built(self) -> HeldBy:
        if (self.by == NOT_BUILT) != (not self.tests):
            raise ValueError(f"{self.id}: name its tests, or say `{NOT_BUILT}`")
        return self


class NeverEvents(Strict):
    """`docs/safety/never_events.yaml`."""

    never_events: list[HeldBy]


def hazard_log(path: Path = HAZARDS) -> HazardLog:
    """The hazard log, checked against its shape."""
    return HazardLog.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def never_events(path: Path = NEVER_EVENTS) -> list[HeldBy]:
    """What holds each never-event."""
    return NeverEvents.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).never_events


def dead_tests(named: dict[str, list[str]]) -> Iterator[str]:
    """For each entry of a log, the tests it names that do not exist or are never run."""
    for entry, tests in named.items():
        for test in tests:
            problem = living_tests.problem(test)
            if problem:
                yield f"{entry}: {problem}."


def tests_by_hazard(log: HazardLog) -> dict[str, list[str]]:
    """Hazard -> the tests of its controls."""
    return {hazard.id: [t for control in hazard.controls for t in control.tests] for hazard in log.hazards}


def never_event_pins() -> dict[str, tuple[Pin, ...]]:
    """Never-event -> what its page says of its tests: an open doubt first, then that nothing holds it, or the tests."""
    here = NEVER_EVENTS.relative_to(ROOT).as_posix()
    return {
        held.id: (
            *([Pin(here, f"Open doubt: {held.doubt}")] if held.doubt else []),
            *([] if held.tests else [Pin(here, "No test holds this yet.")]),
            *(Pin(test, living_tests.in_words(test)) for test in held.tests),
        )
        for held in never_events()
    }
