"""Lap messages of a FIT file -> the lap of each sample."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.fit import fields
from backstride.recording.fit.watch import finite

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backstride.recording.fit.file import FitFile
    from backstride.recording.fit.table import Message

_START, _ELAPSED = 2, 7
_LATE_S = 1.0
"""Clocks of laps and samples are whole seconds."""


def lap_numbers(one: FitFile, times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Which lap each sample belongs to, counted from 1 over the whole file.

    A lap is written when it ends, so samples after the last one belong to a lap that was never finished.

    Parameters
    ----------
    one
        The file.
    times
        FIT time of each sample, shape (n,), NaN where missing. [s]

    Returns
    -------
    array, shape (n,)
        NaN in a file without laps, and for samples without a time.
    """
    spans = [span for span in map(_span, one.messages(fields.LAP)) if math.isfinite(span[0])]
    if not spans:
        return np.full(times.shape, np.nan)
    starts = sorted({start for start, _ in spans})
    end = max(end for _, end in spans)
    if np.nanmax(times, initial=-math.inf) > end + _LATE_S:
        starts.append(end + _LATE_S)
    numbers = np.maximum(np.searchsorted(starts, times, side="right"), 1).astype(np.float64)
    numbers[np.isnan(times)] = np.nan
    return numbers


def _span(lap: Message) -> tuple[float, float]:
    """Start and end of a lap, NaN where neither can be told. [s]"""
    start, end, elapsed = (finite(lap.get(number)) for number in (_START, fields.TIMESTAMP, _ELAPSED))
    if start is None and end is not None and elapsed is not None:
        start = end - elapsed
    if start is None:
        return math.nan, math.nan
    return start, max(end or start, start + (elapsed or 0.0))
