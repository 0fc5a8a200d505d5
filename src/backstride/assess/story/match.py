"""Where the lay phrases of the lexicon stand in a clause."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .clauses import Clause
    from .index import Hit, Index, Phrase

WINDOW = 12
"""Words that the parts of a phrase may lie apart; design: about one clause."""
BACK = "back"
SIDES = frozenset({"left", "right"})
MOST_HITS = 6
"""Hits of one element looked at in a clause, so that a story of one repeated word stays quick."""


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: the words it is made of, by their number in the clause, and whether to deny it denies all."""

    finding: str
    value: bool | str
    words: tuple[int, ...]
    whole: bool = True


def matches(clause: Clause, index: Index) -> Iterator[Match]:
    """Every lay phrase that a clause holds."""
    hits = _hits(clause, index)
    missing: dict[int, int] = {}
    for element in hits:
        for number in index.using.get(element, ()):
            missing[number] = missing.get(number, len(index.phrases[number].needs)) - 1
    for number, left in missing.items():
        phrase = index.phrases[number]
        if left == 0 and not any(element in hits for element in phrase.but):
            for words in _arrangements(phrase, hits):
                yield Match(phrase.finding, phrase.value, words, phrase.whole)


def _hits(clause: Clause, index: Index) -> Mapping[int, Sequence[Hit]]:
    hits: dict[int, list[Hit]] = defaultdict(list)
    elsewhere = _not_the_back(clause, index)
    for name, found in _elements(clause, index):
        for number in index.members.get(name, ()) if isinstance(name, str) else (name,):
            hits[number] += (hit for hit in found if hit not in elsewhere)
    return {number: sorted(set(found))[:MOST_HITS] for number, found in hits.items()}


def _elements(clause: Clause, index: Index) -> Iterator[tuple[Any, list[Hit]]]:
    """Every hit of every element; a side inside a name, as in "outside of my left foot", does not part it."""
    yield from index.elements.everywhere(clause.texts).items()
    kept = [word for word, text in enumerate(clause.texts) if text not in SIDES]
    if len(kept) < len(clause.texts):
        for name, found in index.elements.everywhere([clause.texts[word] for word in kept]).items():
            yield name, [(kept[start], kept[end - 1] + 1) for start, end in found if end - start > 1]


def _not_the_back(clause: Clause, index: Index) -> set[Hit]:
    """Where "back" is none: "back of the thigh", "came back"."""
    spans = [(start, end) for start, end, place in index.places.longest(clause.texts) if not place.findings]
    return {(word, word + 1) for start, end in spans for word in range(start, end) if clause.texts[word] == BACK}


def _arrangements(phrase: Phrase, hits: Mapping[int, Sequence[Hit]]) -> Iterator[tuple[int, ...]]:
    """The words of each way in which the first part is found, with the nearest of the others."""
    first, *others = ([*_runs(part, hits)] for part in phrase.parts)
    for words in first:
        taken = list(words)
        for runs in others:
            apart = [run for run in runs if not set(run) & set(taken)]
            near = min(apart, key=lambda run: abs(run[0] - words[0]), default=None)
            if near is None or max(*near, *taken) - min(*near, *taken) > WINDOW:
                break
            taken += near
        else:
            yield tuple(sorted(taken))


def _runs(part: Sequence[tuple[int, int]], hits: Mapping[int, Sequence[Hit]]) -> Iterator[tuple[int, ...]]:
    """Elements one after the other, each within its gap of the one before."""
    ways: list[tuple[int, tuple[int, ...]]] = [(end, tuple(range(start, end))) for start, end in hits[part[0][0]]]
    for element, gap in part[1:]:
        ways = [
            (end, (*words, *range(start, end)))
            for last, words in ways
            for start, end in hits[element]
            if 0 <= start - last <= gap
        ][: MOST_HITS * MOST_HITS]
    yield from (words for _, words in ways)
