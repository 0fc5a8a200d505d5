"""What every evidence file shares: strict records, where a number comes from, and conditions over findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

if TYPE_CHECKING:
    from collections.abc import Callable

Basis = Literal["retrieved", "background", "expert"]
Urgency = Literal["emergency", "same_day", "within_days", "within_2_weeks_routine", "self_care_ok_with_safety_net"]
Activity = Literal[
    "none",
    "usual_within_comfort",
    "modify_load",
    "no_running",
    "no_impact_nonweightbearing",
    "rest_until_seen",
    "stop_all",
]
Probability = Annotated[float, Field(gt=0.0, lt=1.0)]

COMPARISONS = ("<", "<=", ">", ">=", "==")


class Entry(BaseModel):
    """A record that allows no field the schema does not name."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Sourced(Entry):
    """A record that holds a number or a statement of fact: where it comes from, and on whose word."""

    basis: Basis
    sources: list[str] = []

    @model_validator(mode="after")
    def _published_needs_a_source(self) -> Sourced:
        if self.basis != "expert" and not self.sources:
            raise ValueError(f"a number marked {self.basis} needs a source")
        return self


def _checked_node(node: Any) -> Any:
    if isinstance(node, str):
        if not node:
            raise ValueError("an empty finding id")
        return node
    if not isinstance(node, dict) or len(node) != 1:
        raise ValueError(f"a node is a finding id or one of all, any, at_least, not, cmp; got {node!r}")
    operator, value = next(iter(node.items()))
    if operator not in OPERAND_CHECKS:
        raise ValueError(f"unknown operator `{operator}`")
    for child in OPERAND_CHECKS[operator](value):
        _checked_node(child)
    return node


def _several(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) < 2:
        raise ValueError("`all` and `any` need a list of at least two nodes")
    return value


def _counted(value: Any) -> list[Any]:
    if not isinstance(value, dict) or set(value) != {"n", "of"} or not 1 <= value["n"] <= len(value["of"]):
        raise ValueError(f"`at_least` needs n between 1 and the number of nodes in `of`; got {value!r}")
    return list(value["of"])


def _compared(value: Any) -> list[Any]:
    if len(value) != 3 or value[1] not in COMPARISONS or not isinstance(value[2], int | float):
        raise ValueError(f"`cmp` needs [finding, one of {' '.join(COMPARISONS)}, number]; got {value!r}")
    return []


OPERAND_CHECKS: dict[str, Callable[[Any], list[Any]]] = {
    "all": _several,
    "any": _several,
    "not": lambda value: [value],
    "at_least": _counted,
    "cmp": _compared,
}
"""For each operator: check its operand, return the nodes inside it."""

Node = Annotated[Any, AfterValidator(_checked_node)]
"""A condition over findings: a finding id, `finding=option`, or all, any, at_least, not, cmp."""


def findings_of(node: Any) -> set[str]:
    """Every finding a node names; `finding=option` counts as the finding."""
    if isinstance(node, str):
        return {node.split("=")[0]}
    operator, value = next(iter(node.items()))
    if operator == "not":
        return findings_of(value)
    if operator == "cmp":
        return {value[0]}
    items = value["of"] if operator == "at_least" else value
    return set().union(*(findings_of(item) for item in items))
