"""What the words around a phrase make of it: said, denied, doubted, or not about the runner today.

The ideas are those of NegEx and ConText: cues with a reach that ends with the clause. A cue that is part of the phrase
itself ("can't pee") does not count.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .clauses import Clause
    from .index import Index

ABOUT = frozenset({"when", "whenever", "if", "while"})
"""Words after which a "no" right before them speaks of what follows: "not when I sit"."""

Reading = Literal["yes", "no", "unsure", "other"]
"""Said, denied, doubted; of somebody else, of another time, or of what might be."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in a clause: what kind, its words, and one past the last word it reaches."""

    kind: str
    start: int
    end: int
    reach: int


def cues_of(clause: Clause, index: Index) -> tuple[Cue, ...]:
    """Every cue of a clause, the longest at each word."""
    found = index.cues.longest(clause.texts)
    denials = [start for start, _, kind in found if kind == "negation" and start in clause.opens]
    return tuple(Cue(kind, start, end, _reach(clause, end, denials)) for start, end, kind in found)


def _reach(clause: Clause, end: int, denials: Sequence[int]) -> int:
    """A cue reaches as its last word does, or to the next "no" of a list ("no fever, no chills").

    One right before "when" or "if" is about what follows there.
    """
    reach = clause.reach[end - 1]
    if reach == end < len(clause.texts) and clause.texts[end] in ABOUT:
        reach = clause.reach[end]
    following = bisect_left(denials, end)
    return min(reach, denials[following]) if following < len(denials) else reach


def reading(
    words: Sequence[int],
    clause: Clause,
    cues: Iterable[Cue],
    index: Index,
    *,
    ever: bool,
    family: bool,
    asks: bool,
    hypothetical: bool,
) -> Reading:
    """How a phrase is meant.

    Parameters
    ----------
    words : the words of the phrase, by their number in the clause
    ever, family : whether the past, or a relative, counts for what the phrase tells
    asks : whether the sentence is a question
    hypothetical : whether an earlier clause of the sentence opened what might be
    """
    own = set(words)
    free = [cue for cue in cues if not _own(cue, own, clause)]
    last = max(words)
    kinds = {cue.kind for cue in free}
    before = {cue.kind for cue in free if cue.start < last}
    if "hypothetical" in before or hypothetical:
        return "other"
    if not family and any(cue.kind == "family" and _of_another(cue, last, clause, index) for cue in free):
        return "other"
    if "gone" in kinds or ("past" in kinds and not ever and "since" not in kinds and not _starts(clause, index)):
        return "other"
    denials = sum(
        cue.kind == "negation" and cue.start < last and any(cue.end <= word < cue.reach for word in words)
        for cue in free
    ) + sum(cue.kind == "negation_after" and cue.start > last for cue in free)
    if denials > 1:
        return "unsure"
    if asks or any(cue.kind == "hedge" and any(cue.end <= word < cue.reach for word in words) for cue in free):
        return "unsure"
    return "no" if denials else "yes"


def _own(cue: Cue, words: set[int], clause: Clause) -> bool:
    """Whether a cue takes nothing back: "can't" is part of "can't pee", and "has gone numb" is not over."""
    if clause.texts[cue.end - 1] == "gone":
        return max(words) >= cue.start
    return words.issuperset(range(cue.start, cue.end))


def _of_another(cue: Cue, last: int, clause: Clause, index: Index) -> bool:
    """Whether the phrase is about the relative named before it, and not what the runner told or noticed beside."""
    between = clause.texts[cue.end : last]
    if cue.start > last or index.words["self"] & set(between):
        return False
    return not (between and between[0] in index.words["speech"])


def _starts(clause: Clause, index: Index) -> bool:
    return bool(index.words["since"] & set(clause.texts))
