"""What each format reader hands over: one activity as its file told it, not yet cleaned."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backstride.recording.run import UNTRUSTED_PREFIX

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from backstride.recording.wearer import Wearer

ON_FOOT = frozenset({"running", "walking", "hiking", "transition", "generic", "unknown"})
"""Sports whose cadence is steps; elsewhere it is turns of a crank or strokes."""


CLOCK_NOT_SET = f"{UNTRUSTED_PREFIX}the watch's clock was not set, so the day of this run is unknown."


@dataclass(slots=True)
class Leg:
    """One activity, or one leg of a multisport activity.

    Parameters
    ----------
    sport, indoor, device
        As in `Run`.
    times_s
        Unix time of each sample, or seconds since the watch was switched on where `clock_set` is False,
        shape (n,), in file order. [s]
    columns
        Columns of `SAMPLE_SCHEMA` that the format can hold, the position always among them, shape (n,), in its units,
        NaN where missing.
    stretch
        Number of the unbroken stretch (GPX segment, TCX track) of each sample, shape (n,); None where the format
        has no such thing.
    started_s
        Start by the file's summary, same clock as `times_s`. [s]
    pauses
        (from, to) on the same clock, in order; None where the file does not record them. [s]
    timer_s, elapsed_s, distance_m, ascent_m, descent_m, avg_cadence_spm, avg_heart_rate_bpm
        Totals by the device; None where it gave none.
    watch_offset_s
        Local time minus UTC as the file says it. [s]
    rpe, feel_pct, wearer
        As in `Run`.
    warnings
        What the reader of the format had to repair or leave out.
    """

    sport: str
    times_s: NDArray[np.float64]
    columns: dict[str, NDArray[np.float64]]
    stretch: NDArray[np.int64] | None = None
    clock_set: bool = True
    started_s: float | None = None
    pauses: list[tuple[float, float]] | None = None
    timer_s: float | None = None
    elapsed_s: float | None = None
    distance_m: float | None = None
    ascent_m: float | None = None
    descent_m: float | None = None
    avg_cadence_spm: float | None = None
    avg_heart_rate_bpm: float | None = None
    watch_offset_s: float | None = None
    device: str | None = None
    indoor: bool = False
    rpe: float | None = None
    feel_pct: float | None = None
    wearer: Wearer | None = None
    warnings: list[str] = field(default_factory=list)


def counted(count: int, noun: str) -> str:
    """`1 sample`, `2 samples`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
