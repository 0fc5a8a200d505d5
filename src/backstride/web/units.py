"""Lengths, distances and paces in the runner's units; inside, everything is SI."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import number_format

METRES_A_MILE = 1609.344
METRES_AN_INCH = 0.0254
METRES_A_FOOT = 0.3048
KILOGRAMS_A_POUND = 0.45359237


@dataclass(frozen=True)
class Units:
    """One system of units: what a shown number is multiplied with to get SI, and how it is called."""

    distance_m: float
    distance: str
    length_m: float
    length: str
    mass_kg: float
    mass: str
    height_m: float
    height: str


METRIC = Units(1000, "km", 0.01, "cm", 1, "kg", 1, "m")
IMPERIAL = Units(METRES_A_MILE, "mi", METRES_AN_INCH, "in", KILOGRAMS_A_POUND, "lb", METRES_A_FOOT, "ft")


def units_of(name: str) -> Units:
    """The system of a runner's setting."""
    return IMPERIAL if name == "imperial" else METRIC


def decimals(number: float, places: int) -> str:
    """A number with so many decimals, as the language of the page writes it."""
    return number_format(f"{number:.{places}f}")


def distance(metres: float | None, units: Units) -> str:
    """Such as "12.4 km"; a distance nobody recorded stays empty."""
    return "" if metres is None else f"{decimals(metres / units.distance_m, 1)} {units.distance}"


def climb(metres: float | None, units: Units) -> str:
    """Such as "405 m" or "1329 ft"; a height nobody recorded stays empty."""
    return "" if metres is None else f"{metres / units.height_m:.0f} {units.height}"


def duration(seconds: float | None) -> str:
    """Such as "1:02:03" or "45:10"."""
    if seconds is None:
        return ""
    whole = round(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def pace(metres: float | None, seconds: float | None, units: Units) -> str:
    """Such as "5:41 /km"; empty where it cannot be told."""
    if not metres or not seconds:
        return ""
    return f"{duration(seconds / metres * units.distance_m)} /{units.distance}"
