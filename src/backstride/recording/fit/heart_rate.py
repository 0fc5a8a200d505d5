"""Beats that a chest strap stored while the watch could not hear it (in the water), put into the samples by time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from backstride.recording.fit import fields
from backstride.recording.limits import limits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backstride.recording.fit.file import FitFile
    from backstride.recording.leg import Leg

_FRACTIONAL_TIME, _BPM, _EVENT_TIME, _EVENT_TIME_12 = 0, 6, 9, 10
_TICKS_PER_S = 1024
_ROLLOVER = 1 << 12


def stored_beats(one: FitFile, zero_s: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Times and heart rates of the `hr` messages.

    A message with a full time anchors the strap's counter; the others hold its lowest 12 bits, packed two in three
    bytes, which roll over every four seconds.

    Parameters
    ----------
    one
        With its messages in file order.
    zero_s
        Unix time of FIT time 0. [s]

    Returns
    -------
    times_s, heart_rate_bpm
        Shape (m,), increasing; empty where nothing can be anchored. [s, beats/min]
    """
    times: list[float] = []
    rates: list[float] = []
    anchor_s: float | None = None
    anchor_ticks = ticks = 0
    for message in one.messages(fields.HR):
        stamp, event_time = message.get(fields.TIMESTAMP), message.get(_EVENT_TIME)
        packed = message.get(_EVENT_TIME_12)
        if packed is None and isinstance(stamp, int) and isinstance(event_time, float):
            anchor_s = stamp + _as_float(message.get(_FRACTIONAL_TIME)) + zero_s
            anchor_ticks = ticks = round(event_time * _TICKS_PER_S)
            low_bits = [ticks % _ROLLOVER]
        elif anchor_s is not None and isinstance(packed, tuple):
            low_bits = _unpack(packed)
        else:
            continue
        for bits, bpm in zip(low_bits, _as_tuple(message.get(_BPM)), strict=False):
            ticks += (bits - ticks) % _ROLLOVER
            if bpm:
                times.append(anchor_s + (ticks - anchor_ticks) / _TICKS_PER_S)
                rates.append(float(bpm))
    order = np.argsort(times, kind="stable")
    return np.array(times, dtype=np.float64)[order], np.array(rates, dtype=np.float64)[order]


def merge_beats(leg: Leg, beats: tuple[NDArray[np.float64], NDArray[np.float64]]) -> None:
    """Fill the samples without a heart rate from the last stored beat before them, where it is fresh."""
    beat_times_s, rates = beats
    heart_rate = leg.columns.get("heart_rate_bpm")
    if heart_rate is None or beat_times_s.size == 0 or not leg.clock_set:
        return
    # A sample stands for its whole second, so a beat within that second belongs to it.
    last = np.searchsorted(beat_times_s, leg.times_s + 1.0, side="left") - 1
    fresh = (last >= 0) & (leg.times_s - beat_times_s[np.maximum(last, 0)] <= limits().heart_rate_merge_s)
    empty = fresh & ~(heart_rate > 0)
    heart_rate[empty] = rates[last[empty]]


def _unpack(packed: tuple[int, ...]) -> list[int]:
    values = []
    for first, middle, last in zip(packed[0::3], packed[1::3], packed[2::3], strict=False):
        values += [first | (middle & 0x0F) << 8, middle >> 4 | last << 4]
    return values


def _as_tuple(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _as_float(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
