"""Which records of a condition speak for it and which against it: its share against that of all the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .compile import ranked_diagnoses, ranking_findings, tables

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .schema.conditions import Record
    from .source import Source


@dataclass(frozen=True, slots=True)
class Side:
    """One yes/no record beside the other conditions.

    `others` is P(yes | any other condition), the others weighed by how often they come in the community; `ratio` is
    the likelihood ratio of a yes, above 1 where a yes speaks for the condition.
    """

    record: Record
    others: float
    ratio: float


def shares(source: Source) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """P(yes | condition), P(yes | the others), and where the first is a record of its own.

    Each has shape (findings of the ranking, diagnoses), in the order of the files.
    """
    arrays = tables(source)
    p_yes, prior = arrays["p_yes"], arrays["priors"][0]
    whole = p_yes @ prior
    others = (whole[:, None] - p_yes * prior) / (prior.sum() - prior)
    return p_yes, others, arrays["recorded"]


def sides(source: Source) -> dict[str, tuple[list[Side], list[Side]]]:
    """Condition -> its records that speak for it and those that speak against it, the strongest first.

    A modifier is compared with how often anybody says yes (the base of the finding).
    """
    p_yes, others, _ = shares(source)
    row = {finding.id: i for i, finding in enumerate(ranking_findings(source))}
    found = {}
    for column, condition in enumerate(ranked_diagnoses(source)):
        recorded = [(r, row[r.finding]) for r in condition.records if r.finding in row and r.p is not None]
        found[condition.id] = _split(
            [Side(r, float(others[i, column]), float(p_yes[i, column] / others[i, column])) for r, i in recorded]
        )
    for condition in source.conditions.values():
        if condition.role == "modifier":
            bases = [(r, source.findings[r.finding].base) for r in condition.records]
            found[condition.id] = _split([Side(r, b, r.p / b) for r, b in bases if r.p is not None and b])
    return found


def _split(rows: list[Side]) -> tuple[list[Side], list[Side]]:
    speaks_for = sorted((s for s in rows if s.ratio >= 1), key=lambda s: -s.ratio)
    return speaks_for, sorted((s for s in rows if s.ratio < 1), key=lambda s: s.ratio)
