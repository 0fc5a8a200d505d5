"""Which stretches of a recording do not belong: the runner could not have got there and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Index = NDArray[np.intp]
    CanFollow = Callable[[Index, Index], NDArray[np.bool_]]

AHEAD = 20
"""How many neighbouring stretches may go at once; a bound on the work, as more of them are no glitch."""
BROKEN_SHARE = 0.2
"""With more breaks than this share of the samples the recording is of another kind (a ride), not one with strays."""
EDGE_SHARE = 0.1
"""What goes at the very beginning or end has only one side to speak against it, so it must be a small part."""
FIX = 10.0
"""Most that a sample can stand for when stretches are weighed. [s or m]"""


def strays(along: NDArray[np.float64], can_follow: CanFollow, *, least_lost: float) -> NDArray[np.bool_]:
    """Samples to leave out so that few impossible steps remain and little time is lost.

    The samples are cut wherever one cannot follow the one before. Of the stretches, the chain is sought that costs
    least: the length of each stretch left out, and `least_lost` for each impossible step that stays. Stretches are
    left out of the middle only where the way past them is possible, so a real change of place (a ride between two
    parts of a run) keeps both sides.

    Parameters
    ----------
    along
        Time or way of each sample, shape (n,), never falling. [s or m]
    can_follow
        Given two arrays of sample numbers, says for each pair whether the second can follow the first.
    least_lost
        What one impossible step is worth: a stretch between two of them goes if it is shorter than twice this.
        [as `along`]

    Returns
    -------
    array of bool, shape (n,)
        True where the sample goes. Deterministic; does not change when all of `along` shifts.
    """
    count = along.size
    gone = np.zeros(count, dtype=np.bool_)
    number = np.arange(count)
    if count < 3:
        return gone
    breaks = np.flatnonzero(~can_follow(number[:-1], number[1:])) + 1
    if breaks.size == 0 or breaks.size > max(2, BROKEN_SHARE * count):
        return gone
    first = np.concatenate(([0], breaks))
    last = np.append(breaks, count) - 1
    weights = np.minimum(np.diff(along, prepend=along[:1] - 1.0), FIX)
    weight = np.add.reduceat(weights, first)
    kept = _cheapest_chain(weight, _reachable(first, last, can_follow), least_lost)
    return np.repeat(~kept, last - first + 1)


def _reachable(first: Index, last: Index, can_follow: CanFollow) -> list[NDArray[np.bool_]]:
    """For each offset from 1 on: whether a stretch can follow the one so many places before it."""
    most = min(AHEAD, first.size - 1)
    return [can_follow(last[:-offset], first[offset:]) for offset in range(1, most + 1)]


def _cheapest_chain(
    weight: NDArray[np.float64], reachable: list[NDArray[np.bool_]], step_costs: float
) -> NDArray[np.bool_]:
    count = weight.size
    before = np.concatenate(([0.0], np.cumsum(weight)))
    edge = EDGE_SHARE * before[-1]
    cost = np.where(before[:-1] <= edge, before[:-1], np.inf)
    cost[0] = 0.0
    came_from = np.full(count, -1)
    for at in range(1, count):
        for offset in range(1, min(len(reachable), at) + 1):
            lost = before[at] - before[at - offset + 1]
            if lost >= 2 * step_costs:
                break
            possible = bool(reachable[offset - 1][at - offset])
            if not possible and offset > 1:
                continue
            total = cost[at - offset] + lost + (0.0 if possible else step_costs)
            if total < cost[at]:
                cost[at], came_from[at] = total, at - offset
    after = before[-1] - before[1:]
    ends = np.where(after <= edge, cost + after, np.inf)
    at = int(np.argmin(ends[::-1]))
    at = count - 1 - at
    kept = np.zeros(count, dtype=np.bool_)
    while at >= 0:
        kept[at] = True
        at = int(came_from[at])
    return kept
