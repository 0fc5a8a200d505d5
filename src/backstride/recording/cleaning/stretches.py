"""Stretches of samples in which a value never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def constant(
    along: NDArray[np.float64], values: NDArray[np.float64], *, least: float, gap: float
) -> list[tuple[int, int]]:
    """Stretches in which exactly the same value is written for at least `least`.

    Parameters
    ----------
    along
        Time or distance of each sample, shape (n,). [s or m]
    values
        Shape (n,), none missing.
    least
        Shortest stretch, from its first sample to its last. [as `along`]
    gap
        A longer silence ends a stretch. [as `along`]

    Returns
    -------
    list of (first, last)
        Numbers of the samples, both inside; in order.
    """
    if values.size < 2:
        return []
    new = np.flatnonzero((np.diff(values) != 0) | (np.diff(along) > gap)) + 1
    first = np.concatenate(([0], new))
    last = np.append(new, values.size) - 1
    long = (along[last] - along[first] >= least) & (last > first)
    return list(zip(first[long].tolist(), last[long].tolist(), strict=True))
