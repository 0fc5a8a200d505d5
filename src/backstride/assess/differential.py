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
    draws = weighed.posterior
    listed = candidates(weighed, draws, evidence)
    return DifferentialResult(
        candidates=listed,
        umbrellas=umbrellas(weighed.known.conditions, draws, evidence),
        modifiers=modifiers.modifiers(weighed.said, evidence),
        unlisted_probability=unlisted(weighed, evidence.ranking.settings["unlisted"]),
        must_rule_out=must_rule_out.must_rule_out(
            weighed.said, weighed.places.marked, {c.condition: c.probability for c in listed}, fired, evidence
        ),
    )


def candidates(weighed: Weighed, draws: NDArray[np.float64], evidence: Evidence) -> tuple[Candidate, ...]:
    """Every ranked explanation, most probable first, equals in the order of the base.

    Parameters
    ----------
    draws : array, shape (D, C)
        Probabilities; draw 0 is the point estimate.
    """
    low, high = (values.tolist() for values in spread(draws))
    probability, expert = draws[0].tolist(), evidence.ranking.tables.expert_share.tolist()
    ratios, said = reasons.likelihood_ratios(weighed), reasons.words(weighed, evidence)
    above = float(evidence.ranking.settings["showing"]["reasons_lr_above"])
    names = _names_as_ids(evidence)
    result = []
    for column in np.argsort(-draws[0], kind="stable").tolist():
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


def umbrellas(conditions: Sequence[str], draws: NDArray[np.float64], evidence: Evidence) -> tuple[UmbrellaSum, ...]:
    """Sums over the explanations that history can hardly tell apart, most probable first; members likewise."""
    members: dict[str, list[int]] = {}
    for column, condition in enumerate(conditions):
        umbrella = evidence.conditions[condition].umbrella
        if umbrella is not None:
            members.setdefault(umbrella, []).append(column)
    several = {umbrella: columns for umbrella, columns in members.items() if len(columns) > 1}
    if not several:
        return ()
    sums = np.stack([draws[:, columns].sum(axis=1) for columns in several.values()], axis=1)
    low, high = spread(sums)
    result = [
        UmbrellaSum(
            umbrella=umbrella,
            name=evidence.ranking.umbrella_words.get(umbrella, umbrella.replace("_", " ")),
            probability=float(sums[0, i]),
            low80=float(low[i]),
            high80=float(high[i]),
            members=tuple(conditions[c] for c in sorted(columns, key=lambda c: -draws[0, c])),
        )
        for i, (umbrella, columns) in enumerate(several.items())
    ]
    return tuple(sorted(result, key=lambda u: -u.probability))
