"""How much the answer to a question is expected to tell about which explanation is right, in bits."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from . import composites
from .likelihood import MAP, tables
from .one_more import OneMore
from .per_base import once_per_base
from .weigh import softmax

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from backstride.evidence.model import Evidence

    from .likelihood import Tables
    from .weigh import Weighed

AT_ONCE = 64
"""Answers worked out at once: more of them would take fresh memory for each step, which takes longer than the step."""


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
    rows : array of int, shape (N,)
        The row of `known` that each answer takes.
    after : array, shape (N, C)
        Log probabilities after the answer, up to a constant; -inf where the explanation is out.
    now : array, shape (C,)
    """

    questions: tuple[str, ...]
    untold: tuple[str, ...]
    which: NDArray[np.intp]
    share: NDArray[np.float64]
    known: Tables
    rows: NDArray[np.intp]
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
        told = np.empty(len(self.which))
        for block in blocks(len(told)):
            share = (self.known.p[self.rows[block]][:, among] * now).sum(axis=1)
            told[block] = share * _distance_bits(self.after[block][:, among], now)
        by_question = np.bincount(self.which, told).tolist()
        return dict.fromkeys(self.untold, 0.0) | dict(zip(self.questions, by_question, strict=True))

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
    known = weighed.known
    ranked = tuple(f for f in questions if f in known.plain or f in known.options)
    by_question = _rows(ranked, weighed, evidence)
    which = np.repeat(np.arange(len(ranked)), [len(rows) for rows in by_question])
    rows = np.array([row for rows in by_question for row in rows], dtype=np.intp)
    after = _after_at_once(ranked, which, rows, weighed, evidence)
    in_full, again = _change_others(weighed, evidence), OneMore(weighed, evidence)
    at = 0
    for finding, of_finding in zip(ranked, by_question, strict=True):
        if finding in in_full or evidence.findings[finding].dependence_group == MAP:
            answers: Iterable[bool | str] = known.options.get(finding, (True, False))
            for index, answer in enumerate(answers, start=at):
                after[index] = again.log_posterior(finding, answer)
        at += len(of_finding)
    untold = tuple(f for f in questions if f not in known.plain and f not in known.options)
    now, share = weighed.now, np.empty(len(rows))
    for block in blocks(len(rows)):
        share[block] = (known.p[rows[block]] * now).sum(axis=1)
    return Outcomes(ranked, untold, which, share, known, rows, after, now)


def blocks(rows: int) -> Iterator[slice]:
    """Parts of so many rows, none of one alone: what is worked out for one stays small enough to be near at hand."""
    edges = np.linspace(0, rows, max(1, rows // AT_ONCE) + 1).astype(int).tolist()
    return (slice(start, end) for start, end in pairwise(edges))


def _rows(questions: Sequence[str], weighed: Weighed, evidence: Evidence) -> list[tuple[int, ...]]:
    """The rows of log probabilities of the possible answers to each question."""
    known, said, alone = weighed.known, weighed.said, _alone(evidence)
    given_parent = {
        f: (pair.yes, pair.no)
        for f, pair in known.given_parent.items()
        if said.get(str(evidence.findings[f].parent)) is True
    }
    return [given_parent.get(f) or alone[f] for f in questions]


@once_per_base
def _alone(evidence: Evidence) -> Mapping[str, tuple[int, ...]]:
    """The rows of each finding as an answer of its own."""
    known = tables(evidence)
    choices = {f: tuple(by_option.values()) for f, by_option in known.options.items()}
    return {f: (pair.yes, pair.no) for f, pair in known.plain.items()} | choices


def _change_others(weighed: Weighed, evidence: Evidence) -> set[str]:
    """Findings whose answer changes the weight or the rows of other answers."""
    weighing = evidence.ranking.settings["weighing"]
    parents = {parent for f in weighed.said if (parent := evidence.findings[f].parent) is not None}
    with_places = (*weighing["map_radiation"], "sex_female") if weighed.places.marked else ()
    return {*parents, *with_places, *composites.near_items(weighed.said, evidence)}


def _after_at_once(
    questions: Sequence[str],
    which: NDArray[np.intp],
    rows: NDArray[np.intp],
    weighed: Weighed,
    evidence: Evidence,
) -> NDArray[np.float64]:
    """Log probabilities after each answer where it only adds a row and shares the weight of its group anew."""
    alpha = float(evidence.ranking.settings["weighing"]["alpha"])
    # By dependence group: what an answer weighs in it, and where it leaves the answers that are in it already.
    weights, starts = [1.0], [weighed.log_posterior[0]]
    of_group: dict[str | None, int] = {}
    for group, (size, total) in _groups(weighed, evidence).items():
        of_group[group] = len(weights)
        weights.append(1.0 / sqrt(size + 1))
        starts.append(weighed.log_posterior[0] + alpha * (weights[-1] - 1.0 / sqrt(size)) * total)
    groups = [of_group.get(evidence.findings[f].dependence_group, 0) for f in questions]
    of_row = np.array(groups, dtype=np.intp)[which]
    begin, weight = np.array(starts), (alpha * np.array(weights)[of_row])[:, None]
    after = np.empty((len(rows), begin.shape[1]))
    for block in blocks(len(rows)):
        np.add(begin[of_row[block]], weight[block] * weighed.known.log[rows[block]], out=after[block])
    return after


def _groups(weighed: Weighed, evidence: Evidence) -> dict[str, tuple[int, NDArray[np.float64]]]:
    """Dependence group -> how many answers are in it and the sum of their log probabilities, shape (C,)."""
    found: dict[str, list[int]] = defaultdict(list)
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
    bits = np.maximum(after, np.finfo(float).tiny)
    bits /= now
    np.log2(bits, out=bits)
    bits *= after
    return np.asarray(bits.sum(axis=-1))
