"""How much the answer to a question is expected to tell about which explanation is right, in bits."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Every possible answer to each of several questions, and where each would leave the explanations.

    Parameters
    ----------
    questions : in the order of the counts in `which`; those the ranking does not know are `untold`
    which : array of int, shape (N,)
        The question that each of the N answers belongs to.
    share : array, shape (N,)
        P(answer), over all explanations as probable as they are now.
    p : array, shape (N, C)
        P(answer | condition).
    after : array, shape (N, C)
        Log probabilities after the answer, up to a constant; -inf where the explanation is out.
    now : array, shape (C,)
    """

    questions: tuple[str, ...]
    untold: tuple[str, ...]
    which: NDArray[np.intp]
    share: NDArray[np.float64]
    p: NDArray[np.float64]
    after: NDArray[np.float64]
    now: NDArray[np.float64]

    def bits(self, columns: Sequence[int] | None = None) -> dict[str, float]:
        """Expected information of each question about the explanation. [bits]

        The mean, over the possible answers, of the Kullback-Leibler distance from the probabilities now to those after
        the answer; an answer is as probable as the explanations, weighted by their probability now, make it. What the
        ranking does not know tells nothing.

        Parameters
        ----------
        columns
            The explanations to tell apart, as if it were one of these; None for all.
        """
        if not self.questions:
            return dict.fromkeys(self.untold, 0.0)
        among = np.flatnonzero(self.now > 0.0) if columns is None else np.asarray(columns)
        now = self.now[among] / self.now[among].sum()
        share = (self.p[:, among] * now).sum(axis=1)
        told = np.bincount(self.which, share * _distance_bits(self.after[:, among], now))
        return dict.fromkeys(self.untold, 0.0) | dict(zip(self.questions, told.tolist(), strict=True))

    def p_yes(self) -> dict[str, float]:
        """Probability of the first possible answer of each question: of yes, where it is a yes or no."""
        first = np.unique(self.which, return_index=True)[1]
        return dict(zip(self.questions, self.share[first].tolist(), strict=True))


def expected_bits(questions: Iterable[str], weighed: Weighed, evidence: Evidence) -> dict[str, float]:
    """Expected information of each question about the explanation (`Outcomes.bits`). [bits]"""
    return outcomes(questions, weighed, evidence).bits()


def outcomes(questions: Iterable[str], weighed: Weighed, evidence: Evidence) -> Outcomes:
    """Weigh every possible answer to each question.

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
    questions = tuple(dict.fromkeys(questions))
    ranked = {
        f: _rows(f, weighed, evidence) for f in questions if f in weighed.known.plain or f in weighed.known.options
    }
    in_full = _change_others(weighed, evidence)
    alone = {f for f in ranked if f in in_full or evidence.findings[f].dependence_group == MAP}
    which = np.array([index for index, rows in enumerate(ranked.values()) for _ in rows], dtype=np.intp)
    rows = np.array([row for rows in ranked.values() for _, row in rows], dtype=np.intp)
    log = weighed.known.log[rows]
    after = _after_at_once(ranked, log, weighed, evidence)
    at = 0
    for finding, answers in ranked.items():
        if finding in alone:
            for index, (answer, _) in enumerate(answers, start=at):
                after[index] = weigh({**weighed.said, finding: answer}, evidence, draws=False).log_posterior[0]
        at += len(answers)
    untold = tuple(f for f in questions if f not in ranked)
    p, now = weighed.known.p[rows], weighed.now
    return Outcomes(tuple(ranked), untold, which, (p * now).sum(axis=1), p, after, now)


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


def _after_at_once(
    questions: Mapping[str, _Rows], log: NDArray[np.float64], weighed: Weighed, evidence: Evidence
) -> NDArray[np.float64]:
    """Log probabilities after each answer where it only adds a row and shares the weight of its group anew."""
    alpha = float(evidence.ranking.settings["weighing"]["alpha"])
    groups = _groups(weighed, evidence)
    weights = []
    after = np.tile(weighed.log_posterior[0], (len(log), 1))
    at = 0
    for finding, answers in questions.items():
        size, total = groups.get(evidence.findings[finding].dependence_group, (0, None))
        weight = 1.0 if evidence.findings[finding].dependence_group is None else 1.0 / sqrt(size + 1)
        if total is not None:
            after[at : at + len(answers)] += alpha * (weight - 1.0 / sqrt(size)) * total
        weights += [weight] * len(answers)
        at += len(answers)
    after += alpha * np.array(weights)[:, None] * log
    return after


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
