"""How probable it is that a rule will hold, and with which answers, for each explanation."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from .rule_trees import AtLeast, Leaf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from .rule_trees import Same, Tree

    Chance = NDArray[np.float64] | bool

KNOWN, OUT = True, False
"""Chances of what holds already, and of what no answer can bring any more; else an array of shape (C,)."""


class Chances:
    """Rules over probabilities.

    The parts of a rule are taken as independent within one explanation; what several answers say in different words
    (`Same`) is as probable as the likeliest of them.

    Parameters
    ----------
    of : what a leaf asks for, and whether it stands under `not` -> its chance
    """

    def __init__(self, of: Callable[[Any, bool], Chance]) -> None:
        self._of = of
        self._done: dict[Tree, Chance] = {}
        self._open_parts: dict[Tree, Sequence[tuple[Tree, Chance]]] = {}

    def of(self, tree: Tree) -> Chance:
        """P(the rule holds once everything is answered), for each explanation."""
        done = self._done.get(tree)
        if done is None:
            if isinstance(tree, Leaf):
                done = self._of(tree.what, tree.negated)
            elif isinstance(tree, AtLeast):
                done = self._enough(tree)
            else:
                done = self._likeliest(tree)
            self._done[tree] = done
        return done

    def _enough(self, tree: AtLeast) -> Chance:
        """Looks no further once enough parts hold, or too few still can."""
        missing, spare = tree.n, len(tree.parts) - tree.n
        open_ones = []
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
                open_ones.append(chance)
        return enough(open_ones, missing)

    def _likeliest(self, tree: Same) -> Chance:
        largest: Chance = OUT
        for part in tree.parts:
            chance = self._done.get(part)
            if chance is None:
                chance = self.of(part)
            if chance is KNOWN:
                return KNOWN
            if chance is not OUT:
                largest = chance if largest is OUT else np.maximum(largest, chance)
        return largest

    def needed_for(self, trees: Iterable[Tree]) -> Mapping[str, Chance]:
        """Open question -> the largest P(its answer, with what else may come, makes one of the rules hold).

        Notes
        -----
        A part that stands in several rules, or several times in one, is gone through once, with the largest P of what
        has to hold beside it: multiplying by a chance keeps the order, so the largest product is the same.
        """
        beside: dict[Tree, Chance] = {}
        waiting: dict[int, list[Tree]] = defaultdict(list)
        into: dict[str, Chance] = {}

        def put(tree: Tree, chance: Chance) -> None:
            if tree in beside:
                beside[tree] = _larger(beside[tree], chance)
            else:
                beside[tree] = chance
                waiting[tree.height].append(tree)

        for tree in trees:
            if not isinstance(self.of(tree), bool):
                put(tree, KNOWN)
        # Whatever holds a part is higher than the part, so `beside` is complete once its turn has come.
        for height in range(max(waiting, default=-1), -1, -1):
            for tree in waiting[height]:
                if isinstance(tree, Leaf):
                    share = _both(self.of(tree), beside[tree])
                    into[tree.question] = _larger(into.get(tree.question, OUT), share)
                else:
                    for part, others in self._parts(tree):
                        put(part, _both(others, beside[tree]))
        return into

    def _parts(self, tree: AtLeast | Same) -> Sequence[tuple[Tree, Chance]]:
        """The open parts of what is open itself, each with P(of what it needs from the other parts)."""
        done = self._open_parts.get(tree)
        if done is None:
            chances = [(part, self.of(part)) for part in tree.parts]
            open_ones = [(part, chance) for part, chance in chances if not isinstance(chance, bool)]
            missing = tree.n - sum(chance is KNOWN for _, chance in chances) if isinstance(tree, AtLeast) else 1
            done = self._open_parts[tree] = [
                # Enough of the others can be had, or the whole would be out of reach.
                (part, enough([chance for _, chance in open_ones[:at] + open_ones[at + 1 :]], missing - 1))
                for at, (part, _) in enumerate(open_ones)
            ]
        return done


def _both(first: Chance, second: Chance) -> Chance:
    """P of both, neither of them out."""
    return second if first is KNOWN else first if second is KNOWN else np.multiply(first, second)


def _larger(first: Chance, second: Chance) -> Chance:
    if first is KNOWN or second is KNOWN:
        return KNOWN
    return second if first is OUT else np.maximum(first, second)


def enough(chances: Sequence[NDArray[np.float64]], n: int) -> Chance:
    """P(at least n of independent open parts hold); at least n there are."""
    if n == 0:
        return KNOWN
    if n == len(chances):
        together = chances[0]
        for chance in chances[1:]:
            together = np.multiply(together, chance)
        return together
    if n == 1:
        none = 1.0 - chances[0]
        for chance in chances[1:]:
            none = none * (1.0 - chance)
        return np.asarray(1.0 - none)
    # P(exactly k of those seen so far hold), for k below n.
    exactly: list[Any] = [1.0, *([0.0] * (n - 1))]
    for chance in chances:
        for k in range(n - 1, 0, -1):
            exactly[k] = exactly[k] * (1.0 - chance) + exactly[k - 1] * chance
        exactly[0] = exactly[0] * (1.0 - chance)
    return np.asarray(1.0 - sum(exactly))
