"""With what answers the rules may come to hold, and how probably, for one runner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .askable import can_be_asked
from .chances import Chances
from .facts import Facts
from .likelihood import MAP, tables
from .open_answers import OpenAnswers
from .per_base import once_per_base
from .rule_trees import Leaf, leaves, rule_trees

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from backstride.evidence.model import Evidence, Rule

    from .chances import Chance
    from .outlook import Outlook
    from .rule_trees import Tree
    from .weigh import Weighed

NEGLIGIBLE = 0.1
"""A rule less probable than this share of its bound is not looked at closer: that saves time and no question."""


class Ahead:
    """One runner's open answers, and the rules over them.

    Parameters
    ----------
    open_now : findings that can still be asked

    Attributes
    ----------
    escalating : the chances of the escalating rules
    """

    def __init__(self, weighed: Weighed, outlook: Outlook, open_now: Collection[str], evidence: Evidence) -> None:
        self._now, self._evidence = weighed.now, evidence
        self._answers = OpenAnswers(weighed.said, outlook.facts, open_now, evidence)
        self._asked_as = {band.number: band.finding for band in evidence.vocabulary.bands}
        touched = _touched(self._answers, evidence)
        self.escalating = Chances(self._answers.when_escalating, _silence(evidence).chances, touched)
        self._self_care = Chances(self._answers.in_self_care)

    def yes(self, finding: str) -> NDArray[np.float64]:
        """P(yes | explanation) of an open question."""
        return self._answers.yes(finding)

    def shares(self, rules: Iterable[Rule], above: float, *, self_care: bool) -> dict[str, float]:
        """P(the answer, with what else may come, makes one of the rules hold), for each open question.

        No single question is more probable to make a rule hold than the rule is to hold, so a rule less probable than
        a fraction of `above`, from which one would be asked, is passed over.
        """
        chances = self._self_care if self_care else self.escalating
        trees = rule_trees(self._evidence)
        found = [(trees[rule.id], chances.of(trees[rule.id])) for rule in rules]
        open_ones = [(tree, chance) for tree, chance in found if not isinstance(chance, bool)]
        if not open_ones:
            return {}
        probable = (np.array([chance for _, chance in open_ones]) * self._now).sum(axis=1) >= NEGLIGIBLE * above
        largest = chances.needed_for(
            tree for (tree, _), counts in zip(open_ones, probable.tolist(), strict=True) if counts
        )
        if not largest:
            return {}
        shares = (np.array([*largest.values()]) * self._now).sum(axis=1)
        return {self._asked_as.get(q, q): share for q, share in zip(largest, shares.tolist(), strict=True)}


@dataclass(frozen=True, slots=True)
class _Silence:
    """The escalating rules for somebody who said nothing yet.

    Parameters
    ----------
    chances : theirs, which are everybody's where no answer reaches
    leaves : the chance of each leaf
    """

    chances: Chances
    leaves: Mapping[Leaf, Chance]


@once_per_base
def _silence(evidence: Evidence) -> _Silence:
    known = tables(evidence)
    entries = (evidence.findings[f] for f in (*known.plain, *known.options))
    asked = [e.id for e in entries if can_be_asked(e) and not e.conditional and e.dependence_group != MAP]
    answers = OpenAnswers({}, Facts(frozenset(), frozenset(), frozenset(), {}), asked, evidence)
    chances = Chances(answers.when_escalating)
    return _Silence(chances, {leaf: chances.of(leaf) for leaf in leaves(evidence)})


def _touched(answers: OpenAnswers, evidence: Evidence) -> AbstractSet[Tree]:
    """The trees that hold a leaf whose chance is another one than for somebody who said nothing."""
    found: set[Tree] = set()
    above = leaves(evidence)
    for leaf, chance in _silence(evidence).leaves.items():
        if answers.when_escalating(leaf.what, leaf.negated) is not chance:
            found |= above[leaf]
    return found
