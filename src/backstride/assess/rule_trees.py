"""The rules as trees over what can be asked: every finding opened into the answers that it follows from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from backstride.evidence.firing import COMPARISONS

from .derive import NEW_DEFICIT
from .node import literals
from .per_base import once_per_base

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from backstride.evidence.model import Evidence, Node


@dataclass(frozen=True, slots=True)
class Unsplit:
    """That a broad alarm still counts as a narrow item: no answer has denied the item or cleared the alarm."""

    finding: str
    cleared_by: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """A finding, an option (`finding=option`) or a comparison, maybe under `not`; `question` is what answers it.

    Or `Unsplit`.
    """

    what: Any
    question: str
    negated: bool
    height: int = field(default=0, init=False)


@dataclass(frozen=True, slots=True, eq=False)
class AtLeast:
    """At least `n` of the parts hold; higher than each of them."""

    parts: tuple[Tree, ...]
    n: int
    height: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "height", _above(self.parts))


@dataclass(frozen=True, slots=True, eq=False)
class Same:
    """A finding and all that it follows from: one fact, said in several ways."""

    parts: tuple[Tree, ...]
    height: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "height", _above(self.parts))


Tree = Leaf | AtLeast | Same


def _above(parts: tuple[Tree, ...]) -> int:
    return 1 + max((part.height for part in parts), default=0)


@once_per_base
def rule_trees(evidence: Evidence) -> Mapping[str, Tree]:
    """Rule id -> its tree, worked out once for each base. The narrow items of a split follow from its broad alarm."""
    opening = _Opening(evidence)
    return {rule.id: opening.tree(rule.when) for rule in evidence.triage.rules}


@once_per_base
def leaves(evidence: Evidence) -> Mapping[Leaf, AbstractSet[Tree]]:
    """Every leaf of the rules -> itself and all trees that hold it."""
    found: dict[Tree, set[Tree]] = {}
    waiting = [*rule_trees(evidence).values()]
    while waiting:
        tree = waiting.pop()
        if tree not in found:
            found[tree] = {tree}
            waiting += _parts(tree)
    for tree in sorted(found, key=lambda tree: -tree.height):  # what holds a part is higher than the part
        for part in _parts(tree):
            found[part] |= found[tree]
    return {tree: holders for tree, holders in found.items() if isinstance(tree, Leaf)}


def _parts(tree: Tree) -> tuple[Tree, ...]:
    return () if isinstance(tree, Leaf) else tree.parts


class _Opening:
    def __init__(self, evidence: Evidence) -> None:
        self._from: dict[str, list[Node]] = defaultdict(list)
        self._splits: dict[str, list[tuple[Node, Unsplit]]] = defaultdict(list)
        self._numbers = evidence.vocabulary.number_implications
        self._opened: dict[tuple[str, bool, frozenset[str]], Tree] = {}
        self._alike: dict[Any, Tree] = {}
        for implication in evidence.vocabulary.implications:
            for finding in implication.yes:
                self._from[finding].append(implication.when)
        self._from[NEW_DEFICIT].append({"any": list(evidence.vocabulary.neuro_deficit_items)})
        for split in evidence.vocabulary.splits:
            cleared_by = tuple(frozenset(cleared) for cleared in split.cleared_by)
            for finding in split.until_answered:
                self._splits[finding].append((split.when, Unsplit(finding, cleared_by)))

    def tree(self, node: Node, *, negated: bool = False, above: frozenset[str] = frozenset()) -> Tree:
        if isinstance(node, str):
            return self._finding(node, negated, above)
        ((op, given),) = node.items()
        if op == "cmp":
            leaf = self._once(Leaf, tuple(given), given[0], negated)
            ways = () if negated else tuple(self.tree(when, above=above) for when in self._words_for(*given))
            return self._once(Same, (leaf, *ways)) if ways else leaf
        if op == "not":
            return self.tree(given, negated=not negated, above=above)
        children = given["of"] if op == "at_least" else given
        parts = tuple(self.tree(child, negated=negated, above=above) for child in children)
        n = int(given["n"]) if op == "at_least" else len(parts) if op == "all" else 1
        return self._once(AtLeast, parts, len(parts) - n + 1 if negated else n)

    def _once(self, kind: type[Leaf | AtLeast | Same], *of: Any) -> Tree:
        """One object for all trees that are alike, so that what is worked out for one serves for all."""
        key = (kind, *of)
        if key not in self._alike:
            self._alike[key] = kind(*of)
        return self._alike[key]

    def _words_for(self, number: str, comparison: str, limit: float) -> Iterator[Node]:
        """Answers that stand for a number of which some value would do."""
        compare = COMPARISONS[comparison]
        for word in self._numbers:
            if word.finding == number and (compare(word.at_least, limit) or compare(word.at_most, limit)):
                yield word.when

    def _finding(self, finding: str, negated: bool, above: frozenset[str]) -> Tree:
        key = (finding, negated, above)
        if key not in self._opened:
            self._opened[key] = self._open(*key)
        return self._opened[key]

    def _open(self, finding: str, negated: bool, above: frozenset[str]) -> Tree:
        leaf = self._once(Leaf, finding, finding.partition("=")[0], negated)
        if negated or finding in above:
            return leaf
        above = above | {finding}
        ways = [
            self.tree(when, above=above)
            for when in self._from.get(finding, ())
            if above.isdisjoint(name for name, _ in literals(when))
        ]
        for when, unsplit in self._splits.get(finding, ()):
            if above.isdisjoint(name for name, _ in literals(when)):
                open_still = self._once(Leaf, unsplit, finding, False)
                ways.append(self._once(AtLeast, (self.tree(when, above=above), open_still), 2))
        return self._once(Same, (leaf, *ways)) if ways else leaf
