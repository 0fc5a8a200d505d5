"""Runners made up from distorted tables: the truth is known, the numbers are off as far as they may be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from backstride.assess.askable import ASKABLE
from backstride.assess.likelihood import MAP, Tables, tables
from backstride.assess.weigh import softmax

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from backstride.assess.weigh import Weighed
    from backstride.evidence import Evidence

QUESTIONS = 25
"""Questions besides the first safety questions, the body map and the choices; drawn at random."""
CHOICE_ASKED = 0.7
TENDENCY, IN_GROUP = 0.6, 1.5
"""Size of what answers share beyond the cause, on the logit scale: one runner's tendency to say yes, and the repeats of
one dependence group. As correlations behind the answers: .1 for any two and about .45 within a group. Assumed."""
MARKED, MARKED_FINER = 0.8, 0.3
"""How many of the larger places that hurt are marked on the drawing, and of the finer ones in them. Assumed."""
POINTS, WEIGHTS = np.array([-np.sqrt(3.0), 0.0, np.sqrt(3.0)]), np.array([1.0, 4.0, 1.0]) / 6.0
"""A standard normal as three values (Gauss-Hermite), so that the right probability can be summed exactly."""


@dataclass(frozen=True)
class World:
    """The base with every number moved within its strength, as tables; how frequent each condition is in it."""

    evidence: Evidence
    known: Tables
    prior: NDArray[np.float64]


@dataclass(frozen=True)
class Runner:
    """What was answered, the column of the true condition, and whether that is left out of the list."""

    said: Mapping[str, bool | str]
    truth: int
    unlisted: bool


def world(evidence: Evidence, rng: np.random.Generator, *, times: float = 1.0) -> World:
    """Move every number by a normal deviate of its own standard deviation, `times` as far, on the logit scale."""
    ranking = evidence.ranking
    numbers, strength = ranking.tables, ranking.settings["strength_of_numbers"]

    def distorted(p: NDArray[np.float64], sd: NDArray[np.float64], recorded: NDArray[np.bool_]) -> NDArray[np.float64]:
        alike = np.where(recorded, strength["shared_by_finding"], strength["default_shared_by_finding"])
        z = np.sqrt(alike) * rng.standard_normal((len(p), 1)) + np.sqrt(1 - alike) * rng.standard_normal(p.shape)
        return expit(centre(p, times * sd) + times * sd * z)

    choice_p = {}
    for finding, p in numbers.choice_p.items():
        moved = distorted(p, numbers.choice_logit_sd[finding], numbers.choice_recorded[finding])
        choice_p[finding] = moved / moved.sum(axis=0)
    p_yes = distorted(numbers.p_yes, numbers.logit_sd, numbers.recorded)
    moved_base = replace(evidence, ranking=replace(ranking, tables=replace(numbers, p_yes=p_yes, choice_p=choice_p)))
    known = tables(moved_base)
    shift = times * float(strength["prior_log_sd"]) * rng.standard_normal(len(numbers.conditions))
    return World(moved_base, known, softmax(known.priors["unknown"] + shift))


def runner(there: World, rng: np.random.Generator, *, unlisted: bool = False) -> Runner:
    """One runner: a condition as frequent as in this world, and answers as it gives them.

    An unlisted cause is any condition, the rare as often as the frequent, that is then taken out of the list
    (`without`). A condition that enters only with its place has that place marked.
    """
    truth = int(rng.choice(len(there.prior), p=None if unlisted else there.prior))
    needed = there.evidence.conditions[there.known.conditions[truth]].needs_place or there.known.top
    said: dict[str, bool | str] = {}
    while not said.keys() & set(needed):
        said = _answers(there, rng, truth)
    return Runner(said, truth, unlisted)


def without(weighed: Weighed, column: int) -> Weighed:
    """The ranking as if one condition were not in the list."""
    log = weighed.log_posterior.copy()
    log[:, column] = -np.inf
    return replace(weighed, log_posterior=log)


def _answers(there: World, rng: np.random.Generator, truth: int) -> dict[str, bool | str]:
    known, findings = there.known, there.evidence.findings
    said: dict[str, bool | str] = {}
    for finding, rows in known.options.items():
        if rng.random() < CHOICE_ASKED:
            p = np.exp(known.log[list(rows.values()), truth])
            said[finding] = str(rng.choice(list(rows), p=p / p.sum()))
    places = list(known.top)
    while places:
        place = places.pop()
        if rng.random() < _marked(known, place)[truth]:
            said[place] = True
            places += known.children.get(place, ())
    shared = {None: 0.0, "": TENDENCY * rng.choice(POINTS, p=WEIGHTS)}
    for finding in asked(there.evidence, rng):
        entry = findings[finding]
        above = said.get(entry.parent) if entry.parent else None
        if above is False or (entry.conditional and above is not True):
            continue
        pair = known.given_parent[finding] if above is True and finding in known.given_parent else known.plain[finding]
        if entry.dependence_group not in shared:
            shared[entry.dependence_group] = IN_GROUP * rng.choice(POINTS, p=WEIGHTS)
        log = known.log[:, truth]
        logit = log[pair.yes] - log[pair.no] + shared[""] + shared[entry.dependence_group]
        said[finding] = bool(rng.random() < expit(logit))
    return said


def asked(evidence: Evidence, rng: np.random.Generator) -> list[str]:
    """The first safety questions that are ranked, and others at random; what hangs under another comes after it."""
    ranked = [f for f in evidence.ranking.tables.findings if evidence.findings[f].dependence_group != MAP]
    first = [f for f in evidence.triage.ask_first if f in ranked]
    rest = [f for f in ranked if f not in first and evidence.findings[f].who in ASKABLE]
    chosen = {*first, *rng.choice(rest, size=min(QUESTIONS, len(rest)), replace=False).tolist()}
    return sorted(chosen, key=lambda f: (_depth(f, evidence), f))


def _depth(finding: str, evidence: Evidence) -> int:
    parent = evidence.findings[finding].parent
    return 0 if parent is None else 1 + _depth(parent, evidence)


def right_probability(there: World, said: Mapping[str, Any]) -> NDArray[np.float64]:
    """Bayes' rule with this world's numbers and with what the answers share known: nobody could do better.

    Returns
    -------
    array, shape (C,)
    """
    known, findings = there.known, there.evidence.findings
    log = np.log(there.prior)
    groups: dict[str | None, list[NDArray[np.float64]]] = {}
    for finding, value in said.items():
        entry = findings[finding]
        if finding in known.options:
            rows = known.log[list(known.options[finding].values())]
            log = log + known.log[known.options[finding][str(value)]] - np.logaddexp.reduce(rows, axis=0)
        elif entry.dependence_group != MAP:
            under = finding in known.given_parent and said.get(str(entry.parent)) is True
            pair = known.given_parent[finding] if under else known.plain[finding]
            logit = known.log[pair.yes] - known.log[pair.no]
            groups.setdefault(entry.dependence_group, []).append(logit if value else -logit)
            groups.setdefault("signs of " + str(entry.dependence_group), []).append(np.array(1.0 if value else -1.0))
    log = log + _places(known, said)
    for column, condition in enumerate(known.conditions):
        needed = there.evidence.conditions[condition].needs_place
        if needed and not said.keys() & set(needed):
            log[column] = -np.inf
    tendency = (TENDENCY * POINTS)[:, None]
    total = np.zeros((len(POINTS), len(log)))
    for group, logits in groups.items():
        if str(group).startswith("signs of "):
            continue
        signs = groups["signs of " + str(group)]
        if group is None:
            for logit, sign in zip(logits, signs, strict=True):
                total -= np.logaddexp(0.0, -(logit + sign * tendency))
            continue
        within = [
            -sum(
                np.logaddexp(0.0, -(logit + sign * (tendency + IN_GROUP * point)))
                for logit, sign in zip(logits, signs, strict=True)
            )
            + np.log(weight)
            for point, weight in zip(POINTS, WEIGHTS, strict=True)
        ]
        total += np.logaddexp.reduce(np.array(within), axis=0)
    return softmax(log + np.logaddexp.reduce(total + np.log(WEIGHTS)[:, None], axis=0))


def _places(known: Tables, said: Mapping[str, Any]) -> NDArray[np.float64]:
    """Log P(marks) with every place its own answer, as the runners above mark them."""
    total = np.zeros(known.log.shape[1])
    places = list(known.top)
    while places:
        place = places.pop()
        marked = _marked(known, place)
        total += np.log(marked if place in said else 1.0 - marked)
        if place in said:
            places += known.children.get(place, ())
    return total


def _marked(known: Tables, place: str) -> NDArray[np.float64]:
    """P(the place is marked | condition), given the larger place around it, shape (C,)."""
    if place in known.fine:
        return np.asarray(MARKED_FINER * np.exp(known.log[known.fine[place].yes]))
    return np.asarray(MARKED * np.exp(known.log[known.plain[place].yes]))


def centre(p: NDArray[np.float64], sd: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logit round which a number is spread so that p is its mean (fixed-point steps on Gauss-Hermite sums)."""
    points, weights = np.polynomial.hermite_e.hermegauss(15)
    logit = np.log(p) - np.log1p(-p)
    middle = logit.copy()
    for _ in range(30):
        mean = sum(w * expit(middle + sd * x) for x, w in zip(points, weights / weights.sum(), strict=True))
        middle += logit - (np.log(mean) - np.log1p(-mean))
    return np.asarray(middle)


def expit(logit: NDArray[np.float64]) -> NDArray[np.float64]:
    """The inverse of the logit."""
    return np.asarray(1.0 / (1.0 + np.exp(-logit)))
