"""Bytes from a watch or an export -> `Run`."""

from backstride.recording.finding import find
from backstride.recording.overview import summary
from backstride.recording.reading import read
from backstride.recording.run import SAMPLE_SCHEMA, UNTRUSTED_PREFIX, Run, WatchFileError

__all__ = ["SAMPLE_SCHEMA", "UNTRUSTED_PREFIX", "Run", "WatchFileError", "find", "read", "summary"]
