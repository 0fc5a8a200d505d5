"""Small wrong changes to a triage rule: what a slip in the file, or a well-meant edit, would make of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from backstride.evidence import URGENCIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from backstride.evidence.model import Node, Rule

STEP = {"age_years": 1, "pain_intensity_nrs": 1, "pregnancy_weeks": 1}
"""One step of a number, in its unit; weeks that may be counted in days go by a tenth."""
SMALL_STEP = 0.1
SLIPS = {">=": (">", "<="), ">": (">=", "<"), "<=": ("<", ">="), "<": ("<=", ">"), "==": (">=",)}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule with one wrong change; `when` None: the rule is gone."""

    rule: Rule
    kind: str
    change: str


def mutants(rule: Rule, activities: tuple[str, ...]) -> Iterator[Mutant]:
    """Every single change but another finding in place of one (see `leaves`), each once.

    Dropped items, a lowered level or activity limit, a later target, all for any, one more or one fewer of a
    count, a threshold one step off, a comparison turned, a `not` lost.
    """
    for lower in URGENCIES[URGENCIES.index(rule.urgency) + 1 :]:
        yield Mutant(replace(rule, urgency=lower), "level", f"{rule.urgency} -> {lower}")
    for milder in activities[: activities.index(rule.activity)]:
        yield Mutant(replace(rule, activity=milder), "activity", f"{rule.activity} -> {milder}")
    if rule.target_hours is not None:
        yield Mutant(replace(rule, target_hours=2 * rule.target_hours), "hours", "target hours doubled")
    seen, named = [rule.when], Counter[str]()
    for kind, change, when in changes(rule.when):
        named[change] += 1
        if when not in seen:
            seen.append(when)
            yield Mutant(replace(rule, when=when), kind, numbered(change, named[change]))


def numbered(change: str, nth: int) -> str:
    """A change that can be made in several places of one rule says which, counted from the front."""
    return change if nth == 1 else f"{change} ({nth})"


NEVER: Node = {"any": []}
ALWAYS: Node = {"all": []}


def changes(node: Node) -> Iterator[tuple[str, str, Node]]:
    """(kind, what changed, condition) for a condition and all its parts."""
    if isinstance(node, str):
        yield "drop", f"{node} dropped", NEVER
        return
    ((op, given),) = node.items()
    if op == "cmp":
        yield from _other_comparisons(*given)
    elif op == "not":
        yield "not", f"`not` lost before {words(given)}", given
        for kind, change, inner in changes(given):
            if inner not in (NEVER, ALWAYS):
                yield kind, change, {"not": inner}
    else:
        yield from _other_groups(op, given)


def _other_comparisons(number: str, op: str, limit: float) -> Iterator[tuple[str, str, Node]]:
    step = STEP.get(number, SMALL_STEP)
    for moved in (limit - step, limit + step):
        yield "threshold", f"{number} {op} {limit} -> {moved:g}", {"cmp": [number, op, moved]}
    for other in SLIPS[op]:
        yield "comparison", f"{number} {op} {limit} -> {other}", {"cmp": [number, other, limit]}


def _other_groups(op: str, given: Any) -> Iterator[tuple[str, str, Node]]:
    children = given["of"] if op == "at_least" else given
    n = {"all": len(children), "any": 1}.get(op) or given["n"]

    def group(parts: list[Node]) -> Node:
        return {"at_least": {"n": min(n, len(parts)), "of": parts}} if op == "at_least" else {op: parts}

    for index, child in enumerate(children):
        rest = [*children[:index], *children[index + 1 :]]
        yield "drop", f"{words(child)} dropped from {op}", group(rest)
        for kind, change, inner in changes(child):
            if inner not in (NEVER, ALWAYS):
                yield kind, change, group([*children[:index], inner, *children[index + 1 :]])
    for other in sorted({1, n - 1, n + 1, len(children)} - {n}):
        if 1 <= other <= len(children):
            name = {1: "any", len(children): "all"}.get(other, f"at least {other}")
            yield "any/all", f"{op} -> {name}", {"at_least": {"n": other, "of": children}}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A place where a condition names a yes/no finding.

    `op` and `siblings` are the group around it and the findings beside it there; `required` are the findings that
    have to be yes for this place to matter; `rebuild` gives the whole condition with another condition in that place.
    """

    finding: str
    negated: bool
    op: str
    siblings: frozenset[str]
    required: frozenset[str]
    rebuild: Callable[[Node], Node]


def leaves(node: Node) -> Iterator[Leaf]:
    """Every such place of a condition."""
    yield from _leaves(node, Leaf("", False, "", frozenset(), frozenset(), lambda other: other))


def _leaves(node: Node, place: Leaf) -> Iterator[Leaf]:
    if isinstance(node, str):
        yield replace(place, finding=node, siblings=place.siblings - {node})
        return
    ((op, given),) = node.items()
    if op == "not":
        inside = Leaf("", not place.negated, op, frozenset(), frozenset(), lambda other: place.rebuild({"not": other}))
        yield from _leaves(given, inside)
    elif op != "cmp":
        children = given["of"] if op == "at_least" else given
        for index, child in enumerate(children):

            def whole(other: Node, index: int = index) -> Node:
                parts = [*children[:index], other, *children[index + 1 :]]
                return place.rebuild({op: given | {"of": parts}} if op == "at_least" else {op: parts})

            beside = frozenset(c for c in children if isinstance(c, str) and c != child)
            required = place.required | (beside if op == "all" else frozenset())
            yield from _leaves(child, Leaf("", place.negated, op, beside, required, whole))


def drops(rule: Rule) -> Iterator[tuple[str, Leaf]]:
    """(the change that drops it, as `mutants` words it; the place) for every yes/no finding of a rule."""
    named = Counter[str]()
    for leaf in leaves(rule.when):
        change = f"{leaf.finding} dropped from {leaf.op}" if leaf.op not in ("", "not") else f"{leaf.finding} dropped"
        named[change] += 1
        yield numbered(change, named[change]), leaf


def words(node: Node) -> str:
    """A condition in a few words, for the list of survivors."""
    if isinstance(node, str):
        return node
    ((op, given),) = node.items()
    if op == "cmp":
        return " ".join(str(part) for part in given)
    if op == "not":
        return f"not {words(given)}"
    children = given["of"] if op == "at_least" else given
    count = f"{given['n']} of" if op == "at_least" else op
    return f"{count} ({', '.join(words(child) for child in children)})"
