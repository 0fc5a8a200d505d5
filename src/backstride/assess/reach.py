"""What one more yes could lead to at most: a quick no before the rules are worked out for it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from backstride.evidence.model import URGENCIES

from .derive import NEW_DEFICIT, SCREEN_COMPLETE
from .node import literals
from .per_base import once_per_base
from .triage import SELF_CARE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from backstride.evidence.model import Evidence, Node, Urgency


class Reach:
    """For one base: which findings a yes can bring with it, and which rules these can help to fire.

    Everything is read at its most favourable: every implication that mentions a finding works, nothing that a rule
    wants absent is there, every comparison holds. So a rule that does not fire here does not fire.
    """

    def __init__(self, evidence: Evidence) -> None:
        vocabulary = evidence.vocabulary
        self._brings: dict[str, set[str]] = defaultdict(set)
        self._closed: dict[str, frozenset[str]] = {}
        for implication in vocabulary.implications:
            self._add(implication.when, implication.yes)
        for item in vocabulary.neuro_deficit_items:
            self._brings[item].add(NEW_DEFICIT)
        for number in vocabulary.number_implications:
            self._add(number.when, (number.finding,))
        for split in vocabulary.splits:
            self._add(split.when, (*split.until_answered, *split.then))
        for when in evidence.triage.counts_as_no.values():
            self._add(when, (SCREEN_COMPLETE,))
        self._rules = sorted(
            ((URGENCIES.index(r.urgency), r.when) for r in evidence.triage.rules if r.urgency != SELF_CARE),
            key=lambda rule: rule[0],
        )
        self._mentioned: dict[str, list[int]] = defaultdict(list)
        for index, (_, when) in enumerate(self._rules):
            for name in {name for name, negated in literals(when) if not negated}:
                self._mentioned[name].append(index)

    def _add(self, when: Node, findings: Iterable[str]) -> None:
        for name in {name for name, _ in literals(when)}:
            self._brings[name].update(findings)

    def brought(self, finding: str) -> frozenset[str]:
        """The finding and everything that a yes to it may bring, directly or by what it brings."""
        if finding not in self._closed:
            found, new = {finding}, [finding]
            while new:
                more = self._brings.get(new.pop(), set()) - found
                found |= more
                new += more
            self._closed[finding] = frozenset(found)
        return self._closed[finding]

    def may_raise(self, finding: str, yes: AbstractSet[str], urgency: Urgency) -> bool:
        """Whether a yes could possibly lead above `urgency`, given all that is `yes` already."""
        brought, now = self.brought(finding), URGENCIES.index(urgency)
        rules = sorted({index for name in brought for index in self._mentioned.get(name, ())})
        after = yes | brought
        return any(_could_hold(self._rules[index][1], after) for index in rules if self._rules[index][0] < now)


def _could_hold(node: Node, yes: AbstractSet[str]) -> bool:
    if isinstance(node, str):
        return node in yes
    ((kind, inner),) = node.items()
    if kind in ("not", "cmp"):
        return True
    if kind == "all":
        return all(_could_hold(part, yes) for part in inner)
    if kind == "any":
        return any(_could_hold(part, yes) for part in inner)
    return sum(_could_hold(part, yes) for part in inner["of"]) >= int(inner["n"])


@once_per_base
def reach(evidence: Evidence) -> Reach:
    """The reach of every finding of a base, worked out once for it."""
    return Reach(evidence)
