"""Texts of an XML recording -> numbers and times: one by one, or many at once with the same result bit for bit."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]
Floats = NDArray[np.float64]

ROOM = 24
"""Bytes that must follow the last text in what `times` is given."""
_SECONDS, _MILLIS = len("2026-11-01T06:00:00Z"), len("2026-11-01T06:00:00.000Z")
_SIGNS = {4: "-", 7: "-", 10: "T", 13: ":", 16: ":"}
_DIGITS = [place for place in range(_SECONDS - 1) if place not in _SIGNS]
_EPOCH = date(1970, 1, 1).toordinal()
_DATES_MAX = 32
"""Different dates looked up together; `unix_time` reads what is beyond."""


def number(text: str | None) -> float:
    """NaN where `text` is no finite number."""
    try:
        value = float(text) if text else math.nan
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def unix_time(text: str | None) -> tuple[float, float | None]:
    """Time written by ISO 8601 as Unix time, and its offset from UTC where it names one other than Z.

    Parameters
    ----------
    text
        A time without offset counts as UTC.

    Returns
    -------
    time_s, offset_s
        NaN and None where `text` is no time. [s]
    """
    if not text:
        return math.nan, None
    try:
        # Python knows no leap second.
        instant = datetime.fromisoformat(text.replace(":60", ":59"))
        offset: timedelta | None = instant.utcoffset()
        seconds = (instant if offset is not None else instant.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return math.nan, None
    return seconds, offset.total_seconds() if offset and not text.endswith(("Z", "z")) else None


def row_of(texts: Sequence[str | None]) -> list[float]:
    """The first text as time and offset, the others as numbers; NaN where one is missing or senseless."""
    time_s, offset_s = unix_time((texts[0] or "").strip())
    return [time_s, math.nan if offset_s is None else offset_s, *map(number, texts[1:])]


def numbers(data: Bytes, starts: Places, ends: Places) -> Floats:
    """As `number`, of many ASCII texts at once.

    Parameters
    ----------
    data
        Bytes that hold the texts.
    starts, ends
        From where to where each text goes, shape (n,); a byte must follow each.

    Returns
    -------
    array, shape (n,)
    """
    if starts.size == 0:
        return np.empty(0)
    sizes = ends - starts + 1
    after = np.cumsum(sizes)
    at = np.repeat(ends + 1 - after, sizes)
    at += np.arange(at.size)
    joined = data[at]
    joined[after - 1] = ord(",")
    # Polars rounds as Python does; whatever it takes for no number, or for no finite one, Python looks at again.
    parts = pl.Series([joined[:-1].tobytes().decode("ascii")]).str.split(",").explode()
    if len(parts) != starts.size:  # a comma within a text
        return np.array([number(_text(data, *place)) for place in zip(starts, ends, strict=True)])
    values = np.array(parts.cast(pl.Float64, strict=False).to_numpy())
    for index in np.flatnonzero(~np.isfinite(values)).tolist():
        values[index] = number(_text(data, starts[index], ends[index]))
    return values


def times(data: Bytes, starts: Places, ends: Places) -> tuple[Floats, Floats]:
    """As `unix_time`, of many ASCII texts at once.

    Parameters
    ----------
    data
        Bytes that hold the texts; at least `ROOM` must follow the last one.
    starts, ends
        From where to where each text goes, shape (n,).

    Returns
    -------
    time_s, offset_s
        Shape (n,) each, NaN where there is none. [s]
    """
    times_s, usual = _usual_times(data, starts, ends - starts)
    offsets_s = np.full(starts.size, np.nan)
    for index in np.flatnonzero(~usual).tolist():
        times_s[index], offset_s = unix_time(_text(data, starts[index], ends[index]).strip())
        offsets_s[index] = np.nan if offset_s is None else offset_s
    return times_s, offsets_s


def _usual_times(data: Bytes, starts: Places, sizes: Places) -> tuple[Floats, NDArray[np.bool_]]:
    """Times written `2026-11-01T06:00:00Z` or with thousandths, and which are; the others are left to `unix_time`."""
    rows = np.ndarray((data.size - _MILLIS + 1,), f"V{_MILLIS}", data, 0, (1,))[starts]
    letters = np.ascontiguousarray(rows.view(np.uint8).reshape(-1, _MILLIS).T)
    digits = letters - ord("0")
    seconds_only, millis = sizes == _SECONDS, sizes == _MILLIS
    usual = (seconds_only & (letters[19] == ord("Z"))) | (
        millis & (letters[19] == ord(".")) & (digits[20:23] <= 9).all(axis=0) & (letters[23] == ord("Z"))
    )
    for place, sign in _SIGNS.items():
        usual &= letters[place] == ord(sign)
    usual &= (digits[_DIGITS] <= 9).all(axis=0)
    one = digits.astype(np.int64)
    hour, minute, second = (10 * one[place] + one[place + 1] for place in (11, 14, 17))
    usual &= (hour < 24) & (minute < 60) & (second < 60)
    day = 1000 * one[0] + 100 * one[1] + 10 * one[2] + one[3]
    day = 10_000 * day + 1000 * one[5] + 100 * one[6] + 10 * one[8] + one[9]
    days = _days(day, usual)
    thousandths = np.where(millis, 100 * one[20] + 10 * one[21] + one[22], 0)
    # Both sides of the division are whole, so it rounds as that of `datetime.timestamp` does.
    return (1000 * (86_400 * days + 3600 * hour + 60 * minute + second) + thousandths) / 1000.0, usual


def _days(day: Places, usual: NDArray[np.bool_]) -> Places:
    """Days since 1970 of dates written as the number 20261101; takes those it did not look up out of `usual`."""
    days = np.zeros(day.size, dtype=np.int64)
    left = usual.copy()
    for _ in range(_DATES_MAX):
        if not left.any():
            break
        one = int(day[np.argmax(left)])
        same = left & (day == one)
        try:
            days[same] = date(one // 10_000, one // 100 % 100, one % 100).toordinal() - _EPOCH
        except ValueError:
            usual &= ~same
        left &= ~same
    usual &= ~left
    return days


def _text(data: Bytes, start: int, end: int) -> str:
    return data[start:end].tobytes().decode("ascii")
