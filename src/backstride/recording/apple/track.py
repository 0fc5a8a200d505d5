"""The route of a workout, read by the reader of GPX."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.run import WatchFileError

if TYPE_CHECKING:
    from numpy.typing import NDArray

COLUMNS = ("latitude_deg", "longitude_deg", "altitude_m", "speed_mps")
_CUT_S = 1.0
"""The times of a workout are cut to seconds, so that it may end this much later."""


@dataclass(frozen=True, slots=True)
class Track:
    """Points of a route in order of time, each instant once.

    Parameters
    ----------
    times_s
        Unix time, shape (n,). [s]
    columns
        `COLUMNS`, shape (n,).
    stretch
        Number of the unbroken stretch of each point, shape (n,).
    """

    times_s: NDArray[np.float64]
    columns: dict[str, NDArray[np.float64]]
    stretch: NDArray[np.int64]

    def within(self, start_s: float | None, end_s: float | None) -> Track | None:
        """The points of that time; None where there are none. [s]"""
        if start_s is None or end_s is None:
            return None
        inside = (self.times_s >= start_s) & (self.times_s < end_s + _CUT_S)
        return self._taken(np.flatnonzero(inside)) if inside.any() else None

    def _taken(self, index: NDArray[np.intp]) -> Track:
        columns = {name: values[index] for name, values in self.columns.items()}
        return Track(self.times_s[index], columns, self.stretch[index])

    def in_order(self) -> Track:
        """The same points, sorted."""
        _, index = np.unique(self.times_s, return_index=True)
        return self._taken(index)


def read(gpx_text: bytes) -> Track | None:
    """The points of a route; None where it has none that can be read."""
    from backstride.recording.reading import legs_in  # which reads extracts by this package

    try:
        _, legs = legs_in(gpx_text)
    except WatchFileError:
        return None
    first_of_leg = np.cumsum([0, *(_stretches(leg.stretch) for leg in legs)])
    return Track(
        np.concatenate([leg.times_s for leg in legs]),
        {name: np.concatenate([leg.columns[name] for leg in legs]) for name in COLUMNS},
        np.concatenate(
            [leg.stretch + first for leg, first in zip(legs, first_of_leg, strict=False) if leg.stretch is not None]
        ),
    ).in_order()


def _stretches(stretch: NDArray[np.int64] | None) -> int:
    return int(stretch.max()) + 1 if stretch is not None and stretch.size else 0
