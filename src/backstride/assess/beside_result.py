"""What is told beside an answer, as frozen records, and its JSON form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Strength = Literal["weak", "moderate", "strong"]


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence of the base with its sources; `useful` says of a test whether it helps: soon, ask or not_now."""

    id: str
    text: str
    sources: tuple[str, ...]
    useful: str | None = None


@dataclass(frozen=True, slots=True)
class WouldChange:
    """An open question or examination, the answer to it that would change most, and what it would change.

    Parameters
    ----------
    changes : `level` (how soon to be seen), `first` (another explanation comes first), `shift` (the first one becomes
        more or less probable)
    asked : `you` or `clinician`
    answer : True, False or the option
    then : the level or the condition meant
    plan : whether the week would follow another care family
    """

    changes: Literal["level", "first", "shift"]
    asked: Literal["you", "clinician"]
    finding: str
    question: str
    answer: bool | str
    then: str
    plan: bool
    text: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside an answer that does not press: reasons' strength, tests, course, how to confirm, what is open.

    `moderate_from` and `strong_from` are likelihood ratios; `incidental` says what scans show in people without pain.
    """

    moderate_from: float
    strong_from: float
    would_change: tuple[WouldChange, ...]
    scan: Told | None
    incidental: Told | None
    nerve_test: Told | None
    course: Told | None
    course_words: str
    confirm: str

    def strength(self, ratio: float) -> Strength:
        """How much a reason counts: its likelihood ratio, or the inverse of one that speaks against."""
        size = max(ratio, 1.0 / ratio)
        return "strong" if size >= self.strong_from else "moderate" if size >= self.moderate_from else "weak"

    def as_json(self) -> dict[str, Any]:
        """The record as the JSON that `assess --json` gives under `beside`."""
        return {
            "would_change": [
                {
                    "changes": c.changes,
                    "asked": c.asked,
                    "finding": c.finding,
                    "question": c.question,
                    "answer": c.answer,
                    "then": c.then,
                    "plan": c.plan,
                    "text": c.text,
                }
                for c in self.would_change
            ],
            "scan": _told(self.scan),
            "scan_without_pain": _told(self.incidental),
            "nerve_test": _told(self.nerve_test),
            "course": {"text": self.course_words, "sources": [] if self.course is None else list(self.course.sources)},
            "confirm": self.confirm,
        }


def _told(told: Told | None) -> Mapping[str, Any] | None:
    if told is None:
        return None
    words: dict[str, Any] = {"text": told.text, "sources": list(told.sources)}
    return words if told.useful is None else {"useful": told.useful, **words}
