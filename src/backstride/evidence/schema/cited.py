"""What the care files share: records that always name a source, families, quantities and spans."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .common import Sourced

Family = Literal[
    "nslbp",
    "radicular",
    "facet_oa",
    "stenosis",
    "sij",
    "deep_gluteal",
    "bone_stress",
    "pars",
    "inflammatory",
    "calf",
    "recovered",
]
Phase = Literal["weeks_0_2", "weeks_2_6", "weeks_6_12", "over_12_weeks", "recovered"]
"""Phases of the weekly plan."""

Span = tuple[float, float]
"""Lowest and highest value, both included."""


class Cited(Sourced):
    """A record whose numbers rest on `sources` (`expert_rule` where we chose); `basis` is the weakest of them."""

    sources: Annotated[list[str], Field(min_length=1)]


class Quantity(Cited):
    """One number and its unit."""

    value: float
    unit: str
