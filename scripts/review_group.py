"""A group of items that a clinician signs together, and how rules are told in it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

if TYPE_CHECKING:
    from backstride.evidence.schema.triage import RuleEntry
    from backstride.evidence.source import Source

WORD = {"retrieved": "read", "background": "recalled", "expert": "judgement"}
"""How the basis of a number is told to a reviewer."""


@dataclass(frozen=True)
class Group:
    """Items signed together. `content` is what the signature covers: any change of it voids the signature."""

    id: str
    title: str
    why: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    content: Any

    @property
    def fingerprint(self) -> str:
        """Twelve hex digits that change with anything the group's items say."""
        text = json.dumps(self.content, default=_plain, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else str(value)


def all_rules(source: Source) -> list[RuleEntry]:
    """Every rule, family by family."""
    return [rule for family in source.rules.values() for rule in family]


def soon(rule: RuleEntry) -> str:
    """How soon a rule wants the runner to be seen."""
    hours = f", within {rule.target_hours:g} h" if rule.target_hours else ""
    return rule.urgency.replace("_", " ") + hours


def on_whose_word(rule: RuleEntry) -> str:
    """The kind of grounds of a rule, and how many of them were read."""
    counts = Counter(ground.basis for ground in rule.grounds)
    told = ", ".join(f"{counts[b]} {WORD[b]}" for b in WORD if counts[b])
    return f"{rule.strength.replace('_', ' ')}; {WORD[rule.basis]} (grounds: {told})"
