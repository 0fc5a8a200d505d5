"""User profile and zones of a FIT file -> what the watch was told about the runner."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from backstride.recording.fit import fields
from backstride.recording.fit.watch import finite
from backstride.recording.wearer import Wearer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from backstride.recording.fit.file import FitFile
    from backstride.recording.fit.table import Message

_SEX, _AGE, _HEIGHT, _MASS, _RESTING, _MAX_RUNNING, _MAX = 1, 2, 3, 4, 8, 9, 11
_TARGET_MAX, _TARGET_THRESHOLD = 1, 2
_ZONE_HIGH, _MESSAGE_INDEX = 1, 254
_TIME_IN_ZONE_OF, _TIME_IN_ZONE_HIGH, _TIME_IN_ZONE_MAX, _TIME_IN_ZONE_RESTING, _TIME_IN_ZONE_THRESHOLD = (
    0,
    6,
    11,
    12,
    13,
)


def wearer(chain: FitFile) -> Wearer | None:
    """What `chain` says of the runner; None where it says nothing.

    The settings kept for the session come before those of the watch at large, and those for running before those for
    any sport. Zeros mean that nothing was set.
    """
    own = chain.messages(fields.USER_PROFILE)
    targets = chain.messages(fields.ZONES_TARGET)
    in_zone = [m for m in chain.messages(fields.TIME_IN_ZONE) if m.get(_TIME_IN_ZONE_OF) in ("session", fields.SESSION)]
    told = Wearer(
        mass_kg=_first(_set(own, _MASS)),
        height_m=_first(_set(own, _HEIGHT)),
        sex=next((m[_SEX] for m in own if m.get(_SEX) in ("female", "male")), None),
        age_years=_first(_set(own, _AGE)),
        resting_heart_rate_bpm=_first((*_set(in_zone, _TIME_IN_ZONE_RESTING), *_set(own, _RESTING))),
        max_heart_rate_bpm=_first(
            (
                *_set(in_zone, _TIME_IN_ZONE_MAX),
                *_set(targets, _TARGET_MAX),
                *_set(own, _MAX_RUNNING),
                *_set(own, _MAX),
            )
        ),
        threshold_heart_rate_bpm=_first((*_set(in_zone, _TIME_IN_ZONE_THRESHOLD), *_set(targets, _TARGET_THRESHOLD))),
        heart_rate_zones_bpm=_zones(in_zone, chain.messages(fields.HR_ZONE)),
    )
    return None if told == Wearer() else told


def _set(messages: Iterable[Message], number: int) -> list[float]:
    return [value for message in messages if (value := finite(message.get(number))) is not None and value > 0]


def _first(values: Iterable[float]) -> float | None:
    return next(iter(values), None)


def _zones(in_zone: Iterable[Message], zones: Iterable[Message]) -> tuple[float, ...]:
    """Limits that rise, or none: a table with holes is no table."""
    for message in in_zone:
        limits = _rising(message.get(_TIME_IN_ZONE_HIGH))
        if limits:
            return limits
    ordered = sorted(zones, key=lambda zone: finite(zone.get(_MESSAGE_INDEX)) or 0.0)
    return _rising([zone.get(_ZONE_HIGH) for zone in ordered])


def _rising(values: Any) -> tuple[float, ...]:
    if not isinstance(values, list | tuple):
        return ()
    limits = [finite(value) for value in values if value is not None]
    known = [limit for limit in limits if limit is not None]
    if len(known) < len(values) or any(a >= b for a, b in pairwise(known)):
        return ()
    return tuple(known)
