"""The differential: every ranked explanation with its probability, range and reasons, and what stands beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from . import modifiers, must_rule_out, reasons
from .per_base import once_per_base
from .ranges import spread
from .result import SHOWN_ABOVE, Candidate, DifferentialResult, UmbrellaSum
from .weigh import unlisted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from backstride.evidence.model import Condition, Evidence

    from .result import FiredRule
    from .weigh import Weighed


def differential(weighed: Weighed, evidence: Evidence, fired: Sequence[FiredRule]) -> DifferentialResult:
    """The ranking of one case, ready to be told.

    Parameters
    ----------
    weighed
        The answers, weighed (`weigh.weigh`) with their draws.
    fired
        The triage rules that fired; what they suspect has to be ruled out.

    Returns
    -------
    DifferentialResult
        All ranked explanations, most probable first, summing to 1. Reasons are worked out for those that are shown.
    """
    draws, several = weighed.posterior, _several(evidence)
    sums = [draws[:, columns].sum(axis=1)[:, None] for columns in several.values()]
    # One range for all: most of its time goes into its beginning.
    low, high = (values.tolist() for values in spread(np.concatenate([draws, *sums], axis=1)))
    conditions, of_sums = draws.shape[1], [float(s[0, 0]) for s in sums]
    listed = candidates(weighed, draws[0], low[:conditions], high[:conditions], evidence)
    return DifferentialResult(
        candidates=listed,
        umbrellas=umbrellas(weighed, draws[0], of_sums, low[conditions:], high[conditions:], evidence),
        modifiers=modifiers.modifiers(weighed.said, evidence),
        unlisted_probability=unlisted(weighed, evidence.ranking.settings["unlisted"]),
        must_rule_out=must_rule_out.must_rule_out(
            weighed.said, weighed.places.marked, {c.condition: c.probability for c in listed}, fired, evidence
        ),
    )


def candidates(
    weighed: Weighed, now: NDArray[np.float64], low: Sequence[float], high: Sequence[float], evidence: Evidence
) -> tuple[Candidate, ...]:
    """Every ranked explanation, most probable first, equals in the order of the base.

    Parameters
    ----------
    now : array, shape (C,)
        The probabilities; `low` and `high` are the ends of their ranges.
    """
    probability, expert = now.tolist(), evidence.ranking.tables.expert_share.tolist()
    ratios, said = reasons.likelihood_ratios(weighed), reasons.words(weighed, evidence)
    above = float(evidence.ranking.settings["showing"]["reasons_lr_above"])
    names = _names_as_ids(evidence)
    result = []
    for column in np.argsort(-now, kind="stable").tolist():
        entry = evidence.conditions[weighed.known.conditions[column]]
        shown = probability[column] > SHOWN_ABOVE
        speaks_for, speaks_against = reasons.split(ratios[:, column], said, above) if shown else ((), ())
        result.append(
            Candidate(
                condition=entry.id,
                name=entry.name,
                plain_name=entry.plain_name,
                aliases=names[entry.id] if shown else entry.aliases,
                probability=probability[column],
                low80=low[column],
                high80=high[column],
                umbrella=entry.umbrella,
                reasons_for=speaks_for,
                reasons_against=speaks_against,
                to_confirm=entry.to_confirm,
                expert_share=expert[column],
            )
        )
    return tuple(result)


def other_names(condition: Condition) -> tuple[str, ...]:
    """Every other name of a condition in the form of an id: its old ids, and its synonyms."""
    synonyms = (re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") for name in condition.synonyms)
    return tuple(name for name in dict.fromkeys((*condition.aliases, *synonyms)) if name != condition.id)


@once_per_base
def _names_as_ids(evidence: Evidence) -> Mapping[str, tuple[str, ...]]:
    return {c: other_names(evidence.conditions[c]) for c in evidence.ranking.tables.conditions}


@once_per_base
def _several(evidence: Evidence) -> Mapping[str, list[int]]:
    """Umbrella -> the columns of the explanations that history can hardly tell apart, where they are several."""
    members: dict[str, list[int]] = {}
    for column, condition in enumerate(evidence.ranking.tables.conditions):
        umbrella = evidence.conditions[condition].umbrella
        if umbrella is not None:
            members.setdefault(umbrella, []).append(column)
    return {umbrella: columns for umbrella, columns in members.items() if len(columns) > 1}


def umbrellas(
    weighed: Weighed,
    now: NDArray[np.float64],
    sums: Sequence[float],
    low: Sequence[float],
    high: Sequence[float],
    evidence: Evidence,
) -> tuple[UmbrellaSum, ...]:
    """Sums over the explanations that history can hardly tell apart, most probable first; members likewise.

    Parameters
    ----------
    now : array, shape (C,)
        The probability of each explanation; `sums` are those of the umbrellas, `low` and `high` the ends of theirs.
    """
    conditions = weighed.known.conditions
    result = [
        UmbrellaSum(
            umbrella=umbrella,
            name=evidence.ranking.umbrella_words.get(umbrella, umbrella.replace("_", " ")),
            probability=sums[i],
            low80=low[i],
            high80=high[i],
            members=tuple(conditions[c] for c in sorted(columns, key=lambda c: -now[c])),
        )
        for i, (umbrella, columns) in enumerate(_several(evidence).items())
    ]
    return tuple(sorted(result, key=lambda u: -u.probability))
