"""A condition of a rule -> the smallest sets of answers that make it hold: proof that it can fire, and test data."""

from __future__ import annotations

import operator
from itertools import combinations, product
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from .model import Node

Answers = dict[str, bool | float | str]
Range = tuple[float, bool, float, bool]
"""Lowest value, whether it is itself left out, highest value, whether it is itself left out."""

ANY_NUMBER: Range = (0.0, False, inf, False)
RANGES: Mapping[str, Callable[[float], Range]] = {
    "<": lambda limit: (0.0, False, limit, True),
    "<=": lambda limit: (0.0, False, limit, False),
    ">": lambda limit: (limit, True, inf, False),
    ">=": lambda limit: (limit, False, inf, False),
    "==": lambda limit: (limit, False, limit, False),
}
NEGATIONS = {"<": (">=",), "<=": (">",), ">": ("<=",), ">=": ("<",), "==": ("<", ">")}
COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
}
"""What the comparisons of a `cmp` condition mean."""


def firing_sets(node: Node, *, self_care: bool) -> Iterator[Answers]:
    """Smallest sets of answers that make a condition hold, one after another, each once.

    Parameters
    ----------
    node : condition of a rule
    self_care : read it as a self-care rule does: what stands under `not` has to be answered no
        Elsewhere `not` holds as long as nothing is said, so it only forbids a yes.

    Yields
    ------
    dict
        Finding -> True, False, an option of a choice, or the first number in range. Nothing is yielded if the
        condition contradicts itself. Answers that make a finding follow (see `Vocabulary`) are not looked for.
    """
    seen: set[frozenset[tuple[str, bool | float | str]]] = set()
    for wanted, ranges in _ways(node, negated=False, self_care=self_care):
        answers: Answers = {**wanted, **{number: _number_in(r) for number, r in ranges.items()}}
        key = frozenset(answers.items())
        if key not in seen and holds(node, answers, self_care=self_care) and _smallest(node, answers, self_care):
            seen.add(key)
            yield answers


Way = tuple[dict[str, bool | str], dict[str, Range]]


def _ways(node: Node, *, negated: bool, self_care: bool) -> Iterator[Way]:
    if isinstance(node, str):
        yield from _literal(node, negated=negated, self_care=self_care)
        return
    ((op, given),) = node.items()
    if op == "cmp":
        yield from _comparison(*given, negated=negated, self_care=self_care)
    elif op == "not":
        yield from _ways(given, negated=not negated, self_care=self_care)
    else:
        children = given["of"] if op == "at_least" else given
        needed = {"all": len(children), "any": 1}.get(op) or given["n"]
        # Not at least n of m means that m - n + 1 of them do not hold.
        needed = len(children) - needed + 1 if negated else needed
        for chosen in combinations(children, needed):
            ways = [list(_ways(child, negated=negated, self_care=self_care)) for child in chosen]
            for together in product(*ways):
                way = _together(together)
                if way is not None:
                    yield way


def _literal(name: str, *, negated: bool, self_care: bool) -> Iterator[Way]:
    finding, _, option = name.partition("=")
    if not negated:
        yield {finding: option or True}, {}
    elif self_care:
        yield {finding: False}, {}
    else:
        yield {}, {}


def _comparison(number: str, op: str, limit: float, *, negated: bool, self_care: bool) -> Iterator[Way]:
    if negated and not self_care:
        yield {}, {}
        return
    for comparison in NEGATIONS[op] if negated else (op,):
        yield {}, {number: RANGES[comparison](limit)}


def _together(ways: tuple[Way, ...]) -> Way | None:
    """All ways at once; None where they contradict each other."""
    wanted: dict[str, bool | str] = {}
    ranges: dict[str, Range] = {}
    for more, more_ranges in ways:
        if any(wanted.get(finding, value) != value for finding, value in more.items()):
            return None
        wanted |= more
        for number, (low, open_low, high, open_high) in more_ranges.items():
            known = ranges.get(number, ANY_NUMBER)
            low, open_low = max((known[0], known[1]), (low, open_low))
            high, closed_high = min((known[2], not known[3]), (high, not open_high))
            if low > high or (low == high and (open_low or not closed_high)):
                return None
            ranges[number] = (low, open_low, high, not closed_high)
    return wanted, ranges


def _number_in(within: Range) -> float:
    low, open_low, high, open_high = within
    if not open_low:
        return low
    if not open_high and high < inf:
        return high
    return low + 1 if high == inf else (low + high) / 2


def _smallest(node: Node, answers: Answers, self_care: bool) -> bool:
    return not any(
        holds(node, {f: v for f, v in answers.items() if f != left_out}, self_care=self_care) for left_out in answers
    )


def holds(node: Node, answers: Mapping[str, bool | float | str], *, self_care: bool, negated: bool = False) -> bool:
    """Whether a condition holds on exactly these answers, as the rules read unknown."""
    possible = negated and self_care
    if isinstance(node, str):
        finding, _, option = node.partition("=")
        answer = answers.get(finding)
        return answer == (option or True) or (possible and answer is None)
    ((op, given),) = node.items()
    if op == "not":
        return not holds(given, answers, self_care=self_care, negated=not negated)
    if op == "cmp":
        number, comparison, limit = given
        answer = answers.get(number)
        return possible if answer is None else COMPARISONS[comparison](float(answer), limit)
    children = given["of"] if op == "at_least" else given
    needed = {"all": len(children), "any": 1}.get(op) or given["n"]
    return sum(holds(child, answers, self_care=self_care, negated=negated) for child in children) >= needed
