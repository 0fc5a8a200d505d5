"""A condition over findings, compiled once into a tree that reads `Facts`: does it hold, and what makes it hold.

Three readings of unknown (`Mode`). In escalating rules an unknown finding is absent and `not` of it holds: silence
never blocks an alarm. In self-care rules neither holds: silence never clears. In `known` only what is known counts.
"""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Literal

from backstride.evidence.firing import COMPARISONS

from .facts import PLACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backstride.evidence.model import Node

    from .facts import Facts

Mode = Literal["escalating", "self_care", "known"]


class Compiled(ABC):
    """A compiled condition."""

    __slots__ = ()

    @abstractmethod
    def holds(self, facts: Facts) -> bool:
        """Whether the condition holds."""

    @abstractmethod
    def witnesses(self, facts: Facts) -> Iterator[str]:
        """Findings and numbers that make a condition hold that does; nothing for what holds by absence."""


def compile_node(node: Node, mode: Mode, *, negated: bool = False) -> Compiled:
    """Compile a condition of the evidence.

    Parameters
    ----------
    node : a finding id, or one of `all`, `any`, `at_least`, `not`, `cmp`
    mode : how unknown is read
    negated : the condition stands under an odd number of `not`

    Notes
    -----
    A provisional reading raises an alarm and nothing else: under `not`, and for the ordinary picture of a
    self-care rule, only what is firm counts. Of a number known as a range, an escalating rule takes the value
    that makes it fire; a self-care rule needs the whole range.
    """
    if isinstance(node, str):
        if mode == "self_care":
            return _Possible(node) if negated else _Firm(node)
        return _Firm(node) if negated else _Yes(node)
    ((op, given),) = node.items()
    if op == "cmp":
        number, comparison, limit = given
        wide = negated if mode == "self_care" else mode == "escalating" and not negated
        return _Compare(number, comparison, limit, wide=wide, absent=mode == "self_care" and negated)
    if op == "not":
        return _Not(compile_node(given, mode, negated=not negated))
    children = tuple(compile_node(n, mode, negated=negated) for n in (given["of"] if op == "at_least" else given))
    if op == "all":
        return _All(children)
    return _AtLeast(children, given["n"] if op == "at_least" else 1)


def literals(node: Node, *, negated: bool = False) -> Iterator[tuple[str, bool]]:
    """Every finding, option (`finding=option`) and number that a condition reads, and whether it stands under `not`."""
    if isinstance(node, str):
        yield node, negated
        return
    ((op, given),) = node.items()
    if op == "cmp":
        yield given[0], negated
    elif op == "not":
        yield from literals(given, negated=not negated)
    else:
        for child in given["of"] if op == "at_least" else given:
            yield from literals(child, negated=negated)


class _Yes(Compiled):
    __slots__ = ("finding",)

    def __init__(self, finding: str) -> None:
        self.finding = finding

    def holds(self, facts: Facts) -> bool:
        return self.finding in facts.yes

    def witnesses(self, facts: Facts) -> Iterator[str]:  # noqa: ARG002 - a finding is its own witness
        yield self.finding


class _Firm(_Yes):
    __slots__ = ()

    def holds(self, facts: Facts) -> bool:
        return self.finding in facts.firm


class _Possible(_Yes):
    """Not known to be absent; once a place is marked, the places not marked are absent."""

    __slots__ = ()

    def holds(self, facts: Facts) -> bool:
        if self.finding in facts.yes:
            return True
        unmarked = facts.place_marked and self.finding.startswith(PLACE)
        return not unmarked and self.finding not in facts.no


class _Compare(Compiled):
    __slots__ = ("absent", "compare", "limit", "number", "wide")

    def __init__(self, number: str, op: str, limit: float, *, wide: bool, absent: bool) -> None:
        self.number, self.compare, self.limit = number, COMPARISONS[op], limit
        self.wide, self.absent = wide, absent

    def holds(self, facts: Facts) -> bool:
        known = facts.numbers.get(self.number)
        if known is None:
            return self.absent
        low, high = self.compare(known[0], self.limit), self.compare(known[1], self.limit)
        if self.wide and self.compare is operator.eq:
            return known[0] <= self.limit <= known[1]
        return low or high if self.wide else low and high

    def witnesses(self, facts: Facts) -> Iterator[str]:  # noqa: ARG002 - a number is its own witness
        yield self.number


class _All(Compiled):
    __slots__ = ("children",)

    def __init__(self, children: tuple[Compiled, ...]) -> None:
        self.children = children

    def holds(self, facts: Facts) -> bool:
        for child in self.children:  # noqa: SIM110 - half the time of `all` over a generator
            if not child.holds(facts):
                return False
        return True

    def witnesses(self, facts: Facts) -> Iterator[str]:
        for child in self.children:
            yield from child.witnesses(facts)


class _AtLeast(Compiled):
    """At least `n` of the children; `any` is at least one."""

    __slots__ = ("children", "n")

    def __init__(self, children: tuple[Compiled, ...], n: int) -> None:
        self.children, self.n = children, n

    def holds(self, facts: Facts) -> bool:
        count = 0
        for child in self.children:
            if child.holds(facts):
                count += 1
                if count == self.n:
                    return True
        return False

    def witnesses(self, facts: Facts) -> Iterator[str]:
        for child in self.children:
            if child.holds(facts):
                yield from child.witnesses(facts)


class _Not(Compiled):
    __slots__ = ("child",)

    def __init__(self, child: Compiled) -> None:
        self.child = child

    def holds(self, facts: Facts) -> bool:
        return not self.child.holds(facts)

    def witnesses(self, facts: Facts) -> Iterator[str]:  # noqa: ARG002 - what holds by absence has no witness
        yield from ()
