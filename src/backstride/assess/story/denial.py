"""Whether a "no" beside a phrase denies it: surely, by half, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from .clauses import JOINS
from .cues import is_comma
from .shades import NO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .clauses import Clause
    from .cues import Cue
    from .index import Index


def denials_of(words: Sequence[int], clause: Clause, free: Iterable[Cue]) -> list[Cue]:
    """Every "no" before a phrase that reaches it."""
    last = max(words)
    goes_on = any(clause.texts[word] in NO for word in words)  # the "nor" of "neither run nor walk" is no other no
    return [
        cue
        for cue in free
        if cue.kind == "negation"
        and cue.start < last
        and reaches(cue, words)
        and not (goes_on and clause.texts[cue.start] == "nor")
    ]


def denied(
    words: Sequence[int], clause: Clause, free: Sequence[Cue], denials: Sequence[Cue], index: Index
) -> Literal["yes", "no", "unsure"]:
    """What the "no" before and after a phrase make of it.

    Parameters
    ----------
    words : the words of the phrase, by their number in the clause
    free : the cues that are no part of the phrase
    denials : those of `denials_of`
    """
    last = max(words)
    if _twice(denials, clause):
        return "yes"
    answers = [cue for cue in free if cue.kind == "negation_after" and _answers(cue, last, clause, index)]
    if len(denials) + len(answers) != 1:
        return "unsure" if denials or answers else "yes"
    if any(cue.kind == "until" and cue.start > last for cue in free):
        return "yes"  # "No numbness until yesterday."
    if answers:
        apart = any(last < start <= answers[0].start for start in clause.opens)  # "Numb foot, no."
        return "unsure" if apart or _limited(last, free) else "no"
    (denial,) = denials
    if _only_beside(denial, words, clause):
        return "yes"  # "No pain, weak leg."
    doubtful = _inside(denial, clause) or _half(denial, words, free) or _across(denial, set(words), clause, index)
    return "unsure" if doubtful or _limited(last, free) else "no"


def reaches(cue: Cue, words: Iterable[int]) -> bool:
    """Whether a cue reaches a phrase."""
    return any(cue.end <= word < cue.reach for word in words)


def _limited(last: int, free: Iterable[Cue]) -> bool:
    """Whether a "no" holds for a time or a place only."""
    return any(cue.kind == "for_a_time" or (cue.kind == "since" and cue.start > last) for cue in free)


def _twice(denials: Sequence[Cue], clause: Clause) -> bool:
    """Whether the nearest "no" is a "without" that another one takes back: "I can't sit without numbness"."""
    if not denials or clause.texts[denials[-1].start] != "without":
        return False
    without = denials[-1].start
    return any(text in NO and clause.sure[word] > without for word, text in enumerate(clause.texts[:without]))


def _answers(cue: Cue, last: int, clause: Clause, index: Index) -> bool:
    """Whether a "no" after a phrase is about it, and not about what is named between: "calf swollen, scan negative"."""
    return cue.start > last and all(text in index.words["links"] for text in clause.texts[last + 1 : cue.start])


def _only_beside(denial: Cue, words: Sequence[int], clause: Clause) -> bool:
    """Whether a phrase is the one part after a comma beside what a "no" denies; a list of three or an "or" goes on."""
    parts = [start for start in clause.opens if start > denial.end]
    return len(parts) == 1 and is_comma(clause, parts[0]) and min(words) >= parts[0]


def _inside(denial: Cue, clause: Clause) -> bool:
    """Whether a "no" stands in what another one denies: "there is no run where I don't get pain"."""
    part = max((start for start in clause.opens if start <= denial.start), default=0)
    return any(text in NO for text in clause.texts[part : denial.start])


def _half(denial: Cue, words: Iterable[int], free: Iterable[Cue]) -> bool:
    """Whether a "no" may leave something of the phrase standing: "not numb every day", "no pain and numb foot"."""
    if any(cue.kind == "partly" and denial.end <= cue.start <= denial.reach for cue in free):
        return True
    return any(word >= denial.sure for word in words)


def _across(denial: Cue, own: set[int], clause: Clause, index: Index) -> bool:
    """Whether a "no" may be about something else before the phrase: "no treatment has helped my numb leg"."""
    last = max(word for word in own if word < denial.reach)
    light = index.words["light"] | JOINS
    named = own.union(*(range(start, end) for start, end, _ in index.places.longest(clause.texts)))

    def is_light(word: int) -> bool:
        pair = " ".join(clause.texts[word - 1 : word + 1])  # "trouble with", but not every "with"
        return word in named or clause.texts[word] in light or pair in light

    between = [word for word in range(denial.end, last) if word not in own]
    return any(not is_light(word) or clause.follows[word] == "-" for word in between)
