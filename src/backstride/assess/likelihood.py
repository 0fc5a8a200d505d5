"""Answers -> rows of log probabilities with their weights: what each answer says about every explanation."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from .per_base import once_per_base
from .ranges import noise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from backstride.evidence.model import Evidence, Finding

    from .ranges import Noise

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
    priors : reason for checking -> array, shape (C,)
        Log prior.
    log, p : arrays, shape (R, C)
        log P(answer | condition) for R possible answers, C conditions; and P itself.
    alike, own : arrays, shape (R, C)
        How log P moves when its number moves by one standard deviation: the part that moves every condition alike,
        and the part of each condition by itself.
    numbers : array of int, shape (R,)
        Which number of the base a row comes from: its column of `noise.alike`.
    noise : the draws for the ranges
    plain : finding id -> its rows as an answer of its own
    given_parent : finding id -> its rows once the broader finding was answered yes
    options : choice finding id -> option -> row
    fine : place id -> its rows under its larger place
    children : place id -> the finer places under it
    top : the larger places
    larger : every place with finer ones under it, the finest first
    """

    conditions: tuple[str, ...]
    priors: Mapping[str, NDArray[np.float64]]
    log: NDArray[np.float64]
    p: NDArray[np.float64]
    alike: NDArray[np.float64]
    own: NDArray[np.float64]
    numbers: NDArray[np.intp]
    noise: Noise
    plain: Mapping[str, Pair]
    given_parent: Mapping[str, Pair]
    options: Mapping[str, Mapping[str, int]]
    fine: Mapping[str, Pair]
    children: Mapping[str, tuple[str, ...]]
    top: tuple[str, ...]
    larger: tuple[str, ...]


@once_per_base
def tables(evidence: Evidence) -> Tables:
    """Clip the numbers of the evidence and take logarithms, once for all cases.

    Probabilities are clipped to [`p_floor`, `p_ceiling`] so that no single answer excludes an explanation. A finding
    under a broader one counts P(child) / P(parent), at most `child_ceiling`, once the broader one was answered yes;
    a fine place likewise, between `map_child_floor` and `child_ceiling`.
    """
    ranking = evidence.ranking
    weighing, strength = ranking.settings["weighing"], ranking.settings["strength_of_numbers"]
    p_yes = ranking.tables.p_yes
    rows_of = {finding: row for row, finding in enumerate(ranking.tables.findings)}
    log = _Rows(float(weighing["p_floor"]), float(weighing["p_ceiling"]), strength)
    plain, given_parent, fine = {}, {}, {}
    options: dict[str, dict[str, int]] = {}
    children: dict[str, list[str]] = defaultdict(list)
    top = []
    for finding, row in rows_of.items():
        entry = evidence.findings[finding]
        p = p_yes[row]
        log.number(ranking.tables.logit_sd[row], ranking.tables.recorded[row])
        plain[finding] = log.pair(p)
        if entry.dependence_group == MAP and entry.parent in rows_of:
            parent = np.maximum(p_yes[rows_of[entry.parent]], float(weighing["map_parent_floor"]))
            share = np.clip(p / parent, float(weighing["map_child_floor"]), float(weighing["child_ceiling"]))
            fine[finding] = log.pair(share)
            children[entry.parent].append(finding)
        elif entry.dependence_group == MAP:
            top.append(finding)
        elif entry.parent in rows_of and not entry.conditional:
            share = np.minimum(p / p_yes[rows_of[entry.parent]], float(weighing["child_ceiling"]))
            given_parent[finding] = log.pair(share)
    for finding, by_option in ranking.tables.choice_p.items():
        options[finding] = {}
        for option, p in zip(evidence.findings[finding].options, by_option, strict=True):
            log.number(ranking.tables.choice_logit_sd[finding], ranking.tables.choice_recorded[finding])
            options[finding][option] = log.one(p)
    logs = np.array(log.rows)
    return Tables(
        conditions=ranking.tables.conditions,
        priors={
            reason: np.log(share / share.sum())
            for reason, weights in ranking.tables.reason_weights.items()
            for share in [weights @ ranking.tables.priors]
        },
        log=logs,
        p=np.exp(logs),
        alike=np.array(log.alike),
        own=np.array(log.own),
        numbers=np.array(log.numbers, dtype=np.intp),
        noise=noise(log.last + 1, len(ranking.tables.conditions), strength),
        plain=plain,
        given_parent=given_parent,
        options=options,
        fine=fine,
        children={place: tuple(finer) for place, finer in children.items()},
        top=tuple(top),
        larger=tuple(_finest_first(top, children)),
    )


def _finest_first(places: Iterable[str], children: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for place in places:
        if place in children:
            yield from _finest_first(children[place], children)
            yield place


class _Rows:
    """Collects rows of log probabilities, shape (C,) each, with how they move with the number they come from."""

    def __init__(self, floor: float, ceiling: float, strength: Mapping[str, Any]) -> None:
        self.rows: list[NDArray[np.float64]] = []
        self.alike: list[NDArray[np.float64]] = []
        self.own: list[NDArray[np.float64]] = []
        self.numbers: list[int] = []
        self.last = -1
        self._floor, self._ceiling = floor, ceiling
        self._shared = (float(strength["default_shared_by_finding"]), float(strength["shared_by_finding"]))

    def number(self, sd: NDArray[np.float64], recorded: NDArray[np.bool_]) -> None:
        """The rows from here on come from a further number with this standard deviation for each condition."""
        self.last += 1
        shared = np.where(recorded, self._shared[1], self._shared[0])
        self._sd_alike, self._sd_own = sd * np.sqrt(shared), sd * np.sqrt(1.0 - shared)

    def one(self, p: NDArray[np.float64]) -> int:
        clipped = np.clip(p, self._floor, self._ceiling)
        return self._add(np.log(clipped), 1.0 - clipped)

    def pair(self, p: NDArray[np.float64]) -> Pair:
        clipped = np.clip(p, self._floor, self._ceiling)
        return Pair(self._add(np.log(clipped), 1.0 - clipped), self._add(np.log1p(-clipped), -clipped))

    def _add(self, row: NDArray[np.float64], slope: NDArray[np.float64]) -> int:
        """`slope` is the derivative of the row with respect to the logit of p."""
        self.rows.append(row)
        self.alike.append(slope * self._sd_alike)
        self.own.append(slope * self._sd_own)
        self.numbers.append(self.last)
        return len(self.rows) - 1


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


def repeats(items: Sequence[Item], findings: Mapping[str, Finding]) -> list[list[int]]:
    """Indices of the answers that repeat one fact, for each dependence group with more than one; places are none."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, item in enumerate(items):
        group = findings[item.finding].dependence_group
        if group is not None and group != MAP:
            groups[group].append(index)
    return [indices for indices in groups.values() if len(indices) > 1]


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
