"""What speaks for and against an explanation: each answer's likelihood ratio against the others, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .result import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from backstride.evidence.model import Evidence

    from .composites import Result
    from .weigh import Weighed


def likelihood_ratios(weighed: Weighed) -> NDArray[np.float64]:
    """How much each answer speaks for each explanation.

    P(answer | condition) to the power of the answer's weight, divided by its mean over the other explanations,
    weighted by their probability now.

    Returns
    -------
    array, shape (answers, C)
        In the order of `weighed.items`, then `weighed.results`.
    """
    known = weighed.known
    rows = [known.log[item.row] * item.weight for item in weighed.items] + [r.log for r in weighed.results]
    if not rows:
        return np.empty((0, len(known.conditions)))
    p = np.exp(np.array(rows))
    now = weighed.now
    joint = p * now
    top = int(now.argmax())
    others = np.delete(joint, top, axis=1).sum(axis=1)
    mean = np.empty_like(joint)
    # Leaving one out by subtraction is exact enough for all but the most probable one, where it would cancel.
    mean[:] = (others + joint[:, top])[:, None] - joint
    mean[:, top] = others
    rest = 1.0 - now
    rest[top] = np.delete(now, top).sum()
    return np.asarray(p * rest / mean)


def words(weighed: Weighed, evidence: Evidence) -> list[tuple[str, str]]:
    """Finding (or composite) id and the answer in words, in the order of `likelihood_ratios`."""
    return [(item.finding, _words(item.finding, item.answer, evidence)) for item in weighed.items] + [
        (result.composite.id, _composite_words(result, evidence)) for result in weighed.results
    ]


def split(
    ratios: NDArray[np.float64], said: Sequence[tuple[str, str]], above: float
) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """Reasons for and reasons against one explanation, strongest first; ratios within `above` of 1 say nothing.

    Parameters
    ----------
    ratios : array, shape (answers,)
    """
    order = np.argsort(-np.abs(np.log(ratios)), kind="stable").tolist()
    values = ratios.tolist()
    reasons = [Reason(said[i][0], values[i], said[i][1]) for i in order if not 1.0 / above < values[i] < above]
    return tuple(r for r in reasons if r.lr > 1.0), tuple(r for r in reasons if r.lr < 1.0)


def _words(finding: str, answer: bool | str, evidence: Evidence) -> str:
    entry = evidence.findings[finding]
    if isinstance(answer, str):
        option = entry.option_words[entry.options.index(answer)]
        return entry.yes.format(option) if "{}" in entry.yes else option
    return entry.yes if answer else entry.no


def _composite_words(result: Result, evidence: Evidence) -> str:
    name = evidence.conditions[result.composite.condition].plain_name
    return f"{result.met} of the {len(result.composite.criteria)} signs that go with: {name}"
