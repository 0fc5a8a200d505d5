"""Which family and which phase a plan is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backstride.evidence.schema.plan_rules import PhaseCell

    from .facts import Facts
    from .gates import Gate
    from .rulebook import Rulebook

FIRST_WEEKS = "weeks_0_2"


def family_of(facts: Facts, gate: Gate, rules: Rulebook) -> str:
    """The care family with the largest probability; a bone in question goes first, then a pars, then the ranking.

    Returns
    -------
    str
        A family id, or `gap` where the leading conditions have no plan of their own.
    """
    if gate.bone:
        return "bone_stress"
    if gate.pars:
        return "pars"
    gaps = rules.families.gaps
    groups: dict[str, list[str]] = dict(rules.families.family_to_condition.items())
    groups["gap"] = [*gaps.conditions, *gaps.added]
    masses = {name: facts.mass(frozenset(conditions)) for name, conditions in groups.items()}
    leading = max(masses, key=lambda name: masses[name])
    return leading if masses[leading] > 0 else "gap"


def phase_of(facts: Facts, rules: Rulebook, *, family: str, gate: Gate, pain_free: bool) -> str:
    """The phase by the age of the episode; the first weeks where that is unknown, or a bone is not cleared.

    A runner with four weeks of diary without pain is between episodes, whatever the family was.
    """
    if family == "bone_stress" and not gate.cleared:
        return FIRST_WEEKS
    if pain_free and family not in ("bone_stress", "pars"):
        return "recovered"
    days = facts.duration_days
    if days is None:
        return FIRST_WEEKS
    for band in rules.plan.phases:
        if band.from_days <= days and (band.to_days is None or days < band.to_days):
            return band.id
    return FIRST_WEEKS


def cell_of(family: str, phase: str, rules: Rulebook) -> PhaseCell:
    """What this family gets in this phase."""
    return rules.cells["recovered", phase] if phase == "recovered" else rules.cells[family, phase]


def table_of(family: str, cell: PhaseCell, facts: Facts, rules: Rulebook) -> str | None:
    """The return-to-run table of a cell; an older runner with stiff joints starts by table F."""
    age = facts.said.get("age_years")
    older = age is not None and age >= rules.number("X4", "older_from_years")
    if family == "facet_oa" and cell.running.table == "A" and older:
        return "F"
    return cell.running.table
