"""Explanations that the numbers cannot put in order, and the questions that would separate them best."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .result import SHOWN_ABOVE, NotToldApart, Question

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backstride.evidence.model import Evidence

    from .information import Outcomes
    from .weigh import Weighed


def not_told_apart(weighed: Weighed, told: Outcomes, evidence: Evidence) -> tuple[NotToldApart, ...]:
    """Groups of explanations whose order is not supported, the most probable first; none of one alone.

    The most probable explanation that is in no group yet takes in every shown one that stands above it in more than
    `order_swaps_above` of the draws. So each member is told apart from no first, though two members may be from each
    other. Groups whose first explanation has less than `first_above` are left out.

    Parameters
    ----------
    weighed
        With its draws.
    told
        What the open questions could tell.
    """
    settings = evidence.ranking.settings["groups"]
    draws = weighed.posterior
    left = [c for c in np.argsort(-draws[0], kind="stable").tolist() if draws[0, c] > SHOWN_ABOVE]
    groups = []
    while left and draws[0, left[0]] >= float(settings["first_above"]):
        first, *others = left
        swaps = {c: float(s) for c, s in zip(others, swap_shares(draws[1:], first, others), strict=True)}
        members = [first, *(c for c in others if swaps[c] > float(settings["order_swaps_above"]))]
        left = [c for c in left if c not in members]
        if len(members) > 1:
            groups.append(
                NotToldApart(
                    members=tuple(weighed.known.conditions[c] for c in members),
                    swaps=tuple(swaps.get(c, 0.0) for c in members),
                    ask=separating(members, told, evidence),
                )
            )
    return tuple(groups)


def swap_shares(draws: NDArray[np.float64], first: int, others: list[int]) -> NDArray[np.float64]:
    """Share of the draws in which each of the others is more probable than the first, shape (others,).

    Parameters
    ----------
    draws : array, shape (D, C)
        Probabilities of one case, moved together: the comparison is paired.
    """
    return np.asarray((draws[:, others] > draws[:, [first]]).mean(axis=0))


def separating(members: list[int], told: Outcomes, evidence: Evidence) -> tuple[Question, ...]:
    """The open questions that are expected to tell most about which of the members it is, the best first."""
    bound = float(evidence.ranking.settings["questions"]["stop_below_bits"])
    bits = told.bits(members)
    asked_as = {band.finding: band.number for band in evidence.vocabulary.bands}
    best = sorted((f for f in bits if bits[f] >= bound), key=lambda f: -bits[f])
    names = {f: asked_as.get(f, f) for f in best[: int(evidence.ranking.settings["groups"]["questions"])]}
    return tuple(Question(name, evidence.findings[name].question, bits[f]) for f, name in names.items())
