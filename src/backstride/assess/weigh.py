"""Answers -> probabilities: the mixture prior, the weighed answers, and how usual this picture is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from . import body_map, composites, likelihood

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from backstride.evidence.model import Evidence

    from .composites import Result
    from .likelihood import Item, Tables


@dataclass(frozen=True, slots=True)
class Weighed:
    """One case, weighed.

    Parameters
    ----------
    said : the answers as the ranking counts them
    known : the tables they were looked up in
    places : places that hurt, with the larger places around them
    items : the answers that counted, the body map included
    results : composites that counted instead of their items
    log_posterior : array, shape (D, C)
        Up to a constant for each draw; -inf where the explanation needs a place that does not hurt.
    """

    said: Mapping[str, Any]
    known: Tables
    places: body_map.Marks
    items: tuple[Item, ...]
    results: tuple[Result, ...]
    log_posterior: NDArray[np.float64]

    @property
    def posterior(self) -> NDArray[np.float64]:
        """Probabilities, shape (D, C); every draw sums to 1."""
        return softmax(self.log_posterior)


def weigh(said: Mapping[str, Any], evidence: Evidence, *, with_composites: bool = True, draws: bool = True) -> Weighed:
    """Weigh the answers against every explanation.

    log posterior = log prior + alpha * (M + sum over groups of (sum of log P(answer | condition) / sqrt(n))), M being
    the body map. The prior is the mixture of settings that goes with `check_reason`.

    Parameters
    ----------
    said
        Answers as `said.said` gives them. Findings the ranking does not know are passed over.
    with_composites
        False leaves every published rule aside, so that its items count singly.
    draws
        False works with the numbers as they stand alone (D = 1).
    """
    known = likelihood.tables(evidence)
    findings, weighing = evidence.findings, evidence.ranking.settings["weighing"]
    found = composites.results(said, evidence, known) if with_composites else []
    replaced = frozenset().union(*(result.replaces for result in found))
    answered = [f for f in likelihood.counted(said, findings, known) if f not in replaced]
    places = body_map.marks(said, findings, known)
    items = [
        *likelihood.items(answered, said, findings, known),
        *body_map.items(said, places, known, weighing),
    ]
    depth = slice(None) if draws else slice(1)
    total = known.priors[str(said.get("check_reason", "unknown"))][depth].copy()
    alpha = float(weighing["alpha"])
    if items:
        rows = known.log[[item.row for item in items], depth]
        # Not a matrix product: these are too small to be worth waking the threads of a BLAS.
        total += alpha * np.einsum("i,idc->dc", [item.weight for item in items], rows)
    for result in found:
        total += alpha * result.log[depth]
    total[:, without_place(evidence, known, places)] = -np.inf
    return Weighed(said, known, places, tuple(items), tuple(found), total)


def without_place(evidence: Evidence, known: Tables, places: body_map.Marks) -> list[int]:
    """Columns of the explanations that enter only when their place hurts, and it does not."""
    return [
        column
        for column, condition in enumerate(known.conditions)
        if (needed := evidence.conditions[condition].needs_place) and not places.marked.intersection(needed)
    ]


def softmax(log: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities along the last axis; they sum to 1."""
    weights = np.exp(log - log.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def unlisted(weighed: Weighed, settings: Mapping[str, Any]) -> float:
    """Probability that the cause is none of the listed ones.

    For each explanation the log-likelihood of the answers is compared with what that explanation normally produces:
    z = (observed - expected) / sd over the same questions. Then logit u = logit(prior) * (1 + z / misfit_sd): a usual
    picture (z = 0) leaves the prior, one `misfit_sd` below the usual makes unlisted as likely as explained, a better
    fit than usual makes it less likely. The result is the mean of u over the explanations, weighted by probability,
    so it changes smoothly when two of them change places.
    """
    prior, misfit_sd = float(settings["prior"]), float(settings["misfit_sd"])
    logit = np.log(prior / (1.0 - prior)) * (1.0 + fit(weighed) / misfit_sd)
    return float(weighed.posterior[0] @ (1.0 / (1.0 + np.exp(-logit))))


def fit(weighed: Weighed) -> NDArray[np.float64]:
    """How usual the answers are for each explanation, shape (C,) [standard deviations]; 0 without answers."""
    log = weighed.known.log[:, 0]
    surprise = np.zeros(len(weighed.known.conditions))
    variance = np.zeros_like(surprise)
    by_answers: dict[int, list[Item]] = defaultdict(list)
    for item in weighed.items:
        by_answers[len(item.could)].append(item)
    for alike in by_answers.values():
        rows = log[[[row for row, _ in item.could] for item in alike]]
        weights = np.array([[weight for _, weight in item.could] for item in alike])
        observed = log[[item.row for item in alike]] * np.array([item.weight for item in alike])[:, None]
        _add(surprise, variance, observed, rows, weights)
    for result in weighed.results:
        both = np.array([[result.log[0], result.log_other[0]]])
        _add(surprise, variance, both[:, 0], both, np.ones((1, 2)))
    return np.asarray(np.divide(surprise, np.sqrt(variance), out=np.zeros_like(surprise), where=variance > 0))


def _add(
    surprise: NDArray[np.float64],
    variance: NDArray[np.float64],
    observed: NDArray[np.float64],
    log: NDArray[np.float64],
    weights: NDArray[np.float64],
) -> None:
    """Add n answers: what each said less what its question says on average, and the variance of that.

    Parameters
    ----------
    surprise, variance : arrays, shape (C,)
        Added to.
    observed : array, shape (n, C)
    log : array, shape (n, possible answers, C)
    weights : array, shape (n, possible answers)
    """
    p = np.exp(log)
    p /= p.sum(axis=1, keepdims=True)
    said = log * weights[:, :, None]
    expected = (p * said).sum(axis=1)
    surprise += (observed - expected).sum(axis=0)
    variance += (p * (said - expected[:, None]) ** 2).sum(axis=(0, 1))
