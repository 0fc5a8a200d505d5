"""Local time minus UTC: what the watch says, where that can be believed, else what the position says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

QUARTER_HOUR_S = 900
WEST_LIMIT_S, EAST_LIMIT_S = -12 * 3600, 14 * 3600
"""Every time zone on Earth is a whole number of quarter hours between these."""


def utc_offset(
    watch_offset_s: float | None, started_at: datetime, latitude_deg: float | None, longitude_deg: float | None
) -> timedelta | None:
    """Local time minus UTC at the start of a run.

    Some watches write UTC as their local time, so an offset of zero gives way to what the position says.

    Parameters
    ----------
    watch_offset_s
        As the file says it. [s]
    started_at
        UTC.
    latitude_deg, longitude_deg
        Where the run began. [deg]

    Returns
    -------
    timedelta or None
        None where neither the file nor the position tells.
    """
    said = None
    if watch_offset_s is not None and WEST_LIMIT_S <= watch_offset_s <= EAST_LIMIT_S:
        said = timedelta(seconds=watch_offset_s) if watch_offset_s % QUARTER_HOUR_S == 0 else None
    if said or latitude_deg is None or longitude_deg is None:
        return said
    return _offset_at(started_at, latitude_deg, longitude_deg)


def _offset_at(instant: datetime, latitude_deg: float, longitude_deg: float) -> timedelta | None:
    import tzfpy  # its map of the zones takes a moment to load and few runs need it

    name = tzfpy.get_tz(longitude_deg, latitude_deg)
    try:
        return instant.astimezone(UTC).astimezone(ZoneInfo(name)).utcoffset() if name else None
    except (ZoneInfoNotFoundError, ValueError, OverflowError):
        return None
