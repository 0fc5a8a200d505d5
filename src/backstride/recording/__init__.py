"""Bytes from a watch or an export -> `Run`."""

from backstride.recording.finding import find, has_watch_ending
from backstride.recording.overview import summary
from backstride.recording.reading import read
from backstride.recording.run import SAMPLE_SCHEMA, UNTRUSTED_PREFIX, NotAnActivityError, Run, WatchFileError

__all__ = [
    "SAMPLE_SCHEMA",
    "UNTRUSTED_PREFIX",
    "NotAnActivityError",
    "Run",
    "WatchFileError",
    "find",
    "has_watch_ending",
    "read",
    "summary",
]
