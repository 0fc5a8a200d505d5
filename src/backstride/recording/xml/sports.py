"""What an app calls an activity -> our name of the sport, and whether it was indoors."""

from __future__ import annotations

_OF_WORD = {
    "run": "running",
    "treadmill": "running",
    "walk": "walking",
    "hik": "hiking",
    "cycl": "cycling",
    "bik": "cycling",
    "ride": "cycling",
    "swim": "swimming",
}
"""Part of the name -> sport, the first that fits: apps write "Trail Run", "Running", "road_biking" and the like."""
_UNKNOWN = ("", "other")
_LONGEST = 40


def sport_of(name: str) -> str:
    """The sport, in lower case; the app's own name where we know none, `unknown` where it says nothing."""
    name = name.strip().casefold()
    if name in _UNKNOWN:
        return "unknown"
    return next((sport for word, sport in _OF_WORD.items() if word in name), name[:_LONGEST])


def is_indoor(name: str) -> bool:
    """Whether the app's name of the activity says that it was under a roof."""
    name = name.casefold()
    return "treadmill" in name or "indoor" in name
