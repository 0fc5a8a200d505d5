"""A sentence -> its words without fillers, where its clauses end, and how far the reach of a "no" goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .index import Index
    from .text import Word

JOINS = frozenset({"and", "or", "nor", "so", "then", "plus"})
ALTERNATIVES = frozenset({"or", "nor"})
HARD_SIGNS = frozenset(';:()"[]')
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
    opens : first words of what commas and joining words set apart
    """

    texts: tuple[str, ...]
    spots: tuple[int, ...]
    reach: tuple[int, ...]
    opens: frozenset[int]


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
        if found and not _opens(segment, found[-1], index):
            found[-1].append(segment)
        else:
            found.append([segment])
    return [clause for group in found if (clause := _clause(group, index)).texts]


def _segments(words: Sequence[Word], texts: Sequence[str], index: Index) -> list[_Segment]:
    segments = [_Segment("", [])]
    turns = index.words["turns"]
    for place, text in enumerate(texts):
        if words[place].is_sign:
            if text in HARD_SIGNS or (text == "-" and not _inside_word(words, place)):
                segments.append(_Segment(text, [], turn=True))
            elif text in ",/&":
                segments.append(_Segment(",", []))
        elif text in turns:
            segments.append(_Segment(text, [], turn=True))
        elif text in JOINS:
            if segments[-1].words or segments[-1].turn:
                segments.append(_Segment(text, []))
            else:
                segments[-1].join = text
            segments[-1].words.append((place, text))
        elif text not in index.fillers:
            segments[-1].words.append((place, text))
    return [segment for segment in segments if segment.words]


def _inside_word(words: Sequence[Word], place: int) -> bool:
    before, after = place - 1, place + 1
    touches = before >= 0 and words[before].end == words[place].start
    return touches and after < len(words) and words[place].end == words[after].start


def _opens(segment: _Segment, before: list[_Segment], index: Index) -> bool:
    """Whether a segment begins a clause that lay phrases must not reach into from the one before."""
    if segment.turn:
        return True
    own = segment.own_words()
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


def _clause(group: Sequence[_Segment], index: Index) -> Clause:
    texts: list[str] = []
    spots: list[int] = []
    starts: list[tuple[int, bool]] = []
    for number, segment in enumerate(group):
        starts.append((len(texts), number > 0 and _stops_negation(segment, index)))
        texts += [text for _, text in segment.words]
        spots += [place for place, _ in segment.words]
    stops = {start for start, stop in starts if stop}
    ends = index.words["ends"] | SCOPE_ENDS
    reach: list[int] = []
    limit = len(texts)
    for place in range(len(texts) - 1, -1, -1):
        reach.append(limit)
        if texts[place] in ends or place in stops:
            limit = place
    opens = {start for start, _ in starts} | {
        start + 1 for start, _ in starts if start < len(texts) and texts[start] in JOINS
    }
    return Clause(tuple(texts), tuple(spots), tuple(reversed(reach)), frozenset(opens))
