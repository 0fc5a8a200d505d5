"""How far the probabilities move when every number moves within its strength: repeatable draws of one case."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

SEED = 20261120
"""Fixed, so that the same answers give the same range on every machine."""

LOW, HIGH = 0.1, 0.9
"""Quantiles of the 80 % range of the contract."""

AT_ONCE, MOST_AT_ONCE = 10, 2**18
"""Draws multiplied at once, and the most products: beyond these a BLAS wakes its threads, which costs more than the
product, and the last bits then hang on how many there are."""


@dataclass(frozen=True, slots=True)
class Noise:
    """Standard normal draws, the same for every case of a base.

    Each column is a shuffled row of evenly spaced normal quantiles (a Latin hypercube), so that few draws hold the
    tails that the range is read from.

    Parameters
    ----------
    alike : array, shape (D / AT_ONCE, AT_ONCE, N)
        For what moves all conditions alike, one column for each of N numbers of the base.
    own : array, shape (D, C)
        For what moves one condition alone.
    alpha : array, shape (D,)
        For the weight of the answers as a whole.
    """

    alike: NDArray[np.float64]
    own: NDArray[np.float64]
    alpha: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Moves:
    """What moves one case: log P of each answer, times its weight, for one standard deviation of its number.

    Parameters
    ----------
    numbers : array of int, shape (I,)
        Which column of `Noise.alike` moves the answer.
    alike : array, shape (I, C)
        The part that goes with `Noise.alike`.
    own : array, shape (I, C)
        The part of each condition by itself.
    groups : indices of the answers of each dependence group that counted more than once
    results : array, shape (results, C)
        Published rules, each condition by itself.
    """

    numbers: NDArray[np.intp]
    alike: NDArray[np.float64]
    own: NDArray[np.float64]
    groups: Sequence[Sequence[int]]
    results: NDArray[np.float64]


def noise(numbers: int, conditions: int, strength: Mapping[str, Any]) -> Noise:
    """The draws of a base; their number is a multiple of `AT_ONCE`."""
    draws = max(1, int(strength["draws"]) // AT_ONCE) * AT_ONCE
    normal = NormalDist()
    quantiles = np.array([normal.inv_cdf((i + 0.5) / draws) for i in range(draws)])
    rng = np.random.default_rng(SEED)
    columns = rng.permuted(np.tile(quantiles, (numbers + conditions + 1, 1)), axis=1).T
    alike, own, alpha = np.split(columns, [numbers, numbers + conditions], axis=1)
    return Noise(
        alike=np.ascontiguousarray(alike).reshape(-1, AT_ONCE, numbers),
        own=np.ascontiguousarray(own),
        alpha=np.ascontiguousarray(alpha[:, 0]),
    )


def moved(
    moves: Moves,
    log_likelihood: NDArray[np.float64],
    log_prior: NDArray[np.float64],
    known: Noise,
    settings: Mapping[str, Mapping[str, Any]],
) -> NDArray[np.float64]:
    """Log posterior of each draw, up to a constant, shape (D, C): what one would say who knew every number.

    A number p is the mean of what the frequency may be, spread normally on the logit scale. Log P(answer) follows to
    first order, so the sum over independent answers is normal with the sum of their variances and needs one draw, not
    one for each answer. What is not independent is kept apart: the part of a number that moves every condition alike
    (a sign that is found more often is found more often in everybody), the part that answers of one dependence group
    share, and alpha, the weight of all answers, which is not known exactly either. `model_log_sd` stands for what the
    sum itself leaves out.

    The answers themselves tell about the numbers: they were given because they are frequent with the true cause. So
    each draw takes a cause c by its probability now and moves the scores by their covariance with that of c. For
    normal scores this is exactly the distribution given the answers, and the mean over the draws is the probability
    by the numbers as they stand.

    Parameters
    ----------
    log_likelihood, log_prior : arrays, shape (C,)
        The sum over the answers before alpha, and the prior.
    """
    alpha, strength = float(settings["weighing"]["alpha"]), settings["strength_of_numbers"]
    variance = own_variance(moves, strength)
    own = alpha**2 * variance + float(strength["prior_log_sd"]) ** 2 + float(strength["model_log_sd"]) ** 2
    alike = alpha * moves.alike
    causes = taken(log_prior + alpha * log_likelihood, len(known.alpha))
    shared = known.alike[:, :, moves.numbers]
    shared += alike.T[causes].reshape(shared.shape)
    parts = np.array_split(alike, AT_ONCE * alike.size // MOST_AT_ONCE + 1, axis=1)
    draws = np.concatenate([np.matmul(shared, part) for part in parts], axis=-1).reshape(known.own.shape)
    draws += known.own * np.sqrt(own)
    draws[np.arange(len(causes)), causes] += own[causes]
    weights = np.clip(alpha + float(strength["alpha_sd"]) * known.alpha, 0.0, 1.0)
    draws += weights[:, None] * log_likelihood
    draws += log_prior - (own + np.einsum("ic,ic->c", alike, alike)) / 2.0
    return np.asarray(draws)


def taken(log_posterior: NDArray[np.float64], draws: int) -> NDArray[np.intp]:
    """A cause for each draw, evenly over the probabilities, shape (D,)."""
    p = np.exp(log_posterior - log_posterior.max())
    upto = np.cumsum(p)
    return np.asarray(np.searchsorted(upto, (np.arange(draws) + 0.5) / draws * upto[-1]))


def own_variance(moves: Moves, strength: Mapping[str, Any]) -> NDArray[np.float64]:
    """Variance of each condition's log likelihood by itself, shape (C,).

    Answers of a dependence group share `shared_in_group` of the whole variance, on top of what moves all conditions
    alike; `Moves.own` is without the latter, hence the quotient.
    """
    variance = np.einsum("ic,ic->c", moves.own, moves.own) + np.einsum("rc,rc->c", moves.results, moves.results)
    share = float(strength["shared_in_group"]) / (1.0 - float(strength["shared_by_finding"]))
    for group in moves.groups:
        parts = moves.own[list(group)]
        variance += share * (parts.sum(axis=0) ** 2 - (parts**2).sum(axis=0))
    return np.asarray(np.maximum(variance, 0.0))


def spread(draws: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The 80 % range over the draws, widened to hold the numbers as they stand.

    Parameters
    ----------
    draws : array, shape (D, n)
        Draw 0 is the point estimate.

    Returns
    -------
    low, high : arrays, shape (n,)
    """
    low, high = np.quantile(draws[1:], [LOW, HIGH], axis=0)
    return np.minimum(low, draws[0]), np.maximum(high, draws[0])
