"""Units as Apple Health names them -> ours. They follow the settings of the phone, so each is read."""

from __future__ import annotations

import math

_LENGTH_M = {"m": 1.0, "km": 1000.0, "cm": 0.01, "mm": 0.001, "mi": 1609.344, "ft": 0.3048, "in": 0.0254, "yd": 0.9144}
_TIME_S = {"s": 1.0, "ms": 0.001, "min": 60.0, "hr": 3600.0, "d": 86_400.0}
_SPEED_MPS = {
    f"{length}/{time}": metres / seconds for length, metres in _LENGTH_M.items() for time, seconds in _TIME_S.items()
}
_PER_MINUTE = {"count/min": 1.0, "count/s": 60.0, "bpm": 1.0}
_POWER_W = {"W": 1.0, "kW": 1000.0, "mW": 0.001}
_COUNT = {"count": 1.0, "": 1.0}
FACTORS = {
    "length": _LENGTH_M,
    "time": _TIME_S,
    "speed": _SPEED_MPS,
    "rate": _PER_MINUTE,
    "power": _POWER_W,
    "count": _COUNT,
}
"""Quantity -> unit -> factor to m, s, m/s, 1/min, W or a plain number."""


def factor(quantity: str, unit: str) -> float:
    """What a value in `unit` is multiplied by; NaN where the unit is unknown, so that nothing is guessed."""
    return FACTORS[quantity].get(unit.strip(), math.nan)


def measured(quantity: str, text: str | None, unit: str | None = None) -> float | None:
    """A number with its unit, which may stand in the same text ("6575 cm"); None where it cannot be read."""
    words = (text or "").split(maxsplit=1)
    if not words:
        return None
    try:
        value = float(words[0]) * factor(quantity, unit if unit is not None else "".join(words[1:]))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
