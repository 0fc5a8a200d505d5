"""Other database files than the one in use: a snapshot, a backup being checked, a copy being upgraded."""

from __future__ import annotations

import copy
from contextlib import closing, contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import connection, connections

from .sqlite.library import bundled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE_S = 20


@contextmanager
def opened_for_django(path: Path) -> Iterator[str]:
    """The name under which Django's models reach the database file while the block runs."""
    alias = f"side-{uuid4().hex}"
    connections.settings[alias] = {**copy.deepcopy(connection.settings_dict), "NAME": path}
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


@contextmanager
def opened_as_default(path: Path) -> Iterator[None]:
    """Let everything in this process work on the database file while the block runs, for migrations.

    Those of other packages write to the default database whatever they are told.
    """
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = path
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def library() -> Any:
    """The SQLite library that serves: the bundled one, else the system's."""
    return bundled() or import_module("sqlite3")


@contextmanager
def opened(path: Path, patience_s: float = PATIENCE_S) -> Iterator[Any]:
    """A plain connection in autocommit, without Django: for what is done to a database as a whole.

    A database that somebody else may have made cannot run anything of its own through it.
    """
    connection = library().connect(str(path), timeout=patience_s, isolation_level=None)
    with closing(connection):
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cell_size_check=ON")
        yield connection


def copy_whole(source: Path, target: Path) -> None:
    """One consistent copy of a database that others may be writing to; nobody waits for it.

    `VACUUM INTO` reads one moment of the database. Copying the file does not: its log lies beside it.
    """
    target.touch(mode=0o600)
    with opened(source) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
