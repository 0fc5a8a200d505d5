"""The cues of a clause: what in it negates, doubts, or speaks of others, of the past or of what might be."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .clauses import JOINS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .clauses import Clause
    from .index import Index

ABOUT = frozenset({"when", "whenever", "if", "while"})
"""Words after which a "no" right before them speaks of what follows: "not when I sit"."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in a clause: what kind, its words, and one past the last word it reaches, and surely reaches."""

    kind: str
    start: int
    end: int
    reach: int
    sure: int


def cues_of(clause: Clause, index: Index) -> tuple[Cue, ...]:
    """Every cue of a clause, the longest at each word."""
    found = index.cues.longest(clause.texts)
    denials = [start for start, _, kind in found if kind == "negation" and start in clause.opens]
    return tuple(
        Cue(kind, start, end, _reach(clause.reach, clause, end, denials), _reach(clause.sure, clause, end, denials))
        for start, end, kind in found
    )


def _reach(limits: Sequence[int], clause: Clause, end: int, denials: Sequence[int]) -> int:
    """A cue reaches as its last word does, or to the next "no" of a list ("no fever, no chills").

    One right before "when" or "if" is about what follows there.
    """
    reach = limits[end - 1]
    if reach == end < len(clause.texts) and clause.texts[end] in ABOUT:
        reach = limits[end]
    following = bisect_left(denials, end)
    return min(reach, denials[following]) if following < len(denials) else reach


def is_comma(clause: Clause, start: int) -> bool:
    """Whether a part of a clause is set apart by a comma alone: "sitting is fine, running is not"."""
    return clause.texts[start] not in JOINS and clause.texts[start - 1] not in JOINS


def comma_between(cue: Cue, words: Sequence[int], clause: Clause) -> bool:
    """Whether a cue stands in another part of a list than the phrase."""
    low, high = sorted((cue.start, words[0]))
    return any(low < start <= high and is_comma(clause, start) for start in clause.opens)
