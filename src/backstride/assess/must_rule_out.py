"""Serious conditions that have to stay in mind for this place and age, whatever the ranking says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from backstride.evidence.model import URGENCIES

from .per_base import once_per_base
from .result import ToRuleOut

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from backstride.evidence.model import Evidence

    from .result import FiredRule

SUSPECTED_FROM = "within_days"
"""A rule of this level or a more urgent one keeps what it makes us think of in mind."""


def must_rule_out(
    said: Mapping[str, Any],
    hurting: Iterable[str],
    probability: Mapping[str, float],
    reasons: Sequence[FiredRule],
    evidence: Evidence,
) -> tuple[ToRuleOut, ...]:
    """Conditions to rule out, most urgent first, then most probable.

    Listed for the place and age and either more probable than `shown_above` or raised by at least
    `raised_by_at_least` answers; or suspected by a fired rule. A missing sign clears nothing.

    Parameters
    ----------
    said : the answers as the ranking counts them
    hurting : places that hurt, with the larger places around them
    probability : ranked condition -> probability; empty where the ranking could not be worked out
    reasons : the rules that fired

    Returns
    -------
    tuple of ToRuleOut
        `because` holds the rules that suspect the condition, else the answers that raise it, else the places.
    """
    settings = evidence.ranking.settings["must_rule_out"]
    share, enough = float(settings["shown_above"]), int(settings["raised_by_at_least"])
    places = dict.fromkeys([*hurting, *(f for f, value in said.items() if value is True)])
    because: dict[str, tuple[str, ...]] = {}
    for condition, where in to_think_of(said, places, evidence).items():
        raised = tuple(f for f in evidence.must_rule_out.raised_by.get(condition, ()) if said.get(f) is True)
        if probability.get(condition, 0.0) > share or len(raised) >= enough:
            because[condition] = raised or where
    because |= suspected(reasons)
    order = sorted(
        (c for c in because if not impossible(c, said, evidence)),
        key=lambda c: (URGENCIES.index(evidence.conditions[c].urgency), -probability.get(c, 0.0), c),
    )
    return tuple(ToRuleOut(condition, because[condition]) for condition in order)


def to_think_of(said: Mapping[str, Any], places: Iterable[str], evidence: Evidence) -> dict[str, tuple[str, ...]]:
    """Listed conditions for what hurts and the age band, each with the places it is listed for.

    Where no place is known every place counts, where no age is known every age: unknown never clears.
    """
    listed = evidence.must_rule_out
    hurting = set(places)
    marked = {place: tuple(f for f in findings if f in hurting) for place, findings in listed.places.items()}
    anywhere = not any(marked.values())
    lowest, highest = age_range(said, evidence)
    result: dict[str, tuple[str, ...]] = {}
    for (place, band), conditions in listed.presentations.items():
        if not anywhere and not marked[place]:
            continue
        low, high = ages(band)
        if low <= highest and lowest < high:
            for condition in conditions:
                result[condition] = tuple(dict.fromkeys((*result.get(condition, ()), *marked[place])))
    return result


def suspected(reasons: Sequence[FiredRule]) -> dict[str, tuple[str, ...]]:
    """Conditions that a fired rule of level within days or above makes us think of, with those rules."""
    result: dict[str, tuple[str, ...]] = {}
    for reason in reasons:
        if URGENCIES.index(reason.level) <= URGENCIES.index(SUSPECTED_FROM):
            for condition in reason.suspected:
                result[condition] = (*result.get(condition, ()), reason.rule)
    return result


def impossible(condition: str, said: Mapping[str, Any], evidence: Evidence) -> bool:
    """Whether the runner's sex rules the condition out: the table has practically none or only the other sex."""
    female = said.get("sex_female")
    p_female = None if female is None else _p_female(evidence).get(condition)
    if p_female is None:
        return False
    only = float(evidence.ranking.settings["weighing"]["p_ceiling"])
    return p_female <= 1.0 - only if female else p_female >= only


@once_per_base
def _p_female(evidence: Evidence) -> Mapping[str, float]:
    tables = evidence.ranking.tables
    return dict(zip(tables.conditions, tables.p_yes[tables.findings.index("sex_female")].tolist(), strict=True))


def age_range(said: Mapping[str, Any], evidence: Evidence) -> tuple[float, float]:
    """Lowest and highest age that the answers allow. [years]"""
    if "age_years" in said:
        return float(said["age_years"]), float(said["age_years"])
    for band in evidence.vocabulary.bands:
        if band.number == "age_years" and band.finding in said:
            return band.edges[str(said[band.finding])]
    return 0.0, float("inf")


def ages(band: str) -> tuple[float, float]:
    """The ages of a listed band, from its name (`under_20`, `age_20_39`, `age_65_plus`). [years, below the upper]"""
    numbers = [float(n) for n in re.findall(r"\d+", band)]
    if band.startswith("under_"):
        return 0.0, numbers[0]
    return numbers[0], numbers[1] + 1.0 if len(numbers) > 1 else float("inf")
