"""Whether two ages are one to the evidence: where only the year of birth is known, a birthday may lie between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from backstride.evidence.firing import COMPARISONS

from .answers import AGE, band_of
from .per_base import once_per_base

if TYPE_CHECKING:
    from backstride.evidence.model import Evidence


def are_one_age(one: float, other: float, evidence: Evidence) -> bool:
    """Whether every rule, derivation, safety net, criterion, band and notice reads two ages alike.

    Parameters
    ----------
    one, other : ages [years]
    """
    bands = [band for band in evidence.vocabulary.bands if band.number == AGE]
    return all(band_of(band, one) == band_of(band, other) for band in bands) and all(
        COMPARISONS[op](one, limit) == COMPARISONS[op](other, limit) for op, limit in _limits(evidence)
    )


@once_per_base
def _limits(evidence: Evidence) -> frozenset[tuple[str, float]]:
    """Every comparison with an age in the base."""
    parts = (evidence.triage, evidence.vocabulary, evidence.safety_nets, evidence.ranking)
    young = ((notice.get("under_years") or 0.0) for notice in evidence.sections["advice"]["notices"])
    return frozenset((*(found for part in parts for found in _compared(part)), *(("<", limit) for limit in young)))


def _compared(part: Any) -> Iterator[tuple[str, float]]:
    if is_dataclass(part):
        part = {each.name: getattr(part, each.name) for each in fields(part)}
    if isinstance(part, Mapping):
        match part.get("cmp"):
            case [str(number), str(op), limit] if number == AGE:
                yield op, float(limit)
        part = tuple(part.values())
    if isinstance(part, list | tuple):
        for child in part:
            yield from _compared(child)
