"""What the clause after makes of a denial: "fine but not on the left", "no numbness except in my foot"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from .match import SIDES
from .shades import ABSENT, EXCEPT, NO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..answers import Answer
    from .clauses import Clause
    from .index import Index

NOW = frozenset({"now", "today", "since"})
"""After a turn: what was denied was so before."""
NONE = frozenset({"none", "nothing"})
OF_THEM = frozenset({"of", "them", "it", "above", "at", "all", "which", "like"})
"""What may follow in "fever, chills - none of those", fillers left out."""
AFFIRMS = frozenset({"is", "are", "does", "do", "has", "was", "did"})
Follows = Literal["denial", "exception", "reported", "nothing"]
"""A "no" to what was just named; what leaves a part standing; an answer to what somebody else denies; none of these."""


def what_follows(clause: Clause, after: Clause | None, texts: Sequence[str], index: Index) -> Follows:
    """What the next clause of the sentence means for what this one denies.

    Parameters
    ----------
    texts : all words of the sentence
    """
    if after is None:
        return "nothing"
    if after.texts == (ABSENT,) or (after.texts[0] in NONE and OF_THEM.issuperset(after.texts[1:])):
        return "denial"
    turn = turn_between(clause, after, texts, index)
    if turn == EXCEPT or (turn and (after.texts[0] in {*NO, *NOW} or after.texts[-1] == "yes")):
        return "exception"
    if _other_side(clause, after):
        return "exception"
    if turn and index.words["speech"] & set(clause.texts):
        return "reported"
    return "nothing"


def _other_side(clause: Clause, after: Clause) -> bool:
    """Whether the clause after affirms for the other side what this one denies: "my right foot isn't, my left is"."""
    sides, others = SIDES & set(clause.texts), SIDES & set(after.texts)
    return bool(sides and others) and sides.isdisjoint(others) and after.texts[-1] in AFFIRMS


def left_standing(
    value: Answer | None, words: Sequence[int], clause: Clause, follows: Follows
) -> tuple[Answer | None] | None:
    """What the clause after leaves of what a phrase says, in a tuple because "not sure" is one; None where nothing.

    The "no" of "fever, chills: no" is surely about the last part only.
    """
    if follows == "denial" and value is True:
        return (None,) if any(start > max(words) for start in clause.opens) else None
    if follows in ("exception", "reported") and value is False:
        return None
    return (value,)


def no_goes_on(clause: Clause, after: Clause, texts: Sequence[str]) -> bool:
    """Whether a colon may carry a "no" on to a list: "I don't have any of these: numbness, fever"."""
    between = texts[max(clause.spots) + 1 : min(after.spots)]
    return ":" in between and "of" in clause.texts and not NO.isdisjoint(clause.texts)


def supposing_goes_on(clause: Clause, after: Clause, texts: Sequence[str], index: Index) -> bool:
    """Whether what might be goes on in the clause after: not past a turn, a comma, a colon, or "because"."""
    between = {*texts[max(clause.spots) + 1 : min(after.spots)], *after.texts[:1]}
    begins = after.texts[1:2] if after.texts[:1] == ("and",) else after.texts[:1]
    ends = index.words["turns"] | index.words["supposing_ends"] | {",", ":"}
    return ends.isdisjoint({*between, *begins})


def turn_between(clause: Clause, after: Clause, texts: Sequence[str], index: Index) -> str | None:
    """The "but" between two clauses."""
    between = texts[max(clause.spots) + 1 : min(after.spots)]
    return next((text for text in between if text in index.words["turns"]), None)
