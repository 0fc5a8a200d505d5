"""What is known of a runner once everything that follows from the answers was worked out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Set

    from backstride.evidence.model import Split

PLACE = "loc_"
"""Ids of places begin with this."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Yes, no, and numbers as ranges; everything else is unknown.

    Parameters
    ----------
    yes : findings that hold, and options as `finding=option`
        With the provisional readings and all that follows from them.
    firm : those that hold whatever the open splitting questions bring
    no : findings answered no, or no because of such answers; never among `yes`
    numbers : finding -> lowest and highest value it can have; equal where the exact number is known
    place_marked : whether any place is known to hurt
    open_splits : broad alarms whose splitting question is not answered, most urgent reading first
    provisional : findings assumed until such a question is answered
    origins : finding that was worked out -> the answers it comes from
    """

    yes: Set[str]
    firm: Set[str]
    no: Set[str]
    numbers: Mapping[str, tuple[float, float]]
    place_marked: bool = False
    open_splits: tuple[Split, ...] = ()
    provisional: tuple[str, ...] = ()
    origins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def answers_behind(findings: Iterable[str], origins: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The answers that findings come from: themselves where they were answered, each once, in order."""
    return tuple(dict.fromkeys(root for finding in findings for root in origins.get(finding, (finding,))))
