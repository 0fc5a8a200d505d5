"""How much the answer to a question is expected to tell about which explanation is right, in bits."""

from __future__ import annotations

from collections import defaultdict
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from . import composites
from .likelihood import MAP, rows_for
from .weigh import softmax, weigh

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from backstride.evidence.model import Evidence

    from .weigh import Weighed

    _Rows = Sequence[tuple[bool | str, int]]


def expected_bits(questions: Iterable[str], weighed: Weighed, evidence: Evidence) -> dict[str, float]:
    """Expected information of each question about the explanation. [bits]

    The mean, over the possible answers, of the Kullback-Leibler distance from the probabilities now to those after
    the answer; an answer is as probable as the explanations, weighted by their probability now, make it. What the
    ranking does not know tells nothing.

    Parameters
    ----------
    questions
        Yes/no or choice findings without an answer and under no finding that was denied.

    Notes
    -----
    Most answers add one row to the sum and share the weight of their dependence group anew, which is worked out for
    all questions at once. An answer that changes how others count (a place, a finding that narrower answers hang
    under, an item of a published rule) is weighed in full. Explanations that only a further place would bring in are
    left aside.
    """
    ranked = {
        f: _rows(f, weighed, evidence) for f in questions if f in weighed.known.plain or f in weighed.known.options
    }
    in_full = _change_others(weighed, evidence)
    alone = {f for f in ranked if f in in_full or evidence.findings[f].dependence_group == MAP}
    bits = {f: _bits_in_full(f, ranked[f], weighed, evidence) for f in alone}
    bits |= _bits_at_once({f: rows for f, rows in ranked.items() if f not in alone}, weighed, evidence)
    return {f: bits.get(f, 0.0) for f in questions}


def _rows(finding: str, weighed: Weighed, evidence: Evidence) -> _Rows:
    """Each possible answer and the row of its log probabilities."""
    if finding in weighed.known.options:
        return [*weighed.known.options[finding].items()]
    pair = rows_for(finding, weighed.said, evidence.findings, weighed.known)
    return [(True, pair.yes), (False, pair.no)]


def _change_others(weighed: Weighed, evidence: Evidence) -> set[str]:
    """Findings whose answer changes the weight or the rows of other answers."""
    weighing = evidence.ranking.settings["weighing"]
    parents = {parent for f in weighed.said if (parent := evidence.findings[f].parent) is not None}
    with_places = (*weighing["map_radiation"], "sex_female") if weighed.places.marked else ()
    return {*parents, *with_places, *composites.near_items(weighed.said, evidence)}


def _bits_in_full(finding: str, rows: _Rows, weighed: Weighed, evidence: Evidence) -> float:
    now = weighed.now
    possible = now > 0.0
    bits = 0.0
    for answer, row in rows:
        after = weigh({**weighed.said, finding: answer}, evidence, draws=False).log_posterior[0, possible]
        share = (np.exp(weighed.known.log[row]) * now).sum()
        bits += float(share) * float(_distance_bits(after[None], now[possible])[0])
    return bits


def _bits_at_once(questions: Mapping[str, _Rows], weighed: Weighed, evidence: Evidence) -> dict[str, float]:
    if not questions:
        return {}
    alpha = float(evidence.ranking.settings["weighing"]["alpha"])
    now = weighed.now
    possible = now > 0.0
    groups = _groups(weighed, evidence)
    names = list(questions)
    which, rows, weights, shifts = [], [], [], []
    nothing = np.zeros(len(now))
    for index, finding in enumerate(names):
        size, total = groups.get(evidence.findings[finding].dependence_group, (0, nothing))
        weight = 1.0 if evidence.findings[finding].dependence_group is None else 1.0 / sqrt(size + 1)
        shift = total * (weight - 1.0 / sqrt(size)) if size else nothing
        for _, row in questions[finding]:
            which.append(index)
            rows.append(row)
            weights.append(weight)
            shifts.append(shift)
    log = weighed.known.log[rows]
    after = weighed.log_posterior[0] + alpha * (np.array(shifts) + np.array(weights)[:, None] * log)
    share = (np.exp(log) * now).sum(axis=1)
    bits = np.bincount(which, share * _distance_bits(after[:, possible], now[possible]))
    return dict(zip(names, bits.tolist(), strict=True))


def _groups(weighed: Weighed, evidence: Evidence) -> dict[str | None, tuple[int, NDArray[np.float64]]]:
    """Dependence group -> how many answers are in it and the sum of their log probabilities, shape (C,)."""
    found: dict[str | None, list[int]] = defaultdict(list)
    for item in weighed.items:
        group = evidence.findings[item.finding].dependence_group
        if group is not None and group != MAP:
            found[group].append(item.row)
    return {group: (len(rows), weighed.known.log[rows].sum(axis=0)) for group, rows in found.items()}


def _distance_bits(log: NDArray[np.float64], now: NDArray[np.float64]) -> NDArray[np.float64]:
    """Kullback-Leibler distance of each row from the probabilities now. [bits]

    Parameters
    ----------
    log : array, shape (n, C)
        Log probabilities after an answer, up to a constant.
    now : array, shape (C,)
        All above 0.
    """
    after = softmax(log)
    return np.asarray((after * np.log2(np.maximum(after, np.finfo(float).tiny) / now)).sum(axis=-1))
