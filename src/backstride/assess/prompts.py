"""The questions of the interview as they are put: id, words, why we ask, kind of answer and stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from .answers import AGE, DAYS_IN_A_WEEK, DURATION, FEMALE
from .drawing import region_ids

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backstride.evidence.model import Evidence

Type = Literal["yes_no", "choice", "number", "regions", "screen"]
"""A screen holds several yes/no questions: `choices` their ids, `choice_words` their words (see `screens`)."""

SAFETY, WHERE, FEELS = "Safety", "Where", "How it feels"
STAGES = (SAFETY, WHERE, FEELS, "What changes it", "You and your running")
"""Always the same five, in this order."""

OPENING = ("age", "sex", "duration_days")
"""Keys of the answers document that are asked for before all else; every other answer is a finding or a mark."""

REASON = "check_reason"
REGIONS = "regions"
PLACES_WHY = "Where it hurts decides which causes we think of first."


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question; its id is a key of the answers document, a finding, `regions`, or the name of a screen."""

    id: str
    text: str
    why: str
    type: Type
    stage: str
    choices: tuple[bool | str, ...] = ()
    choice_words: tuple[str, ...] = ()
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None

    def as_json(self) -> dict[str, Any]:
        """The `question` object of the line protocol; limits only where there are any."""
        question: dict[str, Any] = {
            "id": self.id,
            "text": self.text,
            "why": self.why,
            "type": self.type,
            "choices": list(self.choices),
        }
        if self.choice_words:
            question["choice_words"] = list(self.choice_words)
        limits = {"unit": self.unit, "minimum": self.minimum, "maximum": self.maximum}
        return question | {name: limit for name, limit in limits.items() if limit is not None}


def opening(key: str, evidence: Evidence) -> Prompt:
    """The questions asked before all others: `age`, `sex`, `duration_days`."""
    if key == "age":
        entry = evidence.findings[AGE]
        return Prompt(key, entry.question, entry.why, "number", SAFETY, (), (), "years", entry.minimum, entry.maximum)
    if key == "sex":
        return Prompt(
            key,
            "Which sex were you registered with at birth?",
            evidence.findings[FEMALE].why,
            "choice",
            SAFETY,
            ("female", "male"),
            ("female", "male"),
        )
    entry = evidence.findings[DURATION]
    limits = (None if limit is None else limit * DAYS_IN_A_WEEK for limit in (entry.minimum, entry.maximum))
    return Prompt(key, "How many days have you had this pain?", entry.why, "number", SAFETY, (), (), "days", *limits)


def regions(evidence: Evidence) -> Prompt:
    """The body drawing; its places from the low back outwards, as the settings of the base list them."""
    order = {stem: n for n, stem in enumerate(evidence.ranking.settings["questions"].get("places", ()))}
    stems = {region: region.removesuffix("_left").removesuffix("_right") for region in region_ids(evidence)}
    ids = tuple(sorted(stems, key=lambda region: (order.get(stems[region], len(order)), region)))
    return Prompt(REGIONS, "Where does it hurt? Mark every place.", PLACES_WHY, "regions", WHERE, ids)


def question(finding: str, evidence: Evidence, *, safety: bool = False) -> Prompt:
    """Any finding as a question; a safety question belongs to the first stage whatever it is about."""
    entry = evidence.findings[finding]
    stage = SAFETY if safety else stage_of(entry.group, evidence.ranking.settings["questions"]["stages"])
    if entry.kind == "choice":
        return Prompt(finding, entry.question, entry.why, "choice", stage, entry.options, entry.option_words)
    if entry.kind == "number":
        limits = (entry.unit, entry.minimum, entry.maximum)
        return Prompt(finding, entry.question, entry.why, "number", stage, (), (), *limits)
    return Prompt(finding, entry.question, entry.why, "yes_no", stage, (True, False))


def stage_of(group: str, stages: Mapping[str, Any]) -> str:
    """The stage that asks about a group of findings; how it feels where the base names none."""
    return next((stage for stage, groups in stages.items() if group in groups), FEELS)
