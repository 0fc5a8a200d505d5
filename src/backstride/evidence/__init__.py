"""What is known: conditions, findings, rules, interventions, exercises and references, as data with a typed loader."""

from __future__ import annotations

from .load import EvidenceNotBuiltError, load, packaged, packaged_sources, require
from .model import URGENCIES, Condition, Evidence, Finding, Reference, Rule, Urgency

__all__ = [
    "URGENCIES",
    "Condition",
    "Evidence",
    "EvidenceNotBuiltError",
    "Finding",
    "Reference",
    "Rule",
    "Urgency",
    "load",
    "packaged",
    "packaged_sources",
    "require",
]
