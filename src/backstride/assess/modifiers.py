"""Yes/no nodes beside the ranking: what makes any of the explanations worse or slower, with its own probability."""

from __future__ import annotations

from math import exp, log, sqrt
from typing import TYPE_CHECKING, Any

from .likelihood import denied_above, group_sizes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backstride.evidence.model import Evidence, ModifierTable


def modifiers(said: Mapping[str, Any], evidence: Evidence) -> dict[str, float]:
    """Probability of each modifier given the answers, weighed like those of the ranking (clip, groups, alpha)."""
    return {table.condition: _probability(table, said, evidence) for table in evidence.ranking.modifiers}


def _probability(table: ModifierTable, said: Mapping[str, Any], evidence: Evidence) -> float:
    weighing = evidence.ranking.settings["weighing"]
    floor, ceiling = float(weighing["p_floor"]), float(weighing["p_ceiling"])

    def clip(p: float) -> float:
        return min(ceiling, max(floor, p))

    pairs = {
        finding: (clip(p_yes), clip(p_base))
        for finding, p_yes, p_base in zip(table.findings, table.p_yes, table.p_base, strict=True)
        if isinstance(said.get(finding), bool) and not denied_above(evidence.findings[finding], said)
    }
    sizes = group_sizes(pairs, evidence.findings)
    total = 0.0
    for finding, (p_yes, p_base) in pairs.items():
        group = evidence.findings[finding].dependence_group
        ratio = p_yes / p_base if said[finding] else (1.0 - p_yes) / (1.0 - p_base)
        total += log(ratio) / (1.0 if group is None else sqrt(sizes[group]))
    logit = log(table.prior / (1.0 - table.prior)) + float(weighing["alpha"]) * total
    return 1.0 / (1.0 + exp(-logit))
