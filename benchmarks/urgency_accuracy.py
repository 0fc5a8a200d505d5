"""Levels of urgency against the raters of the vignettes and the ranges of the presentations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backstride.evidence import URGENCIES
from rater_agreement import cohen_kappa, quadratic_weighted_kappa

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backstride.evidence import Urgency
    from development_cases import Presentation, Vignette


@dataclass(frozen=True)
class Judgement:
    """One level against what is right: unsafe is less urgent than both raters can accept, not merely out of range."""

    unsafe: bool
    too_low: bool
    too_high: bool

    @property
    def in_range(self) -> bool:
        """Within the acceptable range."""
        return not (self.too_low or self.too_high)


def rank(level: Urgency) -> int:
    """0 for the most urgent level, counting up."""
    return URGENCIES.index(level)


def judge_vignette(vignette: Vignette, level: Urgency) -> Judgement:
    """The level of a vignette against its acceptable range and its safety limit."""
    acceptable = [rank(each) for each in vignette.acceptable]
    return Judgement(
        unsafe=rank(level) > rank(vignette.unsafe_if_below),
        too_low=rank(level) > max(acceptable),
        too_high=rank(level) < min(acceptable),
    )


def judge_presentation(presentation: Presentation, level: Urgency) -> Judgement:
    """The level of a presentation against its range; it has no other safety limit than the least urgent level."""
    too_low = rank(level) > rank(presentation.least)
    return Judgement(unsafe=too_low, too_low=too_low, too_high=rank(level) < rank(presentation.most))


@dataclass(frozen=True)
class UrgencyCounts:
    """Counts over the vignettes in one coding, and agreement with the first rater.

    Parameters
    ----------
    n, ordinary
        Number of vignettes, and of those without danger.
    exact_first, exact_either
        Level equal to the first rater's; equal to the first or the second rater's.
    too_high_ordinary
        Ordinary cases above their acceptable range.
    """

    n: int
    unsafe: int
    in_range: int
    too_low: int
    too_high: int
    exact_first: int
    exact_either: int
    ordinary: int
    too_high_ordinary: int
    kappa: float
    weighted_kappa: float


def count_urgency(vignettes: Sequence[Vignette], levels: Sequence[Urgency]) -> UrgencyCounts:
    """Count how the levels of the vignettes stand, one level a vignette, in the same order."""
    judged = [judge_vignette(v, level) for v, level in zip(vignettes, levels, strict=True)]
    first = [rank(v.raters[0]) for v in vignettes]
    given = [rank(level) for level in levels]
    return UrgencyCounts(
        n=len(judged),
        unsafe=sum(j.unsafe for j in judged),
        in_range=sum(j.in_range for j in judged),
        too_low=sum(j.too_low for j in judged),
        too_high=sum(j.too_high for j in judged),
        exact_first=sum(level == v.raters[0] for v, level in zip(vignettes, levels, strict=True)),
        exact_either=sum(level in v.raters for v, level in zip(vignettes, levels, strict=True)),
        ordinary=sum(v.ordinary for v in vignettes),
        too_high_ordinary=sum(v.ordinary and j.too_high for v, j in zip(vignettes, judged, strict=True)),
        kappa=cohen_kappa(first, given, len(URGENCIES)),
        weighted_kappa=quadratic_weighted_kappa(first, given, len(URGENCIES)),
    )
