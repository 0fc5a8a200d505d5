"""A condition over findings as nested clauses in plain words, so that a rule can be read without its YAML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .source import Source

COMPARED = {"<": "under {}", "<=": "{} or less", ">": "more than {}", ">=": "{} or more", "==": "exactly {}"}
NUMBERS = {
    "age_years": "age",
    "pain_duration_weeks": "pain for",
    "pain_intensity_nrs": "worst pain in 24 hours",
    "ces_symptom_age_weeks": "bladder, bowel, saddle or sexual change for",
    "weeks_without_improvement": "no improvement for",
    "pregnancy_weeks": "pregnant for",
}
"""How a number is named before its limit; another number goes by its question."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One line of a condition and the lines below it.

    `finding` is the finding that the line is about, None where it only joins those below; `lead` says how they are
    joined ("all of these", "any of these", "unless").
    """

    lead: str
    finding: str | None = None
    parts: tuple[Clause, ...] = ()


def clause(source: Source, node: Any, *, self_care: bool = False) -> Clause:
    """A condition in nested clauses.

    Parameters
    ----------
    node : finding id, `finding=option`, or one of `all`, `any`, `at_least`, `not`, `cmp`
    self_care : read it as a self-care rule does, where `not` needs an explicit no; elsewhere a guard only counts once
        it was answered yes
    """
    if isinstance(node, str):
        return _said(source, node)
    operator, value = next(iter(node.items()))
    if operator == "cmp":
        return _number(source, *value)
    if operator == "not":
        inner = clause(source, value, self_care=self_care)
        if not inner.parts:
            return Clause(f"{'answered no' if self_care else 'unless'}: {inner.lead}", inner.finding)
        return Clause("not, and known not to be" if self_care else "unless", None, (inner,))
    items = value["of"] if operator == "at_least" else value
    parts = tuple(clause(source, item, self_care=self_care) for item in items)
    joined = {"all": "all of these", "any": "any of these"}.get(operator) or f"at least {value['n']} of these"
    # A part that joins in the same way is no group of its own: "any of a, any of b and c" says the same with less.
    if operator != "at_least":
        parts = tuple(p for part in parts for p in (part.parts if part.lead == joined else (part,)))
    return Clause(joined, None, parts)


def in_words(clause: Clause) -> str:
    """Clauses as one line of text: "all of these (a; b; any of these (c; d))"."""
    return clause.lead + (f" ({'; '.join(in_words(part) for part in clause.parts)})" if clause.parts else "")


def said(source: Source, finding: str, value: bool = True) -> str:
    """A yes or a no to a finding in the words shown to a runner, its question where it has none."""
    words = source.finding_words.get(finding)
    if words is None:
        return finding
    return (words.yes if value else words.no) or words.question or source.findings[finding].question


def _said(source: Source, name: str) -> Clause:
    finding, _, option = name.partition("=")
    if not option:
        return Clause(said(source, finding), finding)
    words = source.finding_words[finding]
    return Clause(f"{said(source, finding)} {words.options.get(option, option)}", finding)


def _number(source: Source, number: str, op: str, limit: float) -> Clause:
    words = source.finding_words.get(number)
    unit = f" {words.unit}" if words and words.unit else ""
    if limit == 1:
        unit = unit.removesuffix("s")
    name = NUMBERS.get(number) or said(source, number)
    return Clause(f"{name} {COMPARED[op].format(f'{limit:g}{unit}')}", number)
