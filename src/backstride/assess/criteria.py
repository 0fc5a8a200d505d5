"""Is a criterion met, not met, or can it not be worked out from the answers? Three values, nothing assumed."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backstride.evidence.model import Band, Node

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def truth(node: Node, said: Mapping[str, Any], bands: Mapping[str, Band]) -> bool | None:
    """Whether the criterion holds; None where an answer it needs is unknown.

    Parameters
    ----------
    node
        A finding id, `finding=option`, or one of `all`, `any`, `at_least`, `not`, `cmp`.
    said
        Answers; what is unknown is left out.
    bands
        Number id -> its choice finding: a number known only by its band is compared where the whole band agrees.
    """
    if isinstance(node, str):
        finding, _, option = node.partition("=")
        value = said.get(finding)
        return None if value is None else (value == option if option else value is True)
    ((kind, inner),) = node.items()
    if kind == "not":
        held = truth(inner, said, bands)
        return None if held is None else not held
    if kind == "cmp":
        number, sign, bound = inner
        return _compare(number, sign, bound, said, bands)
    parts, needed = needs(kind, inner)
    values = [truth(part, said, bands) for part in parts]
    if sum(value is True for value in values) >= needed:
        return True
    if sum(value is not False for value in values) < needed:
        return False
    return None


def needs(kind: str, inner: Any) -> tuple[list[Node], int]:
    """The parts of an `all`, `any` or `at_least`, and how many of them have to hold."""
    if kind == "at_least":
        return inner["of"], int(inner["n"])
    return inner, (len(inner) if kind == "all" else 1)


def _compare(number: str, sign: str, bound: float, said: Mapping[str, Any], bands: Mapping[str, Band]) -> bool | None:
    compare = _COMPARE[sign]
    value = said.get(number)
    if value is not None:
        return compare(value, bound)
    band = bands.get(number)
    if band is None or band.finding not in said:
        return None
    low, high = (compare(edge, bound) for edge in band.edges[said[band.finding]])
    return low if low == high else None
