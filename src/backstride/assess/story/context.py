"""What the words around a phrase make of it: said, denied, doubted, or not about the runner today.

The ideas are those of NegEx and ConText: cues with a reach that ends with the clause. A cue that is part of the phrase
itself ("can't pee") does not count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from .cues import comma_between, is_comma
from .denial import denials_of, denied, reaches
from .shades import LIMIT, LONGER, NO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .clauses import Clause
    from .cues import Cue
    from .index import Index

ANYMORE = "anymore"

Reading = Literal["yes", "no", "unsure", "other"]
"""Said, denied, doubted; of somebody else, of another time, or of what might be."""


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
    feared: bool = False,
) -> Reading:
    """How a phrase is meant.

    Parameters
    ----------
    words : the words of the phrase, by their number in the clause
    ever, family : whether the past, or a relative, counts for what the phrase tells
    asks : whether the sentence is a question
    hypothetical : whether an earlier clause of the sentence opened what might be
    feared : whether what is only feared, asked or supposed counts for what the phrase tells
    """
    own = set(words)
    free = [cue for cue in cues if not _own(cue, own, clause)]
    last = max(words)
    if not feared and (hypothetical or any(supposes(cue, last, clause, index) for cue in free)):
        return "other"
    if not family and any(cue.kind == "family" and _of_another(cue, last, clause, index) for cue in free):
        return "other"
    if _is_over(free, words, clause) or (not ever and _is_past(free, words, clause, index)):
        return "other"
    denials = denials_of(words, clause, free)
    if any(clause.follows[cue.end - 1] == LONGER for cue in denials):
        return "other"
    if not feared and (asks or any(cue.kind == "hedge" and reaches(cue, words) for cue in free)):
        return "unsure"
    return denied(words, clause, free, denials, index)


def supposes(cue: Cue, last: int, clause: Clause, index: Index) -> bool:
    """Whether a cue makes a phrase something that might be; not past a comma, or where one's own is named."""
    if cue.kind == "hypothetical_after":
        return cue.start > last
    if cue.kind not in ("hypothetical", "worry") or cue.start >= last:
        return False
    if cue.kind == "worry" and clause.follows[cue.end - 1] in index.words["owned"]:
        return False
    between = range(cue.end, last + 1)
    if any(clause.texts[word] in index.words["supposing_ends"] for word in between):
        return False
    return not any(start in between and start >= cue.sure and is_comma(clause, start) for start in clause.opens)


def lapses(words: Sequence[int], clause: Clause, cues: Iterable[Cue], index: Index) -> bool:
    """Whether a phrase that denies by itself holds no longer, only in part, or joins what its "no" does not reach.

    "My bladder was fine", "no weakness until Monday", "no pain and weak leg".
    """
    nos = [word for word in words if clause.texts[word] in NO]
    if any(word >= clause.sure[no] for no in nos for word in words if word > no):
        return True
    if any(clause.follows[no] == LONGER for no in nos):
        return True
    if not nos and any(is_comma(clause, start) for start in clause.opens if min(words) < start <= max(words)):
        return True
    own = set(words)
    beside = {text for word, text in enumerate(clause.texts) if word not in own}
    before = {text for word, text in enumerate(clause.texts[: max(words)]) if word not in own}
    if not nos and (index.words["lapsed"] & before or (index.words["qualifiers"] | {LIMIT}) & beside):
        return True
    limiting = ("until", "for_a_time", "partly", "hedge") if nos else ("until", "for_a_time", "hedge")
    return any(cue.kind in limiting and not _own(cue, own, clause) for cue in cues)


def _is_past(cues: Sequence[Cue], words: Sequence[int], clause: Clause, index: Index) -> bool:
    """Whether a phrase is of the past; not by a cue that stands in another part of a list of denials."""
    if any(cue.kind == "since" for cue in cues) or not index.words["since"].isdisjoint(clause.texts):
        return False  # "It started years ago."
    parts = [cue.start for cue in cues if cue.kind == "negation" and cue.start in clause.opens]
    denied = {cue.end for cue in cues if cue.kind == "negation"}
    for cue in cues:
        if cue.kind != "past" or cue.start in denied:
            continue
        low, high = sorted((cue.start, words[0]))
        if any(low < part <= high for part in parts):
            continue
        # "Years ago I slipped a disc, my foot is numb"; "when I was 3 miles in" is no age.
        elsewhere = comma_between(cue, words, clause) and _tells(cue, clause, index)
        measure = clause.texts[cue.end - 1].isdigit() and clause.follows[cue.end - 1] in index.words["amounts"]
        if not (elsewhere or measure):
            return True
    return False


def _is_over(cues: Sequence[Cue], words: Sequence[int], clause: Clause) -> bool:
    """Whether something has passed; not what "has not completely gone", nor beside what one "cannot do anymore"."""
    denials = {cue.end for cue in cues if cue.kind == "negation"}
    denied_here = bool(denials_of(words, clause, cues))
    return any(
        cue.kind == "gone"
        and not denials & {cue.start, cue.start - 1}
        and (denied_here or clause.texts[cue.end - 1] != ANYMORE)
        and not comma_between(cue, words, clause)
        for cue in cues
    )


def _tells(cue: Cue, clause: Clause, index: Index) -> bool:
    """Whether the part of a clause that a cue stands in tells something itself; not "ten years ago," alone."""
    begin = max((start for start in clause.opens if start <= cue.start), default=0)
    end = min((start for start in clause.opens if start > cue.start), default=len(clause.texts))
    return not (index.words["self"] | index.words["verbs"]).isdisjoint(clause.texts[begin:end])


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
    if cue.start and clause.texts[cue.start - 1] in index.words["speech"]:
        return False  # "I told my wife that ..."
    return not (between and between[0] in index.words["speech"])
