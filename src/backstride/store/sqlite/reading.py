"""Reading a database where nothing can be written: no lock, no log and no index are made beside it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

USED_FROM_BYTES = {"-wal": 1, "-journal": 1, "-shm": 32 * 1024}
"""Sizes from which the files beside a database tell that somebody has it open, or died with it open.

An index is made in pieces of 32 KiB; where there was no room for the first, a few bytes of it stay.
"""
NO_ROOM = ("unable to open database file", "disk i/o error", "database or disk is full")
"""SQLite's words where it cannot make the files that it needs beside the database; reading can do without."""


def only_readable(database: Path) -> bool:
    """True for a database that is there, where the file or its folder cannot be written."""
    return database.is_file() and not (os.access(database, os.W_OK) and os.access(database.parent, os.W_OK))


def has_no_room(error: Exception) -> bool:
    """True for an error that a full disk causes when a database is opened."""
    return any(words in str(error).lower() for words in NO_ROOM)


def address_for_reading(database: Path) -> str:
    """The URI by which SQLite opens the file and makes nothing.

    Where somebody has it open, or died with a log beside it, what lies in the log counts: SQLite has to read it, or to
    refuse. Only a database that stands alone is taken for one that does not change.
    """
    alone = all(_size(database.with_name(database.name + log)) < used for log, used in USED_FROM_BYTES.items())
    return f"{database.absolute().as_uri()}?{'immutable=1' if alone else 'mode=ro'}"


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
