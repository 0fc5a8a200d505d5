"""Typing errors: a word that nobody knows and that is one slip away from one word of the lexicon is read as that."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 4
"""Shorter words have too many neighbours: no and on, hot and not."""
LONG = 8
"""From this length on, two slips are read."""
LONGEST = 24
"""Longer runs of letters are no word; all that is left of one with two letters out grows with its cube."""


class Speller:
    """Finds the one known word that a mistyped word stands for.

    Slips are a letter left out, added or wrong, or two letters in the wrong order. Words are compared by what is left
    of them when letters are taken out: words one slip apart share such a rest, so nothing has to be searched through.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._rests: dict[str, set[str]] = {}
        for word in words:
            for rest in _rests(word, 2 if len(word) >= LONG else 1):
                self._rests.setdefault(rest, set()).add(word)

    def meant(self, typed: str) -> str | None:
        """The known word, where exactly one is near enough and begins alike; None otherwise."""
        if not SHORTEST <= len(typed) <= LONGEST or not typed.isalpha():
            return None
        near: set[str] = set()
        for rest in _rests(typed, 2 if len(typed) >= LONG else 1):
            near |= self._rests.get(rest, set())
        best: dict[int, set[str]] = {}
        for word in near:
            slips = distance(typed, word)
            if slips <= (2 if min(len(typed), len(word)) >= LONG else 1) and word[0] == typed[0]:
                best.setdefault(slips, set()).add(word)
        nearest = best[min(best)] if best else set()
        return next(iter(nearest)) if len(nearest) == 1 else None


def _rests(word: str, depth: int) -> set[str]:
    """The word, and all that is left of it with up to `depth` letters taken out."""
    found = {word}
    layer = {word}
    for _ in range(depth):
        layer = {rest[:i] + rest[i + 1 :] for rest in layer for i in range(len(rest))}
        found |= layer
    return found


def distance(one: str, other: str) -> int:
    """Letters left out, added, changed, or swapped with their neighbour (optimal string alignment)."""
    rows: list[list[int]] = [list(range(len(other) + 1))]
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


@lru_cache(maxsize=4)
def speller(words: tuple[str, ...]) -> Speller:
    """A speller of these words, built once."""
    return Speller(words)
