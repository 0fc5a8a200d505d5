"""How probable it is that a rule will hold, and with which answers, for each explanation."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from .rule_trees import AtLeast, Leaf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from .rule_trees import Tree

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

    def of(self, tree: Tree) -> Chance:
        """P(the rule holds once everything is answered), for each explanation."""
        done = self._done.get(tree)
        if done is None:
            if isinstance(tree, Leaf):
                done = self._of(tree.what, tree.negated)
            elif isinstance(tree, AtLeast):
                done = enough([self.of(part) for part in tree.parts], tree.n)
            else:
                done = _likeliest([self.of(part) for part in tree.parts])
            self._done[tree] = done
        return done

    def needed_for(self, tree: Tree) -> Mapping[str, list[Chance]]:
        """Open question -> P(its answer, with what else may come, makes the rule hold), for each place it stands at."""
        into: dict[str, list[Chance]] = defaultdict(list)
        self._needed(tree, KNOWN, into)
        return into

    def _needed(self, tree: Tree, beside: Chance, into: dict[str, list[Chance]]) -> None:
        """Add P(a part is as wanted, and so is what has to hold `beside` it) for every open part."""
        chance = self.of(tree)
        if isinstance(chance, bool):
            return
        if isinstance(tree, Leaf):
            into[tree.question].append(_both(chance, beside))
        elif isinstance(tree, AtLeast):
            chances = [self.of(part) for part in tree.parts]
            for index, part in enumerate(tree.parts):
                if not isinstance(chances[index], bool):
                    # Enough of the others can be had, or the whole would be out of reach.
                    others = enough(chances[:index] + chances[index + 1 :], tree.n - 1)
                    self._needed(part, _both(others, beside), into)
        else:
            for part in tree.parts:
                self._needed(part, beside, into)


def _both(first: Chance, second: Chance) -> Chance:
    """P of both, neither of them out."""
    return second if first is KNOWN else first if second is KNOWN else np.multiply(first, second)


def enough(chances: Sequence[Chance], n: int) -> Chance:
    """P(at least n of independent parts hold)."""
    open_ones = []
    for chance in chances:
        if chance is KNOWN:
            n -= 1
        elif chance is not OUT:
            open_ones.append(chance)
    if n <= 0:
        return KNOWN
    if len(open_ones) < n:
        return OUT
    if n == len(open_ones):
        return np.asarray(np.multiply.reduce(np.array(open_ones, dtype=float)))
    # P(exactly k of those seen so far hold), for k below n.
    exactly: list[Any] = [1.0, *([0.0] * (n - 1))]
    for chance in open_ones:
        for k in range(n - 1, 0, -1):
            exactly[k] = exactly[k] * (1.0 - chance) + exactly[k - 1] * chance
        exactly[0] = exactly[0] * (1.0 - chance)
    return np.asarray(1.0 - sum(exactly))


def _likeliest(chances: Sequence[Chance]) -> Chance:
    if any(chance is KNOWN for chance in chances):
        return KNOWN
    open_ones = [chance for chance in chances if chance is not OUT]
    if not open_ones:
        return OUT
    largest = open_ones[0]
    for chance in open_ones[1:]:
        largest = np.maximum(largest, chance)
    return largest
