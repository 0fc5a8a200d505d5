"""Agreement between two raters of ordered levels, and the uncertainty of a proportion."""

from __future__ import annotations

from collections import Counter
from itertools import product
from math import nan, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Z_95 = 1.959963984540054
"""The 97.5 % point of the standard normal distribution."""


def cohen_kappa(first: Sequence[int], second: Sequence[int], levels: int) -> float:
    """Agreement beyond chance, every disagreement counted alike.

    kappa = (p_o - p_e) / (1 - p_e), with p_o the share of pairs that agree and p_e the share expected to agree by
    chance, from the two raters' own distributions [1]_.

    Parameters
    ----------
    first, second : sequence, length n
        Level of each case by each rater, 0 to `levels` - 1.
    levels : int
        Number of levels.

    Returns
    -------
    float
        1 for full agreement, 0 for chance; NaN where chance alone already gives full agreement.

    Raises
    ------
    ValueError
        If the raters did not rate the same number of cases, or none.

    References
    ----------
    .. [1] Cohen J (1960). A coefficient of agreement for nominal scales. Educ Psychol Meas 20:37-46.
    """
    return _kappa(first, second, levels, lambda i, j: float(i != j))


def quadratic_weighted_kappa(first: Sequence[int], second: Sequence[int], levels: int) -> float:
    """Agreement beyond chance, a disagreement counted by the square of its size in levels.

    kappa_w = 1 - sum(w_ij o_ij) / sum(w_ij e_ij), with w_ij = (i - j)^2 / (levels - 1)^2, o_ij the observed share of
    cases rated (i, j) and e_ij the product of the raters' own shares [1]_; the square is the usual weight [2]_.

    Parameters
    ----------
    first, second : sequence, length n
        Level of each case by each rater, 0 to `levels` - 1.
    levels : int
        Number of levels, at least two.

    Returns
    -------
    float
        1 for full agreement, 0 for chance; NaN where chance alone already gives full agreement.

    Raises
    ------
    ValueError
        If the raters did not rate the same number of cases, or none.

    References
    ----------
    .. [1] Cohen J (1968). Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial
       credit. Psychol Bull 70:213-220.
    .. [2] Fleiss JL, Cohen J (1973). The equivalence of weighted kappa and the intraclass correlation coefficient as
       measures of reliability. Educ Psychol Meas 33:613-619.
    """
    return _kappa(first, second, levels, lambda i, j: (i - j) ** 2 / (levels - 1) ** 2)


def wilson_95(successes: int, n: int) -> tuple[float, float]:
    """95 % interval of a proportion by Wilson's score method, which keeps to 0..1 and holds for small n [1]_ [2]_.

    (2 n p + z^2 -+ z sqrt(z^2 + 4 n p (1 - p))) / (2 (n + z^2)), with p = successes / n.

    Raises
    ------
    ValueError
        If n is not positive or `successes` is not in 0..n.

    References
    ----------
    .. [1] Wilson EB (1927). Probable inference, the law of succession, and statistical inference. JASA 22:209-212.
    .. [2] Newcombe RG (1998). Two-sided confidence intervals for the single proportion: comparison of seven methods.
       Stat Med 17:857-872 (method 3).
    """
    if n <= 0 or not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no proportion")
    p, z2 = successes / n, Z_95**2
    centre = 2 * n * p + z2
    half = Z_95 * sqrt(z2 + 4 * n * p * (1 - p))
    return max(0.0, (centre - half) / (2 * (n + z2))), min(1.0, (centre + half) / (2 * (n + z2)))


def _kappa(first: Sequence[int], second: Sequence[int], levels: int, weight: Callable[[int, int], float]) -> float:
    n = len(first)
    if n == 0 or n != len(second):
        raise ValueError(f"two ratings of the same cases are needed, not {n} and {len(second)}")
    rows, columns = Counter(first), Counter(second)
    observed = sum(weight(i, j) for i, j in zip(first, second, strict=True)) / n
    expected = sum(weight(i, j) * rows[i] * columns[j] for i, j in product(range(levels), repeat=2)) / n**2
    return 1 - observed / expected if expected else nan
