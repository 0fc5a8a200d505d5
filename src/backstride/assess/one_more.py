"""A weighed case weighed again with one more answer: what that answer cannot change is kept as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from . import body_map, composites, weigh
from .likelihood import MAP

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backstride.evidence.model import Evidence

    from .weigh import Weighed


class OneMore:
    """One case, before one more answer to any of several questions.

    An answer about a place moves the body map and, where nothing hangs under that place, no other answer; any other
    answer leaves the marks alone. Published rules are worked out anew only for what they read.
    """

    def __init__(self, weighed: Weighed, evidence: Evidence) -> None:
        self._weighed, self._evidence = weighed, evidence
        findings, weighing = evidence.findings, evidence.ranking.settings["weighing"]
        self._told = weigh.rows_and_weights([i for i in weighed.items if findings[i.finding].dependence_group != MAP])
        self._marked = weigh.rows_and_weights([i for i in weighed.items if findings[i.finding].dependence_group == MAP])
        outside = (findings[f] for f in weighed.said if findings[f].dependence_group != MAP)
        self._above = {entry.parent for entry in outside}
        self._in_rules = composites.read(evidence)
        self._with_places = {*weighing["map_radiation"], "sex_female"}

    def log_posterior(self, finding: str, answer: bool | str) -> NDArray[np.float64]:
        """What `weigh.weigh` gives with the answer beside the others: log probabilities without draws, shape (C,)."""
        weighed, evidence, known = self._weighed, self._evidence, self._weighed.known
        said = {**weighed.said, finding: answer}
        weighing = evidence.ranking.settings["weighing"]
        found, told, places, marked = weighed.results, self._told, weighed.places, self._marked
        is_place = evidence.findings[finding].dependence_group == MAP
        if finding in self._in_rules:
            found = tuple(composites.results(said, evidence, known))
        if not is_place or finding in self._above or finding in self._in_rules:
            told = weigh.rows_and_weights(weigh.told(said, found, evidence, known))
        if is_place:
            places = body_map.marks(said, evidence.findings, known)
        if is_place or finding in self._with_places:
            marked = weigh.rows_and_weights(body_map.items(said, places, known, weighing))
        rows, weights = (np.concatenate(pair) for pair in zip(told, marked, strict=True))
        prior = weigh.log_prior(said, places, evidence, known)
        return np.asarray(prior + float(weighing["alpha"]) * weigh.summed(rows, weights, found, known))
