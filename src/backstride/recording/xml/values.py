"""Texts of an XML recording -> numbers and times: one by one, or many at once with the same result bit for bit."""

from __future__ import annotations

import math
import re
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

ROOM = 48
"""Bytes that must follow the last text."""
_LONG = 40
"""Bytes of a text that is read alone; coordinates of Garmin have about 30."""
_KEPT = np.where(np.arange(_LONG) < np.arange(_LONG + 1)[:, None], 0xFF, 0).astype(np.uint8).view(np.uint64)
"""For each size of a text, what keeps its bytes of those that were gathered."""
_SECONDS, _MILLIS = len("2026-11-01T06:00:00Z"), len("2026-11-01T06:00:00.000Z")
_END_OF_DATE = np.frombuffer(b"\xff\xff".ljust(8, b"\0"), np.uint64)
_EPOCH = date(1970, 1, 1).toordinal()
_LEAP_SECOND = re.compile(r"(\d\d:\d\d):60", re.ASCII)
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
        # Python knows no leap second, and no small z.
        instant = datetime.fromisoformat(_LEAP_SECOND.sub(r"\1:59", text, count=1).replace("z", "Z"))
        offset: timedelta | None = instant.utcoffset()
        seconds = (instant if offset is not None else instant.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return math.nan, None
    return seconds, offset.total_seconds() if offset and not text.endswith(("Z", "z")) else None


def common_offset(offsets_s: Floats) -> float | None:
    """The one offset from UTC that all times name, as `unix_time` gives it; None where some name none or another."""
    several = np.unique(offsets_s)  # those that are not known are one
    return float(several[0]) if several.size == 1 and math.isfinite(several[0]) else None


def row_of(texts: Sequence[str | None]) -> list[float]:
    """The first text as time and offset, the others as numbers; NaN where one is missing or senseless."""
    time_s, offset_s = unix_time((texts[0] or "").strip())
    return [time_s, math.nan if offset_s is None else offset_s, *map(number, texts[1:])]


def numbers(data: Bytes, starts: Places, ends: Places) -> Floats:
    """As `number`, of many ASCII texts at once.

    Parameters
    ----------
    data
        Bytes that hold the texts; at least `ROOM` must follow the last one.
    starts, ends
        From where to where each text goes, shape (n,).

    Returns
    -------
    array, shape (n,)
    """
    sizes = ends - starts
    long = sizes > _LONG
    if long.any():
        sizes = np.where(long, 0, sizes)
    width = 8 * max(1, -(-int(sizes.max(initial=0)) // 8))
    rows = np.ndarray((data.size - width + 1,), f"V{width}", data, 0, (1,))[starts].view(np.uint64)
    rows = rows.reshape(-1, width // 8) & _KEPT[sizes, : width // 8]
    texts = pl.Series(rows.reshape(-1).view(f"S{width}"), dtype=pl.Binary).cast(pl.String)
    # Polars rounds as Python does; whatever it takes for no number, or for no finite one, Python looks at again.
    values = np.array(texts.cast(pl.Float64, strict=False).to_numpy())
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
    words = rows.view(np.uint64).reshape(-1, _MILLIS // 8)
    usual = (sizes == _SECONDS) & _looks_like(words, "0000-00-00T00:00:00Z")
    millis = sizes == _MILLIS
    if millis.any():
        millis &= _looks_like(words, "0000-00-00T00:00:00.000Z")
        usual |= millis
    letters = rows.view(np.uint8).reshape(-1, _MILLIS)
    hour, minute, second = (_two_digits(letters, place) for place in (11, 14, 17))
    usual &= (hour < 24) & (minute < 60) & (second < 60)
    moments = 1000 * (86_400 * _days(words, usual) + 3600 * hour + 60 * minute + second)
    if millis.any():
        moments += np.where(millis, 10 * _two_digits(letters, 20) + letters[:, 22] - ord("0"), 0)
    # Both sides of the division are whole, so it rounds as that of `datetime.timestamp` does.
    return moments / 1000.0, usual


def _two_digits(letters: Bytes, place: int) -> Places:
    return letters[:, place] * np.int64(10) + letters[:, place + 1] - 11 * ord("0")


def _looks_like(words: NDArray[np.uint64], look: str) -> NDArray[np.bool_]:
    """Whether texts have the signs of `look`, and digits where it has a 0; ASCII only."""
    signs = np.frombuffer(look.encode().ljust(_MILLIS, b"\0"), np.uint8)
    digit = signs == ord("0")
    # A digit is 0x30 to 0x39: its upper half is 3, also when 6 more is added.
    upper = np.where(digit, 0xF0, np.where(signs, 0xFF, 0)).astype(np.uint8).view(np.uint64)
    six = np.where(digit, 6, 0).astype(np.uint8).view(np.uint64)
    expected = signs.view(np.uint64)
    alike = ((words & upper) == expected) & (((words + six) & upper) == expected)
    every: NDArray[np.bool_] = alike[:, 0] & alike[:, 1] & alike[:, 2]
    return every


def _days(words: NDArray[np.uint64], usual: NDArray[np.bool_]) -> Places:
    """Days since 1970 of the dates that texts begin with; takes those it did not look up out of `usual`."""
    days = np.zeros(usual.size, dtype=np.int64)
    start, end = words[:, 0], words[:, 1] & _END_OF_DATE
    left = usual.copy()
    for _ in range(_DATES_MAX):
        if not left.any():
            break
        first = int(np.argmax(left))
        same = left & (start == start[first]) & (end == end[first])
        try:
            days[same] = date.fromisoformat(words[first].tobytes()[:10].decode("ascii")).toordinal() - _EPOCH
        except ValueError:
            usual &= ~same
        left &= ~same
    usual &= ~left
    return days


def _text(data: Bytes, start: int, end: int) -> str:
    # As the parser gives it: XML knows one end of a line only.
    return data[start:end].tobytes().decode("ascii").replace("\r\n", "\n").replace("\r", "\n")
