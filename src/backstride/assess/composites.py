"""Published clinical rules over several findings: one that can be worked out counts instead of its items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .criteria import needs, truth
from .likelihood import rows_for
from .node import literals
from .per_base import once_per_base

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from backstride.evidence.model import Band, Composite, Evidence, Node

    from .likelihood import Tables


@dataclass(frozen=True, slots=True)
class Result:
    """A composite that could be worked out.

    Parameters
    ----------
    met : number of criteria that hold
    positive : whether that is enough
    replaces : the answers that it stands for
    log : array, shape (C,)
        log P(this result | condition).
    log_other : array, shape (C,)
        log P(the opposite result | condition).
    own : array, shape (C,)
        How `log` moves when the probability moves by one standard deviation: the study's for the rule's own condition,
        that of a judged number for the others, where it is worked out as if the criteria were independent.
    """

    composite: Composite
    met: int
    positive: bool
    replaces: frozenset[str]
    log: NDArray[np.float64]
    log_other: NDArray[np.float64]
    own: NDArray[np.float64]


def results(said: Mapping[str, Any], evidence: Evidence, known: Tables) -> list[Result]:
    """Every composite whose criteria can all be worked out from the answers.

    For the rule's own condition P(positive) is the published sensitivity. For every other condition it is worked out
    from the numbers of its items as independent criteria (a Poisson binomial count), given the broader findings that
    were answered. Published likelihood ratios are never multiplied on: they compare with the look-alikes of one study.

    Two decisions:

    - Look-alikes (conditions that share a region of the body with the rule's own) get at least 1 - specificity.
      Criteria are not quite independent, so the count understates how often a look-alike meets several at once; the
      study measured that. Elsewhere in the body the study says nothing and the count stands alone.
    - A choice among the items (the age band) goes on counting by itself, because it speaks for and against many
      explanations that the rule is not about; inside the rule it is taken as known.
    """
    bands = _bands(evidence)
    weighing, numbers = evidence.ranking.settings["weighing"], evidence.ranking.tables
    floor, ceiling = float(weighing["p_floor"]), float(weighing["p_ceiling"])
    found = []
    for index, composite in enumerate(evidence.ranking.composites):
        values = [truth(criterion, said, bands) for criterion in composite.criteria]
        if any(value is None for value in values):
            continue
        p = positive_elsewhere(composite, said, evidence, known, bands)
        own = known.conditions.index(composite.condition)
        look_alike = _look_alikes(evidence)[index]
        p[look_alike] = np.maximum(p[look_alike], 1.0 - composite.spec)
        p[own] = composite.sens
        p = np.clip(p, floor, ceiling)
        sd = np.full(p.shape, numbers.judged_logit_sd)
        sd[own] = numbers.composite_logit_sd[index]
        met = sum(value is True for value in values)
        positive = met >= composite.at_least
        yes, no = np.log(p), np.log1p(-p)
        found.append(
            Result(
                composite=composite,
                met=met,
                positive=positive,
                replaces=frozenset(item for item in composite.items if item in said and item not in known.options),
                log=yes if positive else no,
                log_other=no if positive else yes,
                own=sd * (1.0 - p if positive else -p),
            )
        )
    return found


def near_items(said: Mapping[str, Any], evidence: Evidence) -> frozenset[str]:
    """Items of composites that are worked out already, or would be with one more answer."""
    bands = _bands(evidence)
    near: set[str] = set()
    for composite in evidence.ranking.composites:
        unknown = sum(truth(criterion, said, bands) is None for criterion in composite.criteria)
        if unknown <= 1:
            near.update(composite.items)
    return frozenset(near)


@once_per_base
def read(evidence: Evidence) -> frozenset[str]:
    """Every finding that a composite is worked out from: its items, bands for numbers, what is broader than these."""
    bands = {band.number: band.finding for band in evidence.vocabulary.bands}
    names: set[str] = set()
    for composite in evidence.ranking.composites:
        criteria = (name for criterion in composite.criteria for name, _ in literals(criterion))
        items = {*composite.items, *(name.partition("=")[0] for name in criteria)}
        names |= items | {bands[item] for item in items if item in bands}
    above = {evidence.findings[name].parent for name in names if name in evidence.findings}
    return frozenset(names | {parent for parent in above if parent is not None})


def positive_elsewhere(
    composite: Composite, said: Mapping[str, Any], evidence: Evidence, known: Tables, bands: Mapping[str, Band]
) -> NDArray[np.float64]:
    """P(at least `at_least` criteria hold | condition), shape (C,), from the items' own numbers."""

    def p(node: Node) -> NDArray[np.float64]:
        if isinstance(node, str):
            finding, _, option = node.partition("=")
            row = known.options[finding][option] if option else rows_for(node, said, evidence.findings, known).yes
            return np.asarray(known.p[row])
        ((kind, inner),) = node.items()
        if kind == "not":
            return 1.0 - p(inner)
        if kind == "cmp":
            return np.full(known.log.shape[1:], float(truth(node, said, bands) is True))
        parts, needed = needs(kind, inner)
        return at_least([p(part) for part in parts], needed)

    return at_least([p(criterion) for criterion in composite.criteria], composite.at_least)


def at_least(p: Sequence[NDArray[np.float64]], needed: int) -> NDArray[np.float64]:
    """P(at least `needed` of independent events happen), elementwise.

    Parameters
    ----------
    p : arrays of one shape, each the probability of one event

    Returns
    -------
    array of that shape
        Upper tail of the Poisson binomial distribution.
    """
    counts = np.zeros((len(p) + 1, *p[0].shape))
    counts[0] = 1.0
    for event in p:
        counts[1:] = counts[1:] * (1.0 - event) + counts[:-1] * event
        counts[0] *= 1.0 - event
    return np.asarray(counts[needed:].sum(axis=0))


@once_per_base
def _bands(evidence: Evidence) -> Mapping[str, Band]:
    return {band.number: band for band in evidence.vocabulary.bands}


@once_per_base
def _look_alikes(evidence: Evidence) -> tuple[NDArray[np.bool_], ...]:
    """For each composite, the explanations that share a region of the body with its own condition."""
    regions = [set(evidence.conditions[c].regions) for c in evidence.ranking.tables.conditions]
    own = [set(evidence.conditions[composite.condition].regions) for composite in evidence.ranking.composites]
    return tuple(np.array([bool(mine & theirs) for theirs in regions]) for mine in own)
