"""Which SQLite library serves, and whether its write-ahead log can be trusted."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

SAFE_WITH_WAL = (3, 51, 3)
"""SQLite 3.7.0 to 3.51.2 can corrupt a database in WAL mode where two connections reset the log
(sqlite.org/wal.html)."""


def bundled() -> ModuleType | None:
    """The `pysqlite3` package, which brings its own SQLite; None where no wheel of it exists."""
    try:
        return import_module("pysqlite3")
    except ImportError:
        return None


def load_backend() -> ModuleType:
    """Django's SQLite backend, bound to the bundled library where there is one.

    Django's backend imports `sqlite3` by name, so that name stands for the bundled package while it is imported, and
    only then: other users of `sqlite3` keep theirs.
    """
    name = "django.db.backends.sqlite3.base"
    library = bundled()
    if library is None or name in sys.modules:
        return import_module(name)
    swapped = {"sqlite3": library, "sqlite3.dbapi2": import_module("pysqlite3.dbapi2")}
    before: dict[str, Any] = {key: sys.modules.get(key) for key in swapped}
    # A helper of the backend takes the exception and row classes from the same name.
    sys.modules.update(swapped)
    try:
        return import_module(name)
    finally:
        for key, module in before.items():
            if module is None:
                sys.modules.pop(key, None)
            else:
                sys.modules[key] = module


def journal_mode(version: tuple[int, ...]) -> str:
    """WAL where the library is safe with it, else the rollback journal."""
    return "WAL" if version >= SAFE_WITH_WAL else "DELETE"
