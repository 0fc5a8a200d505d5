"""What the words around a phrase make of it: said, denied, doubted, or not about the runner today.

The ideas are those of NegEx and ConText: cues with a reach that ends with the clause. A cue that is part of the phrase
itself ("can't pee") does not count.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .clauses import JOINS
from .shades import LIMIT, LONGER, NO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .clauses import Clause
    from .index import Index

ANYMORE = "anymore"
ABOUT = frozenset({"when", "whenever", "if", "while"})
"""Words after which a "no" right before them speaks of what follows: "not when I sit"."""

Reading = Literal["yes", "no", "unsure", "other"]
"""Said, denied, doubted; of somebody else, of another time, or of what might be."""


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
    kinds = {cue.kind for cue in free}
    if not feared and (hypothetical or any(supposes(cue, last, clause, index) for cue in free)):
        return "other"
    if not family and any(cue.kind == "family" and _of_another(cue, last, clause, index) for cue in free):
        return "other"
    if _is_over(free, words, clause) or (
        not ever and "since" not in kinds and not _starts(clause, index) and _is_past(free, words, clause, index)
    ):
        return "other"
    goes_on = any(clause.texts[word] in NO for word in own)  # the "nor" of "could neither run nor walk" is no other no
    denials = [
        cue
        for cue in free
        if cue.kind == "negation"
        and cue.start < last
        and _reaches(cue, words)
        and not (goes_on and clause.texts[cue.start] == "nor")
    ]
    if any(clause.follows[cue.end - 1] == LONGER for cue in denials):
        return "other"
    if not feared and (asks or any(cue.kind == "hedge" and _reaches(cue, words) for cue in free)):
        return "unsure"
    if _twice(denials, clause):
        return "yes"
    answers = [cue for cue in free if cue.kind == "negation_after" and _answers(cue, last, clause, index)]
    count = len(denials) + len(answers)
    if count > 1:
        return "unsure"
    if not count:
        return "yes"
    if any(cue.kind == "until" and cue.start > last for cue in free):
        return "yes"  # "No numbness until yesterday."
    if any(_apart(last, cue.start, clause) for cue in answers):
        return "unsure"  # "Numb foot, no."
    if all(_only_beside(cue, words, clause) for cue in denials) and not answers:
        return "yes"  # "No pain, weak leg."
    doubtful = _inside(denials, clause) or any(_half(cue, words, free) or _across(cue, own, clause, index) for cue in denials)
    limited = "for_a_time" in kinds or any(cue.kind == "since" and cue.start > last for cue in free)
    return "unsure" if limited or doubtful else "no"


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
    return not any(start in between and start >= cue.sure and _is_comma(clause, start) for start in clause.opens)


def lapses(words: Sequence[int], clause: Clause, cues: Iterable[Cue], index: Index) -> bool:
    """Whether a phrase that denies by itself holds no longer, only in part, or joins what its "no" does not reach.

    "My bladder was fine", "no weakness until Monday", "no pain and weak leg".
    """
    nos = [word for word in words if clause.texts[word] in NO]
    if any(word >= clause.sure[no] for no in nos for word in words if word > no):
        return True
    if any(clause.follows[no] == LONGER for no in nos):
        return True
    if not nos and any(_is_comma(clause, start) for start in clause.opens if min(words) < start <= max(words)):
        return True
    own = set(words)
    beside = {text for word, text in enumerate(clause.texts) if word not in own}
    before = {text for word, text in enumerate(clause.texts[: max(words)]) if word not in own}
    if not nos and (index.words["lapsed"] & before or (index.words["qualifiers"] | {LIMIT}) & beside):
        return True
    limiting = ("until", "for_a_time", "partly", "hedge") if nos else ("until", "for_a_time", "hedge")
    return any(cue.kind in limiting and not _own(cue, own, clause) for cue in cues)


def _is_comma(clause: Clause, start: int) -> bool:
    """Whether a part of a clause is set apart by a comma alone: "sitting is fine, running is not"."""
    return clause.texts[start] not in JOINS and clause.texts[start - 1] not in JOINS


def _twice(denials: Sequence[Cue], clause: Clause) -> bool:
    """Whether the nearest "no" is a "without" that another one takes back: "I can't sit without numbness"."""
    if not denials or clause.texts[denials[-1].start] != "without":
        return False
    without = denials[-1].start
    return any(text in NO and clause.sure[word] > without for word, text in enumerate(clause.texts[:without]))


def _answers(cue: Cue, last: int, clause: Clause, index: Index) -> bool:
    """Whether a "no" after a phrase is about it, and not about something named between: "calf swollen, scan negative"."""
    return cue.start > last and all(text in index.words["links"] for text in clause.texts[last + 1 : cue.start])


def _apart(one: int, other: int, clause: Clause) -> bool:
    """Whether a comma or a joining word stands between two words."""
    return any(one < start <= other for start in clause.opens)


def _reaches(cue: Cue, words: Iterable[int]) -> bool:
    return any(cue.end <= word < cue.reach for word in words)


def _only_beside(denial: Cue, words: Sequence[int], clause: Clause) -> bool:
    """Whether a phrase is the one part after a comma beside what a "no" denies; a list of three or an "or" goes on."""
    parts = [start for start in clause.opens if start > denial.end]
    return len(parts) == 1 and _is_comma(clause, parts[0]) and min(words) >= parts[0]


def _inside(denials: Sequence[Cue], clause: Clause) -> bool:
    """Whether a "no" stands in what another one denies: "there is no run where I don't get pain"."""
    first = min((cue.start for cue in denials), default=0)
    part = max((start for start in clause.opens if start <= first), default=0)
    return any(text in NO for text in clause.texts[part:first])


def _half(denial: Cue, words: Iterable[int], free: Iterable[Cue]) -> bool:
    """Whether a "no" may leave something of the phrase standing: "not numb every day", "no pain and numb foot"."""
    if any(cue.kind == "partly" and denial.end <= cue.start <= denial.reach for cue in free):
        return True
    return any(word >= denial.sure for word in words)


def _across(denial: Cue, own: set[int], clause: Clause, index: Index) -> bool:
    """Whether a "no" may be about something else that stands before the phrase: "no treatment has helped my numb leg"."""
    last = max(word for word in own if word < denial.reach)
    light = index.words["light"] | JOINS
    named = own.union(*(range(start, end) for start, end, _ in index.places.longest(clause.texts)))
    between = [word for word in range(denial.end, last) if word not in own]
    return any(
        (clause.texts[word] not in light and word not in named) or clause.follows[word] == "-" for word in between
    )


def _is_past(cues: Sequence[Cue], words: Sequence[int], clause: Clause, index: Index) -> bool:
    """Whether a phrase is of the past; not by a cue that stands in another part of a list of denials."""
    parts = [cue.start for cue in cues if cue.kind == "negation" and cue.start in clause.opens]
    denied = {cue.end for cue in cues if cue.kind == "negation"}
    for cue in cues:
        if cue.kind != "past" or cue.start in denied:
            continue
        low, high = sorted((cue.start, words[0]))
        if any(low < part <= high for part in parts):
            continue
        # "Years ago I slipped a disc, my foot is numb"; "when I was 3 miles in" is no age.
        elsewhere = _comma_between(cue, words, clause) and _tells(cue, clause, index)
        measure = clause.texts[cue.end - 1].isdigit() and clause.follows[cue.end - 1] in index.words["amounts"]
        if not (elsewhere or measure):
            return True
    return False


def _is_over(cues: Sequence[Cue], words: Sequence[int], clause: Clause) -> bool:
    """Whether something has passed; not what "has not completely gone", nor what one "cannot do anymore"."""
    denials = {cue.end for cue in cues if cue.kind == "negation"}
    own_no = any(clause.texts[word] in NO for word in words)
    return any(
        cue.kind == "gone"
        and not denials & {cue.start, cue.start - 1}
        and not (own_no and clause.texts[cue.end - 1] == ANYMORE)
        and not _comma_between(cue, words, clause)
        for cue in cues
    )


def _tells(cue: Cue, clause: Clause, index: Index) -> bool:
    """Whether the part of a clause that a cue stands in tells something itself; not "ten years ago," alone."""
    begin = max((start for start in clause.opens if start <= cue.start), default=0)
    end = min((start for start in clause.opens if start > cue.start), default=len(clause.texts))
    return not (index.words["self"] | index.words["verbs"]).isdisjoint(clause.texts[begin:end])


def _comma_between(cue: Cue, words: Sequence[int], clause: Clause) -> bool:
    """Whether a cue stands in another part of a list than the phrase."""
    low, high = sorted((cue.start, words[0]))
    return any(low < start <= high and _is_comma(clause, start) for start in clause.opens)


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


def _starts(clause: Clause, index: Index) -> bool:
    return bool(index.words["since"] & set(clause.texts))
