"""Whether the probabilities mean what they say, on simulated runners: reliability, scores, ranges, unlisted causes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from backstride.assess.ranges import spread
from backstride.assess.result import SHOWN_ABOVE
from backstride.assess.weigh import softmax, unlisted, weigh
from distorted_runners import (
    IN_GROUP,
    MARKED,
    MARKED_FINER,
    QUESTIONS,
    TENDENCY,
    Runner,
    World,
    right_probability,
    runner,
    without,
    world,
)
from tables import Section, Table, share

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from backstride.evidence import Evidence

SEED = 20261121
WORLDS, LISTED, UNLISTED = 40, 40, 15
"""Worlds (each with its own distorted tables), and runners of each kind in every one."""
FURTHER = 1.5
"""Worlds whose numbers are off further than the base says they may be."""
EDGES = np.linspace(0.0, 1.0, 11)
COLUMNS = ("told", "cases", "mean told", "true (95 % interval)")
INTRO = f"""\
Runners made up by the base itself, with numbers it does not know: in each of {WORLDS} worlds every number is moved by a
deviate of its own strength (its value being the mean), a cause is drawn as frequently as in that world, and the runner
answers the first safety questions, {QUESTIONS} others and most choices, and marks places. Answers share more than the
cause: a tendency to say yes ({TENDENCY} on the logit scale) and, within a dependence group, {IN_GROUP} more. Of the
larger places that hurt {MARKED:.0%} are marked, of the finer ones {MARKED_FINER:.0%}. The ranking knows none of
this. It shows whether the arithmetic is honest about numbers that are off, not whether they are right: real outcomes
alone can show that. *Best possible*: Bayes' rule with the world's own numbers and all that is shared."""


@dataclass(frozen=True)
class Outcome:
    """One runner as the ranking saw it.

    Parameters
    ----------
    told, right, prior : arrays, shape (C,)
        Probabilities told, best possible, and before any answer.
    low, high : arrays, shape (C,)
    unlisted : the probability told that the cause is not on the list
    """

    runner: Runner
    told: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    right: NDArray[np.float64]
    prior: NDArray[np.float64]
    unlisted: float


def calibration_section(evidence: Evidence) -> Section:
    """Reliability of the first candidate and of all shown, scores, cover of the ranges, unlisted causes."""
    outcomes = simulate(evidence)
    listed = [o for o in outcomes if not o.runner.unlisted]
    further = [o for o in simulate(evidence, times=FURTHER, worlds=WORLDS // 2) if not o.runner.unlisted]
    return Section(
        "Calibration on simulated runners",
        INTRO.replace("%", " %"),
        (
            Table("Reliability of the first candidate", COLUMNS, reliability(*_firsts(listed))),
            Table("Reliability of every candidate shown", COLUMNS, reliability(*_shown(listed))),
            _scores(listed),
            _ranges({"as far off as the base says": listed, f"{FURTHER} times as far off": further}),
            _unlisted(outcomes, float(evidence.ranking.settings["unlisted"]["prior"])),
        ),
    )


def simulate(evidence: Evidence, *, times: float = 1.0, worlds: int = WORLDS) -> list[Outcome]:
    """Simulated runners and what the ranking tells them; the same on every machine."""
    rng = np.random.default_rng(SEED)
    found = []
    for _ in range(worlds):
        there = world(evidence, rng, times=times)
        found += [_outcome(evidence, there, runner(there, rng)) for _ in range(LISTED)]
        found += [_outcome(evidence, there, runner(there, rng, unlisted=True)) for _ in range(UNLISTED)]
    return found


def _outcome(evidence: Evidence, there: World, who: Runner) -> Outcome:
    weighed = weigh(who.said, evidence)
    if who.unlisted:
        weighed = without(weighed, who.truth)
    draws = weighed.posterior
    low, high = spread(draws)
    return Outcome(
        runner=who,
        told=draws[0],
        low=low,
        high=high,
        right=right_probability(there, who.said),
        prior=softmax(weighed.known.priors["unknown"]),
        unlisted=unlisted(weighed, evidence.ranking.settings["unlisted"]),
    )


def _firsts(listed: Sequence[Outcome]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    told = np.array([o.told.max() for o in listed])
    return told, np.array([int(o.told.argmax()) == o.runner.truth for o in listed])


def _shown(listed: Sequence[Outcome]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    told, true = [], []
    for o in listed:
        columns = np.flatnonzero(o.told > SHOWN_ABOVE)
        told.append(o.told[columns])
        true.append(columns == o.runner.truth)
    return np.concatenate(told), np.concatenate(true)


def reliability(told: NDArray[np.float64], true: NDArray[np.bool_]) -> list[tuple[str, ...]]:
    """Ten bins of the probability told: how many, their mean, and how many were true.

    Parameters
    ----------
    told, true : arrays, shape (n,)
    """
    which = np.clip(np.searchsorted(EDGES, told, side="right") - 1, 0, len(EDGES) - 2)
    rows = []
    for index, (low, high) in enumerate(pairwise(EDGES)):
        inside = which == index
        mean = f"{told[inside].mean():.3f}" if inside.any() else "-"
        rows.append(
            (f"{low:.1f} to {high:.1f}", f"{inside.sum():,}", mean, share(int(true[inside].sum()), int(inside.sum())))
        )
    return rows


def log_score(p: NDArray[np.float64], truth: int) -> float:
    """-log P(truth), in nats; 0 is best."""
    return -float(np.log(max(p[truth], np.finfo(float).tiny)))


def brier(p: NDArray[np.float64], truth: int) -> float:
    """Squared distance from certainty about the truth, 0 to 2; 0 is best."""
    return float(p @ p - 2.0 * p[truth] + 1.0)


def _scores(listed: Sequence[Outcome]) -> Table:
    ways: dict[str, Callable[[Outcome], NDArray[np.float64]]] = {
        "every candidate alike": lambda o: np.full(len(o.told), 1.0 / len(o.told)),
        "before any answer": lambda o: o.prior,
        "Backstride": lambda o: o.told,
        "best possible": lambda o: o.right,
    }
    rows = []
    for name, way in ways.items():
        logs = [log_score(way(o), o.runner.truth) for o in listed]
        briers = [brier(way(o), o.runner.truth) for o in listed]
        first = sum(int(way(o).argmax()) == o.runner.truth for o in listed)
        alike = name == "every candidate alike"
        rows.append((name, _mean(logs), _mean(briers), "-" if alike else share(first, len(listed))))
    return Table(
        "Scores", ("who", "log score [nats]", "Brier score", "first candidate right"), rows, "Lower is better."
    )


def _mean(values: Sequence[float]) -> str:
    """Mean with its standard error."""
    return f"{np.mean(values):.3f} ± {np.std(values) / np.sqrt(len(values)):.3f}"


def _ranges(worlds: dict[str, Sequence[Outcome]]) -> Table:
    rows = []
    for name, listed in worlds.items():
        firsts = [int(o.told.argmax()) for o in listed]
        held = [o.low[c] <= o.right[c] <= o.high[c] for o, c in zip(listed, firsts, strict=True)]
        every = np.concatenate([((o.low <= o.right) & (o.right <= o.high))[o.told > SHOWN_ABOVE] for o in listed])
        width = float(np.mean([o.high[c] - o.low[c] for o, c in zip(listed, firsts, strict=True)]))
        rows.append((name, share(int(sum(held)), len(held)), share(int(every.sum()), len(every)), f"{width:.2f}"))
    columns = ("numbers", "first candidate", "every candidate shown", "mean width, first")
    return Table("How many 80 % ranges hold the best possible probability", columns, rows)


def _unlisted(outcomes: Sequence[Outcome], prior: float) -> Table:
    told = {kind: np.array([o.unlisted for o in outcomes if o.runner.unlisted is kind]) for kind in (False, True)}
    weights = {False: 1.0 - prior, True: prior}
    mean = sum(weights[kind] * told[kind].mean() for kind in told)
    score = -(weights[False] * np.log1p(-told[False]).mean() + weights[True] * np.log(told[True]).mean())
    always = -(weights[False] * np.log1p(-prior) + weights[True] * np.log(prior))
    above = float(np.mean(told[True][:, None] > told[False]))
    rows = [
        ("mean told where the cause is listed", f"{told[False].mean():.3f}"),
        ("mean told where it is not", f"{told[True].mean():.3f}"),
        (f"mean told if {prior:.0%} are unlisted".replace("%", " %"), f"{mean:.3f}"),
        ("an unlisted cause gets more than a listed one", f"{above:.2f} of pairs"),
        ("log score [nats], then always telling the prior", f"{score:.3f}, {always:.3f}"),
    ]
    note = "Unlisted: a condition taken out of the list, the rare as often as the frequent."
    return Table("The cause that is not on the list", ("what", "measured"), rows, note)
