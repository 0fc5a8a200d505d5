"""Bytes from a watch or an export -> `Run`."""

from backstride.recording.every import every
from backstride.recording.finding import find, has_watch_ending
from backstride.recording.health_export import split
from backstride.recording.overview import summary
from backstride.recording.reading import prepare_for, read, read_each
from backstride.recording.run import SAMPLE_SCHEMA, UNTRUSTED_PREFIX, NotAnActivityError, Run, WatchFileError
from backstride.recording.wearer import Wearer

__all__ = [
    "SAMPLE_SCHEMA",
    "UNTRUSTED_PREFIX",
    "NotAnActivityError",
    "Run",
    "WatchFileError",
    "Wearer",
    "every",
    "find",
    "has_watch_ending",
    "prepare_for",
    "read",
    "read_each",
    "split",
    "summary",
]
