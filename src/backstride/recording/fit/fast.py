"""Which pass over the message headers is used: that of numpy, or the compiled one once somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backstride.recording.fit import scan

if TYPE_CHECKING:
    from collections.abc import Callable

_find: Callable[[bytes, int, int], scan.Scan] = scan.scan


def find_messages(data: bytes, start: int, end: int) -> scan.Scan:
    """Find the messages of one file; see `scan.scan`."""
    return _find(data, start, end)


def use_compiled() -> bool:
    """Use the compiled pass from now on, where the extra `fast` is installed.

    Loading it takes half a second, the first time some seconds more, so this is for processes that read many files.

    Returns
    -------
    bool
        False where it is not installed; then everything stays as it was.
    """
    global _find
    try:
        from backstride.recording.fit import scan_compiled
    except ImportError:
        return False
    _find = scan_compiled.scan
    return True
