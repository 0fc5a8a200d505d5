"""The engine that `DATABASES["default"]["ENGINE"]` names: no process can forget to load the safe library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..folder import NOTICE_NAME
from .library import journal_mode, load_backend

_backend: Any = load_backend()

if TYPE_CHECKING:
    from django.db.backends.sqlite3.base import DatabaseWrapper as _DjangoWrapper
else:
    _DjangoWrapper = _backend.DatabaseWrapper

LIBRARY_VERSION: tuple[int, ...] = _backend.Database.sqlite_version_info
JOURNAL_MODE = journal_mode(LIBRARY_VERSION)


def on_connect(journal: str) -> tuple[str, ...]:
    """What each connection is told before its first question, with a log (`WAL`) or a rollback journal (`DELETE`)."""
    return (
        f"PRAGMA journal_mode={journal}",
        # NORMAL loses acknowledged commits in a power cut; FULL costs a fifth of a millisecond. A rollback journal
        # commits by being deleted, and only EXTRA makes that durable: with FULL it can be there again, and undo.
        f"PRAGMA synchronous={'FULL' if journal == 'WAL' else 'EXTRA'}",
        "PRAGMA foreign_keys=ON",
        # What is deleted is overwritten, so that an erased answer is not left in free pages.
        "PRAGMA secure_delete=ON",
    )


ON_CONNECT = on_connect(JOURNAL_MODE)


class DatabaseWrapper(_DjangoWrapper):
    """Django's wrapper with the settings that keep what a runner was told is saved."""

    def get_connection_params(self) -> dict[str, Any]:
        """Add the write-locking transaction mode and the waiting time; both can be tightened by settings."""
        options = self.settings_dict["OPTIONS"]
        # DEFERRED transactions that read and then write fail with "database is locked" beside a second writer.
        options.setdefault("transaction_mode", "IMMEDIATE")
        options.setdefault("timeout", 20)
        options.setdefault("init_command", ";".join(ON_CONNECT))
        params: dict[str, Any] = super().get_connection_params()
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the file, readable by its owner alone; SQLite gives the log beside it the same rights.

        While another process exchanges the database for another one, nobody may open it: what was written to the file
        that goes would be lost.
        """
        path = Path(self.settings_dict["NAME"])
        if (path.parent / NOTICE_NAME).exists():
            raise _backend.Database.OperationalError("the data folder is being restored or upgraded; try again soon")
        path.touch(mode=0o600, exist_ok=True)
        return super().get_new_connection(conn_params)

    def is_usable(self) -> bool:
        """Not after an error: Django then opens the file anew for the next request.

        SQLite opens a file for reading alone where opening it for writing failed once (no space, no handles, no right),
        and such a connection would refuse every answer until the process ends.
        """
        return not self.errors_occurred and super().is_usable()

    def commit(self) -> None:
        """Commit, and remember an error from before: reading works on a connection that cannot write."""
        occurred = self.errors_occurred
        super().commit()
        self.errors_occurred = occurred

    def rollback(self) -> None:
        """Roll back, and remember the error that led to it."""
        occurred = self.errors_occurred
        super().rollback()
        self.errors_occurred = occurred
