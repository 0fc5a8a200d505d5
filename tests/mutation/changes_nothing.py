"""Which changes of a rule change nothing: no set of answers tells them from the rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrelated_answers import SCREEN

from backstride.assess.derive import derive
from backstride.assess.facts import Facts
from backstride.evidence import URGENCIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mutated_rules import Leaf

    from backstride.assess.derive import Derivations
    from backstride.assess.node import Mode
    from backstride.evidence.model import Rule

ANYTHING = "anything"
"""In a reviewed change: whichever finding takes the place."""


def mode_of(rule: Rule) -> Mode:
    """How a rule reads unknown."""
    return "self_care" if rule.urgency == URGENCIES[-1] else "escalating"


class ChangesNothing:
    """What a yes brings with it makes some places of a rule redundant; a few more were found so by a person.

    A yes brings what follows from it by implications, none of which has a `not` (the tests check that), so no other
    answer takes it away. Under `not` a self-care rule reads what is possible, not what is known: nothing is
    redundant there.
    """

    def __init__(self, findings: Iterable[str], known: Derivations, reviewed: Iterable[tuple[str, str]]) -> None:
        self.known = known
        self.brings = {f: derive({f: True}, known).firm for f in findings} | {SCREEN: set()}
        self.reviewed = set(reviewed)
        """(rule, change)"""

    def if_dropped(self, drop: str, leaf: Leaf, rule: Rule) -> bool:
        """A finding left out: what it brings is an alternative already, or it comes with the rest."""
        return (rule.id, drop) in self.reviewed or self._says_nothing_new(leaf.finding, leaf, rule)

    def if_swapped(self, drop: str, leaf: Leaf, other: str, rule: Rule) -> bool:
        """Another finding in its place: neither says anything new there, or the two always come together."""
        change = f"{leaf.finding} ->"
        if {(rule.id, f"{change} {other}"), (rule.id, f"{change} {ANYTHING}")} & self.reviewed:
            return True
        if leaf.finding in self.brings[other] and other in self.brings[leaf.finding]:
            return not (leaf.negated and mode_of(rule) == "self_care")
        already = other in leaf.siblings or self._says_nothing_new(other, leaf, rule) or self._fires_alone(other, rule)
        return already and self.if_dropped(drop, leaf, rule)

    def _fires_alone(self, finding: str, rule: Rule) -> bool:
        """A yes to it fires the rule by itself, so that in any other place of the rule it adds nothing."""
        alone = rule.when.get("any", ()) if isinstance(rule.when, dict) else (rule.when,)
        return mode_of(rule) == "escalating" and bool(self.brings[finding] & {c for c in alone if isinstance(c, str)})

    def _says_nothing_new(self, finding: str, leaf: Leaf, rule: Rule) -> bool:
        if leaf.negated and mode_of(rule) == "self_care":
            return False
        if leaf.op == "any":
            with_the_rest = derive(dict.fromkeys({finding, *leaf.required} - {SCREEN}, True), self.known).firm
            if with_the_rest & leaf.siblings:
                return True
            return not leaf.negated and mode_of(rule) == "escalating" and self._in_each_reading(finding, leaf)
        return leaf.op == "all" and any(finding in self.brings[sibling] for sibling in leaf.siblings)

    def _in_each_reading(self, finding: str, leaf: Leaf) -> bool:
        """A broad alarm whose narrow readings are all alternatives already, and so is what it means once denied."""

        def among_them(reading: str) -> bool:
            return bool(self.brings[reading] & leaf.siblings)

        facts = Facts(self.brings[finding], self.brings[finding], set(), {})
        for when, split in self.known.splits:
            cleared_by_them = any(set(combo) <= set(split.until_answered) for combo in split.cleared_by)
            read = all(among_them(f) for f in split.until_answered) and any(among_them(f) for f in split.then)
            if read and cleared_by_them and when.holds(facts):
                return True
        return False
