"""Where the right explanation stands in the ranking, by the names that the vignettes' authors gave it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backstride.assess.result import Candidate
    from backstride.evidence import Condition

How = Literal["id", "synonym", "screened only", "name of a group", "not mapped"]


@dataclass(frozen=True)
class Mapped:
    """A diagnosis of the vignettes and the ranked conditions it stands for, none where it stands for no such."""

    name: str
    how: How
    conditions: tuple[str, ...]


class Names:
    """Names of conditions: ids and old ids first, then exact synonyms and titles, spelling of spaces and case aside."""

    def __init__(self, conditions: Mapping[str, Condition], umbrellas: Mapping[str, str]) -> None:
        self._ranked = {c.id for c in conditions.values() if c.ranked}
        self._by_id: dict[str, str] = {}
        self._by_word: dict[str, set[str]] = {}
        self._umbrellas = set(umbrellas)
        for condition in conditions.values():
            for name in (condition.id, *condition.aliases):
                self._by_id[name] = condition.id
            for word in (*condition.synonyms, condition.name, condition.plain_name):
                self._by_word.setdefault(_normal(word), set()).add(condition.id)

    def find(self, name: str) -> Mapped:
        """What a name stands for. A group or a condition that is only screened for never counts as a condition."""
        condition = self._by_id.get(name)
        if condition in self._ranked:
            return Mapped(name, "id", (condition,))
        by_word = tuple(sorted(self._by_word.get(_normal(name), set()) & self._ranked))
        if by_word:
            return Mapped(name, "synonym", by_word)
        if name in self._umbrellas:
            return Mapped(name, "name of a group", ())
        return Mapped(name, "screened only" if condition else "not mapped", ())


def place_of(candidates: Sequence[Candidate], right: Sequence[str]) -> int | None:
    """Place of the first candidate that is right, 1 for the most probable; None where none is among them."""
    for place, candidate in enumerate(candidates, start=1):
        if candidate.condition in right:
            return place
    return None


def _normal(words: str) -> str:
    return " ".join(words.casefold().replace("_", " ").replace("-", " ").split())
