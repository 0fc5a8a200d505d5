"""How probable it is that a rule will hold, and with which answers, for each explanation."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from .rule_trees import AtLeast, Leaf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from .rule_trees import Same, Tree

    Chance = NDArray[np.float64] | bool

KNOWN, OUT = True, False
"""Chances of what holds already, and of what no answer can bring any more; else an array of shape (C,)."""
ONE = np.array(1.0)
"""As an array: numpy takes it faster than a number of Python."""
A_FEW = 4
"""More arrays than these are multiplied faster at once than one by one; the product is the same to the last bit."""


class Chances:
    """Rules over probabilities.

    The parts of a rule are taken as independent within one explanation; what several answers say in different words
    (`Same`) is as probable as the likeliest of them.

    Parameters
    ----------
    of : what a leaf asks for, and whether it stands under `not` -> its chance
    untouched : chances that are the same here, but for those of the trees that are `touched`
    """

    def __init__(
        self,
        of: Callable[[Any, bool], Chance],
        untouched: Chances | None = None,
        touched: AbstractSet[Tree] = frozenset(),
    ) -> None:
        self._of = of
        self._untouched, self._touched = untouched, touched
        self._done: dict[Tree, Chance] = {}
        # The open parts of what is open itself, the chance of each, and how many of them have to hold.
        self._open: dict[Tree, tuple[list[Tree], list[NDArray[np.float64]], int]] = {}
        self._beside_parts: dict[Tree, list[tuple[Tree, Chance]]] = {}

    def of(self, tree: Tree) -> Chance:
        """P(the rule holds once everything is answered), for each explanation."""
        done = self._done.get(tree)
        if done is None:
            if self._untouched is not None and not self.is_touched(tree):
                done = self._untouched.of(tree)
            elif isinstance(tree, Leaf):
                done = self._of(tree.what, tree.negated)
            elif isinstance(tree, AtLeast):
                done = self._enough(tree)
            else:
                done = self._likeliest(tree)
            self._done[tree] = done
        return done

    def is_touched(self, tree: Tree) -> bool:
        """Whether the chance of a tree is worked out here."""
        return self._untouched is None or tree in self._touched

    def _enough(self, tree: AtLeast) -> Chance:
        """Looks no further once enough parts hold, or too few still can."""
        missing, spare = tree.n, len(tree.parts) - tree.n
        parts, chances = [], []
        for part in tree.parts:
            chance = self._done.get(part)
            if chance is None:
                chance = self.of(part)
            if chance is KNOWN:
                missing -= 1
                if not missing:
                    return KNOWN
            elif isinstance(chance, bool):
                spare -= 1
                if spare < 0:
                    return OUT
            else:
                parts.append(part)
                chances.append(chance)
        self._open[tree] = parts, chances, missing
        return enough(chances, missing)

    def _likeliest(self, tree: Same) -> Chance:
        parts, chances = [], []
        for part in tree.parts:
            chance = self._done.get(part)
            if chance is None:
                chance = self.of(part)
            if chance is KNOWN:
                return KNOWN
            if not isinstance(chance, bool):
                parts.append(part)
                chances.append(chance)
        if not chances:
            return OUT
        self._open[tree] = parts, chances, 1
        largest = chances[0]
        for chance in chances[1:]:
            largest = np.maximum(largest, chance)
        return largest

    def needed_for(self, trees: Iterable[Tree]) -> Mapping[str, NDArray[np.float64]]:
        """Open question -> the largest P(its answer, with what else may come, makes one of the rules hold).

        Notes
        -----
        A part that stands in several rules, or several times in one, is gone through once, with the largest P of what
        has to hold beside it: multiplying by a chance keeps the order, so the largest product is the same.
        """
        beside: dict[Tree, Chance] = {}
        waiting: dict[int, list[Tree]] = defaultdict(list)
        into: dict[str, NDArray[np.float64]] = {}

        def put(tree: Tree, needed: Chance) -> None:
            before = beside.get(tree)
            if before is None:
                beside[tree] = needed
                waiting[tree.height].append(tree)
            elif before is not KNOWN and before is not needed:
                beside[tree] = KNOWN if needed is KNOWN else np.maximum(before, needed)

        for tree in trees:
            if not isinstance(self.of(tree), bool):
                put(tree, KNOWN)
        # Whatever holds a part is higher than the part, so `beside` is complete once its turn has come.
        for height in range(max(waiting, default=-1), -1, -1):
            for tree in waiting[height]:
                needed = beside[tree]
                if isinstance(tree, Leaf):
                    share, before = _both(self.of(tree), needed), into.get(tree.question)
                    into[tree.question] = share if before is None else np.maximum(before, share)
                else:
                    for part, others in self._parts(tree):
                        put(part, _both(others, needed))
        return into

    def _parts(self, tree: AtLeast | Same) -> list[tuple[Tree, Chance]]:
        """The open parts of what is open itself, each with P(of what it needs from the other parts)."""
        done = self._beside_parts.get(tree)
        if done is None:
            if self._untouched is not None and not self.is_touched(tree):
                return self._untouched._parts(tree)
            parts, chances, missing = self._open[tree]
            if missing == 1:
                done = [(part, KNOWN) for part in parts]
            else:
                # Enough of the others can be had, or the whole would be out of reach.
                done = [(part, enough(chances[:at] + chances[at + 1 :], missing - 1)) for at, part in enumerate(parts)]
            self._beside_parts[tree] = done
        return done


def _both(first: Chance, second: Chance) -> Any:
    """P of both, neither of them out."""
    return second if first is KNOWN else first if second is KNOWN else np.multiply(first, second)


def enough(chances: Sequence[NDArray[np.float64]], n: int) -> NDArray[np.float64]:
    """P(at least n of independent open parts hold), n being 1 or more and at most as many as there are."""
    if n == len(chances):
        return _all(chances)
    if n == 1:
        return np.asarray(ONE - _all([ONE - chance for chance in chances]))
    # P(exactly k of those seen so far hold), for k below n.
    exactly: list[Any] = [1.0, *([0.0] * (n - 1))]
    for chance in chances:
        for k in range(n - 1, 0, -1):
            exactly[k] = exactly[k] * (1.0 - chance) + exactly[k - 1] * chance
        exactly[0] = exactly[0] * (1.0 - chance)
    return np.asarray(1.0 - sum(exactly))


def _all(chances: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """The product, from the first to the last."""
    if len(chances) > A_FEW:
        return np.asarray(np.multiply.reduce(np.array(chances)))
    together = chances[0]
    for chance in chances[1:]:
        together = together * chance
    return together
