"""Reads numbers from the room's rules (`evidence/data/exposure.yaml`), which are handed in as a plain mapping."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backstride.exposure.result import ExposureError

if TYPE_CHECKING:
    from collections.abc import Mapping


def threshold(rules: Mapping[str, Any], section: str, name: str) -> float:
    """The value of one rule, in the unit its entry states.

    Raises
    ------
    ExposureError
        If the rules lack it, or its value is not a number.
    """
    try:
        value = rules[section][name]["value"]
    except (KeyError, TypeError):
        message = f"exposure rules: {section}.{name} has no value; use the rules shipped with this version"
        raise ExposureError(message) from None
    if isinstance(value, bool) or not isinstance(value, int | float):
        message = (
            f"exposure rules: {section}.{name} is {value!r}, not a number; use the rules shipped with this version"
        )
        raise ExposureError(message)
    return float(value)


def whole(rules: Mapping[str, Any], section: str, name: str) -> int:
    """The value of one rule that counts days, weeks or runs."""
    return round(threshold(rules, section, name))
