"""What stands beside the answer, for the page: what would change it, scan or nerve test, course, confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backstride.report.page import Aside
from backstride.report.words import lower_first, sentence

if TYPE_CHECKING:
    from backstride.assess.beside_result import Told, WouldChange
    from backstride.assess.result import Assessment

ASKED = {"you": "You", "clinician": "An exam"}
STRENGTHS = "Weak, moderate, strong: how much each answer counted."
"""Said once beside the reasons."""


def asides(assessment: Assessment) -> tuple[Aside, ...]:
    """The short sections beside the answer; none where the level presses."""
    beside = assessment.beside
    if beside is None:
        return ()
    tests = [told.text for told in (beside.scan, beside.incidental, beside.nerve_test) if told is not None]
    found = (
        Aside("What would change this answer", tuple(changes_words(change) for change in beside.would_change)),
        Aside("Scan or nerve test?", tuple(tests)),
        Aside("How it usually goes", (beside.course_words,)),
        Aside("How a clinician checks it", _confirm(assessment, beside.confirm)),
    )
    return tuple(aside for aside in found if aside.lines)


def changes_words(change: WouldChange) -> str:
    """What would change the answer, opened with who has to find out."""
    return f"{ASKED[change.asked]}: {lower_first(change.text)}"


def sources(assessment: Assessment) -> tuple[str, ...]:
    """The sources of everything that stands beside the answer."""
    beside = assessment.beside
    if beside is None:
        return ()
    told: tuple[Told | None, ...] = (beside.scan, beside.incidental, beside.nerve_test, beside.course)
    return tuple(dict.fromkeys(source for one in told if one is not None for source in one.sources))


def _confirm(assessment: Assessment, plain: str) -> tuple[str, ...]:
    """In plain words, with the clinical ones behind them."""
    clinical = [c.to_confirm for c in assessment.differential.candidates[:1] if c.to_confirm]
    return (plain, *(f"For the clinician: {sentence(text)}" for text in clinical))
