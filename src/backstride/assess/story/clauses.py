"""A sentence -> its words without fillers, where its clauses end, and how far the reach of a "no" goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .shades import EXCEPT, NO, SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .index import Index
    from .text import Word

JOINS = frozenset({"and", "or", "nor", "so", "then", "plus"})
ALTERNATIVES = frozenset({"or", "nor"})
MILD_SIGNS = frozenset(",/&+'%$#@^°")
"""Signs that part nothing or join a list; any other parts what stands before it from what follows."""
STOPS = frozenset(".!?")
SOFT_SIGNS = {",": ",", "/": "or", "&": "and", "+": "and"}
"""Signs between the parts of a list, and the join each stands for."""
RELATIVES = frozenset(
    {"that", "which", "who", "when", "whenever", "if", "since", "after", "as", "while", "because", "where", "with"}
)
"""Words that open a part of a sentence whose verb is its own."""
SCOPE_ENDS = RELATIVES - {"with"}


@dataclass(frozen=True, slots=True)
class Clause:
    """Words of one clause, by their number in the sentence, and for each the last word that a "no" before it reaches.

    Parameters
    ----------
    texts : the words, fillers and signs left out
    spots : where each stands among all words of the sentence
    reach : for each word, one past the last word that a negation there still covers
    sure : the word from which on a phrase that a "no" reaches is not surely denied: in "no fever, chills or cough"
        none, in "no pain and numb foot" what follows the pain; "when" and the like open what belongs to the denied
    opens : first words of what commas and joining words set apart
    follows : what follows each word in the sentence, fillers and signs too; nothing after the last
    """

    texts: tuple[str, ...]
    spots: tuple[int, ...]
    reach: tuple[int, ...]
    opens: frozenset[int]
    sure: tuple[int, ...]
    follows: tuple[str, ...] = ()


@dataclass(slots=True)
class _Segment:
    """Words between two commas or joining words."""

    join: str
    words: list[tuple[int, str]]
    turn: bool = False

    def verb_at(self, index: Index) -> int | None:
        """Place of the first verb of its own; None without one."""
        for place, (_, text) in enumerate(self.words):
            if place and text in RELATIVES:
                return None
            if text in index.words["verbs"]:
                return place
        return None

    def own_words(self) -> list[str]:
        return [text for _, text in self.words if text not in JOINS]

    def has_subject(self, index: Index) -> bool:
        """Whether something stands before its verb."""
        verb = self.verb_at(index)
        return verb is not None and any(text not in JOINS for _, text in self.words[:verb])


def clauses(words: Sequence[Word], texts: Sequence[str], index: Index) -> list[Clause]:
    """The clauses of one sentence.

    Parameters
    ----------
    words : as written, with their places
    texts : the same words as meant, typing errors put right
    """
    found: list[list[_Segment]] = []
    for segment in _segments(words, texts, index):
        if segment.join == EXCEPT and found:
            # "No numbness except in my foot" tells of numbness in the foot.
            segment.words[:0] = _denied(found[-1])
        if found and not _opens(segment, found[-1], index):
            found[-1].append(segment)
        else:
            found.append([segment])
    return [clause for group in found if (clause := _clause(group, texts, index)).texts]


def _denied(group: Sequence[_Segment]) -> list[tuple[int, str]]:
    """What the last "no" of a clause denies; nothing without one."""
    words = [word for segment in group for word in segment.words]
    nos = [place for place, (_, text) in enumerate(words) if text in NO]
    return words[nos[-1] + 1 :] if nos else []


def _segments(words: Sequence[Word], texts: Sequence[str], index: Index) -> list[_Segment]:
    segments = [_Segment("", [])]
    turns = index.words["turns"]
    for place, text in enumerate(texts):
        if words[place].is_sign:
            if _is_turn(words, place):
                segments.append(_Segment(text, [], turn=True))
            elif text in SOFT_SIGNS and segments[-1].words:
                answer = segments[-1].own_words() == ["no"]
                segments.append(_Segment(SOFT_SIGNS[text], [], turn=answer))
        elif text in turns:
            segments.append(_Segment(text, [], turn=True))
        elif _joins(texts, place) and tuple(texts[max(place - 1, 0) : place + 2 : 2]) not in index.paired:
            # A list goes on in brackets, "no swelling (or numbness)"; "no pain; and a numb foot" begins anew.
            if segments[-1].words or (segments[-1].turn and text in ALTERNATIVES):
                segments.append(_Segment(text, []))
            else:
                segments[-1].join = text
            segments[-1].words.append((place, text))
        elif text not in index.fillers:
            segments[-1].words.append((place, text))
    return [segment for segment in segments if segment.words]


def _joins(texts: Sequence[str], place: int) -> bool:
    """Whether a word joins two parts; not the "so" of "so low"."""
    following = texts[place + 1] if place + 1 < len(texts) else ""
    return texts[place] in JOINS and (texts[place] != "so" or following in SUBJECTS)


def _is_turn(words: Sequence[Word], place: int) -> bool:
    """Whether a sign parts what stands before it from what follows."""
    text = words[place].text
    if text == "-":
        return not (_touches(words, place) and _touches(words, place + 1))
    if text in STOPS:
        # A full stop without a space after it; "e.g." and "a.m." have one letter on each side.
        short = place > 0 and len(words[place - 1].text) == 1
        return _touches(words, place + 1) and not short
    return text not in MILD_SIGNS


def _touches(words: Sequence[Word], place: int) -> bool:
    """Whether no space parts a word from the one before it."""
    return 0 < place < len(words) and words[place - 1].end == words[place].start


def _opens(segment: _Segment, before: list[_Segment], index: Index) -> bool:
    """Whether a segment begins a clause that lay phrases must not reach into from the one before."""
    own = segment.own_words()
    contrasts = index.words["contrasts"]
    if segment.turn or (own and own[0] in contrasts and any(contrasts & set(o.own_words()) for o in before)):
        return True
    if not own or own[0] in index.words["pronouns"] or not segment.has_subject(index):
        return False
    if all(other.verb_at(index) is None for other in before):
        return False
    opening = before[0].own_words()
    return not (opening and opening[0] in index.words["conditions"] and len(before) == 1)


def _stops_negation(segment: _Segment, index: Index) -> bool:
    # A turn ("but", "because") has begun a clause of its own already.
    if segment.verb_at(index) is None:
        return False
    return segment.join not in ALTERNATIVES or segment.has_subject(index)


def _surely_listed(group: Sequence[_Segment], number: int) -> bool:
    """Whether a "no" before this part of a list holds for it too.

    "No fever, chills or cough" denies three things. "No pain and numb foot" and "no pain, numb foot" may mean one.
    """
    for segment in group[number:]:
        if segment.join != ",":
            return segment.join in ALTERNATIVES
    return False


def _clause(group: Sequence[_Segment], sentence: Sequence[str], index: Index) -> Clause:
    texts: list[str] = []
    spots: list[int] = []
    starts: list[int] = []
    stops: set[int] = set()
    doubts: set[int] = set()
    for number, segment in enumerate(group):
        starts.append(len(texts))
        if number and _stops_negation(segment, index):
            stops.add(len(texts))
        if number and not _surely_listed(group, number):
            doubts.add(len(texts))
        texts += [text for _, text in segment.words]
        spots += [place for place, _ in segment.words]
    ends = {place for place, text in enumerate(texts) if text in index.words["ends"] - SCOPE_ENDS}
    opening = {place for place, text in enumerate(texts) if text in SCOPE_ENDS}
    opens = {*starts, *(start + 1 for start in starts if start < len(texts) and texts[start] in JOINS)}
    return Clause(
        texts=tuple(texts),
        spots=tuple(spots),
        reach=_limits(len(texts), stops | ends | opening),
        opens=frozenset(opens),
        sure=_limits(len(texts), stops | ends | doubts),
        follows=tuple(sentence[place + 1] if place + 1 < len(sentence) else "" for place in spots),
    )


def _limits(count: int, stops: set[int]) -> tuple[int, ...]:
    """For each of so many words, the first place after it that stops a negation; their number where none does."""
    limits: list[int] = []
    limit = count
    for place in range(count - 1, -1, -1):
        limits.append(limit)
        if place in stops:
            limit = place
    return tuple(reversed(limits))
