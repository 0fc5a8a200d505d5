"""Answers -> probabilities: the mixture prior, the weighed answers, and how usual this picture is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from . import body_map, composites, likelihood, ranges
from .per_base import once_per_base

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
    log_posterior : array, shape (1 + D, C)
        Up to a constant for each row; row 0 from the numbers as they stand, the others from the draws of `ranges`; -inf
        where the explanation needs a place that does not hurt.
    """

    said: Mapping[str, Any]
    known: Tables
    places: body_map.Marks
    items: tuple[Item, ...]
    results: tuple[Result, ...]
    log_posterior: NDArray[np.float64]

    @property
    def posterior(self) -> NDArray[np.float64]:
        """Probabilities, shape (1 + D, C); every row sums to 1."""
        return softmax(self.log_posterior)

    @property
    def now(self) -> NDArray[np.float64]:
        """Probabilities from the numbers as they stand, shape (C,)."""
        return softmax(self.log_posterior[0])


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
        False works with the numbers as they stand alone (D = 0).
    """
    known = likelihood.tables(evidence)
    findings, weighing = evidence.findings, evidence.ranking.settings["weighing"]
    found = composites.results(said, evidence, known) if with_composites else []
    places = body_map.marks(said, findings, known)
    items = [*told(said, found, evidence, known), *body_map.items(said, places, known, weighing)]
    prior = log_prior(said, places, evidence, known)
    rows, weights = rows_and_weights(items)
    likelihood_sum = summed(rows, weights, found, known)
    total = (prior + float(weighing["alpha"]) * likelihood_sum)[None]
    if draws:
        moves = ranges.Moves(
            numbers=known.numbers[rows],
            alike=known.alike[rows] * weights[:, None],
            own=known.own[rows] * weights[:, None],
            groups=likelihood.repeats(items, findings),
            results=np.array([result.own for result in found]).reshape(-1, len(known.conditions)),
        )
        moved = ranges.moved(moves, likelihood_sum, prior, known.noise, evidence.ranking.settings)
        total = np.concatenate([total, moved])
    return Weighed(said, known, places, tuple(items), tuple(found), total)


def told(said: Mapping[str, Any], found: Iterable[Result], evidence: Evidence, known: Tables) -> list[Item]:
    """The answers outside the body map that count by themselves, because no published rule counts instead of them."""
    replaced = frozenset().union(*(result.replaces for result in found))
    answered = [f for f in likelihood.counted(said, evidence.findings, known) if f not in replaced]
    return likelihood.items(answered, said, evidence.findings, known)


def rows_and_weights(items: Sequence[Item]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """The rows that the answers took, and their weights; shape (answers,)."""
    return np.array([item.row for item in items], dtype=np.intp), np.array([item.weight for item in items])


def log_prior(
    said: Mapping[str, Any], places: body_map.Marks, evidence: Evidence, known: Tables
) -> NDArray[np.float64]:
    """Log prior of the reason for checking, shape (C,); -inf where the explanation needs a place that does not hurt."""
    prior = known.priors[str(said.get("check_reason", "unknown"))].copy()
    prior[without_place(evidence, places)] = -np.inf
    return prior


def summed(
    rows: NDArray[np.intp], weights: NDArray[np.float64], found: Iterable[Result], known: Tables
) -> NDArray[np.float64]:
    """What the answers and the published rules say of each explanation, before alpha; shape (C,)."""
    # Not a matrix product: these are too small to be worth waking the threads of a BLAS.
    total = np.einsum("i,ic->c", weights, known.log[rows])
    for result in found:
        total = total + result.log
    return np.asarray(total)


def without_place(evidence: Evidence, places: body_map.Marks) -> list[int]:
    """Columns of the explanations that enter only when their place hurts, and it does not."""
    return [column for column, needed in _needing_place(evidence) if places.marked.isdisjoint(needed)]


@once_per_base
def _needing_place(evidence: Evidence) -> list[tuple[int, tuple[str, ...]]]:
    conditions = enumerate(evidence.ranking.tables.conditions)
    return [(column, needed) for column, c in conditions if (needed := evidence.conditions[c].needs_place)]


def softmax(log: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities along the last axis; they sum to 1."""
    weights = log - log.max(axis=-1, keepdims=True)
    np.exp(weights, out=weights)
    weights /= weights.sum(axis=-1, keepdims=True)
    return np.asarray(weights)


def unlisted(weighed: Weighed, settings: Mapping[str, Any]) -> float:
    """Probability that the cause is none of the listed ones.

    For each explanation the log-likelihood of the answers is compared with what that explanation normally produces:
    z = (observed - expected) / sd over the same questions, then with how far runners with a listed cause lie from that
    (`usual_mean`, `usual_sd`). By Bayes' rule the odds are those of `prior` times 1 - s + s * N(z; -m, 1) / N(z; 0, 1),
    s being `strange_share` and m `misfit_sd`: the worse the fit, the more probable, and without answers the prior. The
    result is the mean over the explanations, weighted by probability, so it changes smoothly when two change places.
    """
    prior, share, far = float(settings["prior"]), float(settings["strange_share"]), float(settings["misfit_sd"])
    if not weighed.items and not weighed.results:
        return prior
    z = (fit(weighed) - float(settings["usual_mean"])) / float(settings["usual_sd"])
    log_ratio = np.logaddexp(np.log1p(-share), np.log(share) - far * z - far**2 / 2.0)
    return float(weighed.now @ (1.0 / (1.0 + np.exp(-(np.log(prior / (1.0 - prior)) + log_ratio)))))


def fit(weighed: Weighed) -> NDArray[np.float64]:
    """How usual the answers are for each explanation, shape (C,) [standard deviations]; 0 without answers."""
    log = weighed.known.log
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
        both = np.array([[result.log, result.log_other]])
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
