"""Runners drawn from the base itself: an explanation by its prior, then what it shows, part of it told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from backstride.assess.likelihood import MAP, denied_above, tables

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from backstride.assess.likelihood import Tables
    from backstride.evidence import Evidence

SEED = 20261121
TOLD_IF_PRESENT, TOLD_IF_ABSENT, TOLD_CHOICE = 0.5, 0.1, 0.9
"""How much is told: half of what is there, a tenth of what is not, most of age, onset, duration and intensity."""
ALWAYS_TOLD = frozenset({"sex_female", "age_band"})


def simulated(evidence: Evidence, count: int, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """Draw runners as `backstride.assess.weigh.weigh` takes them, reasons for checking in turn.

    The true explanation is drawn from the prior of the reason, each finding from P(finding | explanation), a narrower
    one only where the broader one is there. Places are drawn until one hurts (and one that the explanation needs);
    those left blank are denied, as on the drawing. They are no patients: they follow the base's own numbers.
    """
    known, rng = tables(evidence), np.random.default_rng(seed)
    reasons = sorted(known.priors)
    for number in range(count):
        reason = reasons[number % len(reasons)]
        prior = np.exp(known.priors[reason])
        column = int(rng.choice(len(prior), p=prior / prior.sum()))
        yield {"check_reason": reason, **_places(evidence, known, column, rng), **_told(evidence, known, column, rng)}


def _places(evidence: Evidence, known: Tables, column: int, rng: np.random.Generator) -> dict[str, bool]:
    needed = set(evidence.conditions[known.conditions[column]].needs_place)
    while True:
        said: dict[str, bool] = {}
        level = [(place, known.plain[place].yes) for place in known.top]
        while level:
            for place, row in level:
                said[place] = bool(rng.random() < np.exp(known.log[row, column]))
            level = [
                (child, known.fine[child].yes)
                for place, _ in level
                if said[place]
                for child in known.children.get(place, ())
            ]
        marked = {place for place, hurts in said.items() if hurts}
        if marked and (not needed or marked & needed):
            return {place: said.get(place, False) for place in (*known.top, *known.fine)}


def _told(evidence: Evidence, known: Tables, column: int, rng: np.random.Generator) -> dict[str, Any]:
    there = _there(evidence, known, column, rng)
    told: dict[str, Any] = {
        finding: is_there
        for finding, is_there in there.items()
        if finding in ALWAYS_TOLD or rng.random() < (TOLD_IF_PRESENT if is_there else TOLD_IF_ABSENT)
    }
    for finding in [f for f, is_there in told.items() if is_there]:
        told.update(dict.fromkeys(_broader(finding, evidence, there), True))
    for finding, by_option in known.options.items():
        if finding in ALWAYS_TOLD or rng.random() < TOLD_CHOICE:
            p = np.exp(known.log[list(by_option.values()), column])
            told[finding] = list(by_option)[int(rng.choice(len(p), p=p / p.sum()))]
    return {f: v for f, v in told.items() if not denied_above(evidence.findings[f], told)}


def _there(evidence: Evidence, known: Tables, column: int, rng: np.random.Generator) -> dict[str, bool]:
    """Whether each finding outside the body map is there: the broader ones first, a narrower one only under them."""
    there: dict[str, bool] = {}
    outside = {f for f in known.plain if evidence.findings[f].dependence_group != MAP}
    for finding in sorted(outside, key=lambda f: (len(_broader(f, evidence, outside)), f)):
        above = _broader(finding, evidence, outside)
        if above and not there[above[0]]:
            there[finding] = False
        else:
            pair = known.given_parent.get(finding, known.plain[finding]) if above else known.plain[finding]
            there[finding] = bool(rng.random() < np.exp(known.log[pair.yes, column]))
    return there


def _broader(finding: str, evidence: Evidence, among: Container[str]) -> list[str]:
    """The broader findings above one, nearest first, as far as they are among those given."""
    above = []
    parent = evidence.findings[finding].parent
    while parent is not None and parent in among:
        above.append(parent)
        parent = evidence.findings[parent].parent
    return above
