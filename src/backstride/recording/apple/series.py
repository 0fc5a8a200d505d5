"""Records of one kind -> numbers in our units; and which source counts where several recorded the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.apple.units import factor
from backstride.recording.limits import limits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_QUANTITIES = {
    "HeartRate": ("rate", 1.0),
    "StepCount": ("count", 1.0),
    "DistanceWalkingRunning": ("length", 1.0),
    "RunningSpeed": ("speed", 1.0),
    "RunningPower": ("power", 1.0),
    # Apple: "the distance covered by a single step".
    "RunningStrideLength": ("length", 1000.0),
    "RunningVerticalOscillation": ("length", 1000.0),
    "RunningGroundContactTime": ("time", 1000.0),
}
"""What is measured, and the factor from SI to the column's unit."""
KINDS = tuple(_QUANTITIES)
_WATCH = "watch"


@dataclass(frozen=True, slots=True)
class Values:
    """Records of one kind from one source, in order of time.

    Parameters
    ----------
    kind, unit, source, model
        As in `records.Series`.
    start_s, end_s
        Unix time, shape (n,). [s]
    values
        In our units: bpm, steps, m, m/s, W, mm, mm, ms; NaN where the unit is unknown, shape (n,).
    """

    kind: str
    unit: str
    source: str
    model: str
    start_s: NDArray[np.float64]
    end_s: NDArray[np.float64]
    values: NDArray[np.float64]


def values_of(words: dict[str, str], rows: bytes) -> Values:
    """One `Records` element; lines that are broken are left out.

    Parameters
    ----------
    words
        Its attributes.
    rows
        Its text.
    """
    kind, unit = words.get("kind", ""), words.get("unit", "")
    quantity, scale = _QUANTITIES.get(kind, ("", 0.0))
    table = _table(rows)
    by = factor(quantity, unit) * scale if quantity else float("nan")
    return Values(
        kind=kind,
        unit=unit,
        source=words.get("source", ""),
        model=words.get("model", ""),
        start_s=table[:, 0],
        end_s=table[:, 0] + table[:, 1],
        values=table[:, 2] * by,
    )


def _table(rows: bytes) -> NDArray[np.float64]:
    words = rows.split()
    try:
        table = np.array(words[: len(words) // 3 * 3], dtype=np.float64).reshape(-1, 3)
    except ValueError:
        whole = [line.split() for line in rows.splitlines()]
        table = np.array([line for line in whole if len(line) == 3 and all(map(_is_number, line))], dtype=np.float64)
        table = table.reshape(-1, 3)
    table = table[np.isfinite(table).all(axis=1) & (table[:, 1] >= 0)]
    return table[np.argsort(table[:, 0], kind="stable")]


def _is_number(word: bytes) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def chosen(all_values: Iterable[Values], kind: str, own_source: str, start_s: float, end_s: float) -> Values | None:
    """The records of one kind by the best source alone, so that nothing counts twice; None where there are none.

    A source that shows less than half of the time that another shows comes last; one with a value each few seconds goes
    before one with a single sum over the run; then the workout's own source, then a watch, then the one that covers
    most. Only records that touch the time from `start_s` to `end_s` count. [s]
    """
    found = [
        _joined(same)
        for same in _by_source(
            values for values in all_values if values.kind == kind and np.isfinite(values.values).any()
        )
    ]
    found = [_touching(values, start_s, end_s) for values in found]
    found = [values for values in found if values.start_s.size]
    most = max((_minutes(values, start_s, end_s) for values in found), default=0)

    def rank(values: Values) -> tuple[object, ...]:
        lengths_s = values.end_s - values.start_s
        watch = _WATCH in values.model.casefold() or _WATCH in values.source.casefold()
        coarse = float(lengths_s.mean()) > limits().apple_coarse_record_s
        other = 0 if values.source == own_source else 1 if watch else 2
        thin = _minutes(values, start_s, end_s) < most / 2
        return thin, coarse, other, -float(lengths_s.sum()), -values.start_s.size, values.source, values.model

    return min(found, key=rank, default=None)


def _minutes(values: Values, start_s: float, end_s: float) -> int:
    """Minutes of the time from `start_s` to `end_s` in which there is a record. [s]"""
    first = ((np.maximum(values.start_s, start_s) - start_s) // 60).astype(np.int64)
    last = ((np.minimum(values.end_s, end_s) - start_s) // 60).astype(np.int64)
    changes = np.zeros(int((end_s - start_s) // 60) + 2, dtype=np.int64)
    np.add.at(changes, first, 1)
    np.add.at(changes, last + 1, -1)
    return int((np.cumsum(changes) > 0).sum())


def _by_source(all_values: Iterable[Values]) -> list[list[Values]]:
    groups: dict[tuple[str, str], list[Values]] = {}
    for values in all_values:
        groups.setdefault((values.source, values.model), []).append(values)
    return list(groups.values())


def _joined(same: list[Values]) -> Values:
    """One source may have changed its unit on the way."""
    start_s = np.concatenate([values.start_s for values in same])
    order = np.argsort(start_s, kind="stable")
    first = same[0]
    return Values(
        first.kind,
        first.unit,
        first.source,
        first.model,
        start_s[order],
        np.concatenate([values.end_s for values in same])[order],
        np.concatenate([values.values for values in same])[order],
    )


def _touching(values: Values, start_s: float, end_s: float) -> Values:
    inside = (values.start_s <= end_s) & (values.end_s >= start_s) & np.isfinite(values.values)
    return Values(
        values.kind,
        values.unit,
        values.source,
        values.model,
        values.start_s[inside],
        values.end_s[inside],
        values.values[inside],
    )
