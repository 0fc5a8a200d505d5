"""The ranking's numbers moved within their strength: the same draws for every case, so that ranges are repeatable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from backstride.evidence.model import Ranking

SEED = 20261120
"""Fixed, so that the same answers give the same range on every machine."""

LOW, HIGH = 0.1, 0.9
"""Quantiles of the 80 % range of the contract."""


@dataclass(frozen=True, slots=True)
class MovedNumbers:
    """The numbers as they stand (draw 0) and moved (draws 1 to D-1).

    Parameters
    ----------
    p_yes : array, shape (D, F, C)
    choice_p : finding id -> array, shape (D, options, C)
    prior_shift : array, shape (D, C)
        To be added to the logit of the prior.
    composite_sens : array, shape (D, composites)
    """

    p_yes: NDArray[np.float64]
    choice_p: Mapping[str, NDArray[np.float64]]
    prior_shift: NDArray[np.float64]
    composite_sens: NDArray[np.float64]


def moved_numbers(ranking: Ranking) -> MovedNumbers:
    """Every number of the ranking as it stands and, in each further draw, moved on the logit scale.

    A number p becomes expit(logit(p) + sd * z) with z standard normal; the options of a choice are moved one by one
    and made to sum to 1 again. The default of a finding is one number for every condition without a record of its
    own, so it moves as one. Number of draws and standard deviations come from `ranking.settings`.
    """
    tables, strength = ranking.tables, ranking.settings["strength_of_numbers"]
    draws = int(strength["draws"])
    rng = np.random.default_rng(SEED)

    def noise(*shape: int) -> NDArray[np.float64]:
        """Standard normal, with a first draw of zeros: the numbers as they stand."""
        return np.concatenate([np.zeros((1, *shape)), rng.standard_normal((draws, *shape))])

    choices = {}
    for finding, p in tables.choice_p.items():
        moved = move(p[None], tables.choice_logit_sd[finding] * noise(*p.shape))
        choices[finding] = moved / moved.sum(axis=1, keepdims=True)
    p_yes_noise = np.where(tables.recorded, noise(*tables.p_yes.shape), noise(len(tables.findings), 1))
    sens = np.array([composite.sens for composite in ranking.composites])
    return MovedNumbers(
        p_yes=move(tables.p_yes[None], tables.logit_sd * p_yes_noise),
        choice_p=choices,
        prior_shift=float(strength["prior_logit_sd"]) * noise(len(tables.conditions)),
        composite_sens=move(sens[None], float(strength["logit_sd"]) * noise(len(sens))),
    )


def move(p: NDArray[np.float64], shift: NDArray[np.float64]) -> NDArray[np.float64]:
    """`p` moved by `shift` on the logit scale; exactly `p` where the shift is 0."""
    odds = np.exp(shift)
    return p * odds / (1.0 - p + p * odds)


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
