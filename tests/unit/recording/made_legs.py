"""Legs made by hand: a runner on a meridian at 3 m/s, a sample a second, whatever a test changes."""

from __future__ import annotations

import math

import numpy as np

from backstride.recording.leg import Leg

NOON_S = 1_793_534_400.0
"""2026-11-01 12:00:00 UTC."""
METRES_PER_DEGREE = math.pi / 180 * 6_371_008.8


def leg(seconds, *, sport="running", at_s=None, **columns):
    """A leg of `seconds` + 1 samples; columns are arrays or one value for all; positions where `north_m` is given."""
    times_s = NOON_S + (np.arange(seconds + 1.0) if at_s is None else np.asarray(at_s, dtype=float))
    north_m = columns.pop("north_m", np.nan)
    east_m = columns.pop("east_m", 0.0)
    given = {
        "latitude_deg": 47 + np.asarray(north_m) / METRES_PER_DEGREE,
        "longitude_deg": 8
        + np.asarray(north_m) * 0
        + np.asarray(east_m) / METRES_PER_DEGREE / math.cos(math.radians(47)),
    } | columns
    filled = {name: np.broadcast_to(np.asarray(v, dtype=float), times_s.shape).copy() for name, v in given.items()}
    return Leg(sport=sport, times_s=times_s, columns=filled)
