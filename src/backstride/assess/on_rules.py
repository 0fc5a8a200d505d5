"""Which findings a rule of triage may hang on: their words are safety texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .node import literals
from .per_base import once_per_base
from .reach import Reach

if TYPE_CHECKING:
    from backstride.evidence.model import Evidence


@once_per_base
def on_rules(evidence: Evidence) -> frozenset[str]:
    """Every finding that a rule reads, or that a yes may bring to one; under `not` too."""
    reach = Reach(evidence)
    read = {name.partition("=")[0] for rule in evidence.triage.rules for name, _ in literals(rule.when)}
    read |= set(evidence.triage.ask_first)
    return frozenset(f for f in {*evidence.findings, *read} if not read.isdisjoint(reach.brought(f)))
