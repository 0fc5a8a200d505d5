"""Answers -> rows of log probabilities with their weights: what each answer says about every explanation."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from .per_base import once_per_base
from .ranges import MovedNumbers, moved_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from backstride.evidence.model import Evidence, Finding

MAP = "map"
"""The dependence group of the places on the body map; they are weighed as a tree (see `body_map`)."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The two rows of a yes/no finding in `Tables.log`."""

    yes: int
    no: int


@dataclass(frozen=True, slots=True)
class Item:
    """One answer in the sum: its weight, the row it took and every row it could have taken with their weights."""

    finding: str
    answer: bool | str
    weight: float
    row: int
    could: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """The numbers of the ranking, clipped and as logarithms, one row for each possible answer.

    Parameters
    ----------
    log : array, shape (R, D, C)
        log P(answer | condition) for R possible answers, D draws (0: the numbers as they stand), C conditions.
    plain : finding id -> its rows as an answer of its own
    given_parent : finding id -> its rows once the broader finding was answered yes
    options : choice finding id -> option -> row
    fine : place id -> its rows under its larger place
    children : place id -> the finer places under it
    top : the larger places
    """

    conditions: tuple[str, ...]
    moved: MovedNumbers
    priors: Mapping[str, NDArray[np.float64]]
    log: NDArray[np.float64]
    plain: Mapping[str, Pair]
    given_parent: Mapping[str, Pair]
    options: Mapping[str, Mapping[str, int]]
    fine: Mapping[str, Pair]
    children: Mapping[str, tuple[str, ...]]
    top: tuple[str, ...]


@once_per_base
def tables(evidence: Evidence) -> Tables:
    """Clip the numbers of the evidence, move them, and take logarithms, once for all cases.

    Probabilities are clipped to [`p_floor`, `p_ceiling`] so that no single answer excludes an explanation. A finding
    under a broader one counts P(child) / P(parent), at most `child_ceiling`, once the broader one was answered yes;
    a fine place likewise, between `map_child_floor` and `child_ceiling`.
    """
    ranking = evidence.ranking
    weighing = ranking.settings["weighing"]
    moved = moved_numbers(ranking)
    rows_of = {finding: row for row, finding in enumerate(ranking.tables.findings)}
    log = _Rows(float(weighing["p_floor"]), float(weighing["p_ceiling"]))
    plain, given_parent, fine, options = {}, {}, {}, {}
    children: dict[str, list[str]] = defaultdict(list)
    top = []
    for finding, row in rows_of.items():
        entry = evidence.findings[finding]
        p = moved.p_yes[:, row]
        plain[finding] = log.pair(p)
        if entry.dependence_group == MAP and entry.parent in rows_of:
            parent = np.maximum(moved.p_yes[:, rows_of[entry.parent]], float(weighing["map_parent_floor"]))
            share = np.clip(p / parent, float(weighing["map_child_floor"]), float(weighing["child_ceiling"]))
            fine[finding] = log.pair(share)
            children[entry.parent].append(finding)
        elif entry.dependence_group == MAP:
            top.append(finding)
        elif entry.parent in rows_of and not entry.conditional:
            share = np.minimum(p / moved.p_yes[:, rows_of[entry.parent]], float(weighing["child_ceiling"]))
            given_parent[finding] = log.pair(share)
    for finding, by_option in moved.choice_p.items():
        names = evidence.findings[finding].options
        options[finding] = {option: log.one(by_option[:, i]) for i, option in enumerate(names)}
    return Tables(
        conditions=ranking.tables.conditions,
        moved=moved,
        priors={
            reason: _log_prior(weights @ ranking.tables.priors, moved.prior_shift)
            for reason, weights in ranking.tables.reason_weights.items()
        },
        log=np.array(log.rows),
        plain=plain,
        given_parent=given_parent,
        options=options,
        fine=fine,
        children={place: tuple(finer) for place, finer in children.items()},
        top=tuple(top),
    )


class _Rows:
    """Collects rows of log probabilities, shape (D, C) each."""

    def __init__(self, floor: float, ceiling: float) -> None:
        self.rows: list[NDArray[np.float64]] = []
        self._floor, self._ceiling = floor, ceiling

    def one(self, p: NDArray[np.float64]) -> int:
        self.rows.append(np.log(np.clip(p, self._floor, self._ceiling)))
        return len(self.rows) - 1

    def pair(self, p: NDArray[np.float64]) -> Pair:
        clipped = np.clip(p, self._floor, self._ceiling)
        self.rows += [np.log(clipped), np.log1p(-clipped)]
        return Pair(len(self.rows) - 2, len(self.rows) - 1)


def _log_prior(weights: NDArray[np.float64], shift: NDArray[np.float64]) -> NDArray[np.float64]:
    share = weights / weights.sum()
    logit = np.log(share) - np.log1p(-share) + shift
    return np.asarray(-np.logaddexp(0.0, -logit))


def counted(said: Mapping[str, Any], findings: Mapping[str, Finding], known: Tables) -> list[str]:
    """The answers outside the body map that enter the sum: in the ranking, and not under a finding that was denied."""
    result = []
    for finding, value in said.items():
        entry = findings[finding]
        if finding in known.options:
            if value in known.options[finding]:
                result.append(finding)
        elif finding in known.plain and entry.dependence_group != MAP and not denied_above(entry, said):
            result.append(finding)
    return result


def denied_above(finding: Finding, said: Mapping[str, Any]) -> bool:
    """True where the broader finding was answered no, so that this one says nothing more."""
    return finding.parent is not None and said.get(finding.parent) is False


def rows_for(finding: str, said: Mapping[str, Any], findings: Mapping[str, Finding], known: Tables) -> Pair:
    """The rows of a yes/no finding, given what was said about the broader one."""
    parent = findings[finding].parent
    if finding in known.given_parent and parent is not None and said.get(parent) is True:
        return known.given_parent[finding]
    return known.plain[finding]


def group_sizes(answered: Iterable[str], findings: Mapping[str, Finding]) -> Counter[str]:
    """How many of the answers repeat one fact, by dependence group."""
    return Counter(group for f in answered if (group := findings[f].dependence_group) is not None)


def items(
    answered: Iterable[str], said: Mapping[str, Any], findings: Mapping[str, Finding], known: Tables
) -> list[Item]:
    """The answers outside the body map as items; answers of one dependence group share the weight sqrt(n)."""
    answered = list(answered)
    sizes = group_sizes(answered, findings)
    result = []
    for finding in answered:
        group = findings[finding].dependence_group
        weight = 1.0 if group is None else 1.0 / sqrt(sizes[group])
        value = said[finding]
        if finding in known.options:
            by_option = known.options[finding]
            could = tuple((row, weight) for row in by_option.values())
            result.append(Item(finding, str(value), weight, by_option[str(value)], could))
        else:
            pair = rows_for(finding, said, findings, known)
            row = pair.yes if value else pair.no
            result.append(Item(finding, bool(value), weight, row, ((pair.yes, weight), (pair.no, weight))))
    return result
