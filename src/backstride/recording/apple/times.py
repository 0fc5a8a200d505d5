"""Times as Apple Health writes them -> Unix time, and back in UTC.

The offset in a date is that of the phone when it exported, not that of the place, and differs from one export to the
next; only the instant counts.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_DATE = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[ T]*(\d{1,2}):?(\d\d):?(\d\d)(?:\.\d*)?"
    r"\s*([AaPp]\.?[Mm]\.?)?\s*(?:([+-])(\d\d):?(\d\d)|Z)"
)
"""Also as iOS 8 wrote it (20150616071916-0700), and by the 12-hour clock."""
_LONGEST = 64
"""Characters of a date."""
_LATEST_S = 253_402_300_799
"""The last second of the year 9999."""
_DAYS_IN_MONTH = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def unix_time(text: str | bytes | None) -> int | None:
    """Whole seconds since 1970; None where `text` is no time. [s]"""
    if not text or len(text) > _LONGEST:
        return None
    return _slowly(text if isinstance(text, str) else text.decode("utf-8", "replace"))


def unix_times(texts: Sequence[bytes]) -> NDArray[np.int64]:
    """The same for many dates that all have the form "2025-09-16 16:14:50 +0100", shape (n,); -1 for no time. [s]"""
    if not texts:
        return np.empty(0, dtype=np.int64)
    digits = np.frombuffer(b"".join(texts), dtype=np.uint8).reshape(-1, 25).astype(np.int64) - ord("0")

    def number(at: int) -> NDArray[np.int64]:
        two: NDArray[np.int64] = 10 * digits[:, at] + digits[:, at + 1]
        return two

    year, month, day = 100 * number(0) + number(2), number(5), number(8)
    hour, minute, second = number(11), number(14), number(17)
    ahead_s = (3600 * number(21) + 60 * number(23)) * np.where(digits[:, 20] == ord("-") - ord("0"), -1, 1)
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    days = _DAYS_IN_MONTH[np.clip(month, 0, 12)] - ((month == 2) & ~leap)
    real = (month >= 1) & (month <= 12) & (day >= 1) & (day <= days) & (hour < 24) & (minute < 60) & (second <= 60)
    # Days since 1970 by months that begin in March, so that a leap day comes last (Hinnant, "chrono-compatible").
    from_march = (month + 9) % 12
    years = year - (month <= 2)
    days_s = 86_400 * (
        365 * years + years // 4 - years // 100 + years // 400 + (153 * from_march + 2) // 5 + day - 719_469
    )
    times_s = days_s + 3600 * hour + 60 * minute + np.minimum(second, 59) - ahead_s
    return np.where(real & (times_s >= 0), times_s, -1)


def _slowly(text: str) -> int | None:
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    *numbers, half, sign, hours, minutes = match.groups()
    year, month, day, hour, minute, second = map(int, numbers)
    if half:
        hour = hour % 12 + (12 if half[0] in "Pp" else 0)
    ahead = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    try:
        # Python knows no leap second.
        instant = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=timezone(ahead))
        time_s = int(instant.timestamp())
    except (ValueError, OverflowError):
        return None
    return time_s if 0 <= time_s <= _LATEST_S else None


def utc_text(time_s: int) -> str:
    """The instant in Apple's layout, in UTC."""
    return datetime.fromtimestamp(time_s, UTC).strftime("%Y-%m-%d %H:%M:%S +0000")
