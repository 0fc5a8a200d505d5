"""Which explanations each ranked one is most easily taken for, and the records that tell the two apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .compile import ranked_diagnoses, tables
from .compile_names import SETTINGS
from .sides import sides

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from .source import Source

UNASKED = "unknown"
"""The reason for checking whose mixture of settings is the prior here: the one of a runner who was not asked."""

CHOICE = "choice:"


@dataclass(frozen=True, slots=True)
class Rival:
    """An explanation that another one is easily taken for; `separating`: the findings whose records tell them apart."""

    condition: str
    separating: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Separation:
    """For one ranked condition: its nearest rivals, nearest first, and the findings whose yes speaks against it.

    It speaks against it when it is at most 1 / `ratio` as usual with it as with all the others together.
    """

    rivals: tuple[Rival, ...]
    against: tuple[str, ...]


def separations(source: Source) -> dict[str, Separation]:
    """The nearest rivals of every ranked condition and the records that separate it from them.

    How easily c is taken for r is the Bhattacharyya bound on the error of telling two classes apart, taken over
    every finding that a runner can answer:

        sqrt(prior(c) * prior(r)) * product over findings of sum over answers of sqrt(P(answer | c) * P(answer | r))

    The nearest rivals are those with the largest bound. Findings are taken as independent, which brings conditions
    nearer or further alike and so hardly changes their order. A record of c separates it from r when some answer is
    usual with one of the two (`usual_from`) and at least `ratio` times as usual as with the other.

    References
    ----------
    .. [1] Kailath T (1967). The divergence and Bhattacharyya distance measures in signal selection. IEEE Trans
       Commun Technol 15:52-60.
    """
    settings = source.ranking.separation.model_dump()
    diagnoses = ranked_diagnoses(source)
    arrays = tables(source)
    answers = _answers(source, arrays)
    nearest = _nearest(answers, _prior(source, arrays), int(settings["rivals"]))
    recorded = [{record.finding for record in condition.records} for condition in diagnoses]
    by_side = sides(source)
    result = {}
    for i, condition in enumerate(diagnoses):
        rivals = tuple(
            Rival(
                diagnoses[j].id,
                tuple(
                    finding
                    for finding, p in answers.items()
                    if finding in recorded[i] and _separates(p[:, i], p[:, j], settings)
                ),
            )
            for j in nearest[i]
        )
        against = tuple(s.record.finding for s in by_side[condition.id][1] if s.ratio * float(settings["ratio"]) <= 1.0)
        result[condition.id] = Separation(rivals, against)
    return result


def problems(source: Source, found: Mapping[str, Separation]) -> Iterator[str]:
    """Each condition with too few records that separate it from a near rival, or too few that speak against it."""
    settings = source.ranking.separation.model_dump()
    for cid, separation in found.items():
        for rival in separation.rivals:
            if len(rival.separating) < settings["records_at_least"]:
                yield (
                    f"conditions/{cid}.yaml: only {len(rival.separating)} records separate it from `{rival.condition}` "
                    f"({', '.join(rival.separating) or 'none'}); it needs {settings['records_at_least']}."
                )
        if len(separation.against) < settings["against_at_least"]:
            yield (
                f"conditions/{cid}.yaml: only {len(separation.against)} records speak against it; "
                f"it needs {settings['against_at_least']}."
            )


def _answers(source: Source, arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[np.float64]]:
    """For each finding a runner can answer: P(answer | condition), shape (answers, C), clipped as the ranking does."""
    weighing = source.ranking.weighing.model_dump()
    floor, ceiling = float(weighing["p_floor"]), float(weighing["p_ceiling"])
    yes_no = [f for f in source.findings.values() if f.ranking and f.kind == "yes_no"]
    result = {}
    for row, finding in enumerate(yes_no):
        if finding.who != "clinician":
            p = np.clip(arrays["p_yes"][row], floor, ceiling)
            result[finding.id] = np.stack([p, 1.0 - p])
    for name, p in arrays.items():
        if name.startswith(CHOICE):
            result[name.removeprefix(CHOICE)] = np.clip(np.nan_to_num(p, nan=floor), floor, ceiling)
    return result


def _prior(source: Source, arrays: Mapping[str, NDArray[Any]]) -> NDArray[np.float64]:
    """The mixture of settings of a runner who was not asked why, shape (C,); sums to 1."""
    by_setting = source.ranking.reason_weights.model_dump()[UNASKED]
    weights = np.array([float(by_setting[setting]) for setting in SETTINGS]) @ arrays["priors"]
    return np.asarray(weights / weights.sum())


def _nearest(answers: Mapping[str, NDArray[np.float64]], prior: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    """Columns of the nearest rivals of each condition, nearest first, shape (C, the lesser of `count` and C - 1)."""
    log_bound = 0.5 * (np.log(prior)[:, None] + np.log(prior)[None, :])
    for p in answers.values():
        root = np.sqrt(p)
        log_bound += np.log(root.T @ root)
    np.fill_diagonal(log_bound, -np.inf)
    return np.asarray(np.argsort(-log_bound, axis=1, kind="stable")[:, : min(count, len(prior) - 1)])


def _separates(p: NDArray[np.float64], other: NDArray[np.float64], settings: Mapping[str, Any]) -> bool:
    usual = np.maximum(p, other) >= float(settings["usual_from"])
    ratio = np.maximum(p / other, other / p) >= float(settings["ratio"])
    return bool((usual & ratio).any())
