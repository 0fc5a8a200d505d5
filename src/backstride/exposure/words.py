"""Distances, dates and counts as a runner reads them: "18.2 km", "24 Oct", "4 weeks"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""English names of our own: `strftime` would follow the computer's language."""


def km(distance_m: float) -> str:
    """A run's distance with one decimal."""
    return f"{distance_m / 1000:.1f} km"


def whole_km(distance_m: float) -> str:
    """A week's distance in whole kilometres."""
    return f"{distance_m / 1000:.0f} km"


def km_range(low_m: float, high_m: float) -> str:
    """Two weekly distances as "31 to 34 km", or one where they round to the same."""
    low, high = whole_km(low_m), whole_km(high_m)
    return high if low == high else f"{low.removesuffix(' km')} to {high}"


def metres(height_m: float) -> str:
    """Climbing or descending in whole metres."""
    return f"{height_m:.0f} m"


def percent(fraction: float) -> str:
    """A share in whole per cent: "10 %"."""
    return f"{100 * fraction:.0f} %"


def day(on: date) -> str:
    """Day and month: "24 Oct"."""
    return f"{on.day} {MONTHS[on.month - 1]}"


def count(number: int, one: str) -> str:
    """A number with its noun: "1 run", "3 runs"."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"
