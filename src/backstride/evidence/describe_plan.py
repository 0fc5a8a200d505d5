"""The entries of the weekly plan in plain words: its rules, what each family gets in each phase, moves left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .source import Source


def plan_entries(source: Source) -> dict[str, tuple[str, Any]]:
    """Every id that `backstride plan explain` names, with its kind and record."""
    plan: Any = source.care["plan_rules"]
    return {
        **{rule.id: ("rule", rule) for rule in plan.rules},
        **{f"{cell.family}:{cell.phase}": ("phase", cell) for cell in plan.phase_table},
        **{f"sensitivity:{name}": ("sensitivity", entry) for name, entry in plan.sensitivities.items()},
    }


def plan_entry(source: Source, pair: tuple[str, Any]) -> str:
    """One of them, with its numbers and sources."""
    from .basis_words import BASIS_WORDS
    from .describe import cited

    kind, entry = pair
    if kind == "rule":
        lines = [
            f"Rule {entry.id} of the weekly plan ({'never broken' if entry.hard else 'kept where possible'})",
            f"  For clinicians: {entry.text}",
        ]
    elif kind == "phase":
        lines = [f"Weekly plan, {entry.family} in the phase {entry.phase}", f"  For clinicians: {entry.text}"]
    else:
        lines = [f"Moves left out of the weekly plan: those with {entry.leaves_out}"]
    lines.append(f"  To the runner: {entry.plain}")
    for name, number in getattr(entry, "numbers", {}).items():
        listed = ", ".join(number.sources)
        words = f"{name.replace('_', ' ')}: {number.value:g} {number.unit}"
        lines.append(f"  {words} ({BASIS_WORDS[number.basis]}; {listed})")
    if getattr(entry, "note", None):
        lines.append(f"  Note: {entry.note}")
    lines.append(f"  Basis: {BASIS_WORDS[entry.basis]}")
    return "\n".join([*lines, "  Sources:", *cited(source, list(entry.sources))])
