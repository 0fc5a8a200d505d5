"""What the runner can be asked: not what only a clinician can examine or follows from answers, no gated tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backstride.evidence.model import Finding

ASKABLE = frozenset({"ask", "diary_or_ask", "derived_or_ask", "self_test"})
"""Who can answer: the runner."""


def can_be_asked(finding: Finding) -> bool:
    """Whether the runner can answer it, and no gate (hopping on a bone that may be under stress) stands before it."""
    return finding.who in ASKABLE and finding.gated is None
