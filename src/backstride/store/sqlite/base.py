"""The engine that `DATABASES["default"]["ENGINE"]` names: no process can forget to load the safe library."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..folder import NOTICE_NAME
from .library import journal_mode, load_backend
from .reading import address_for_reading, has_no_room, only_readable

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

    reads_only = False
    """Whether the connection is one that can only read, because nothing can be written here."""

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
        that goes would be lost. Where nothing can be written, reading goes on.
        """
        path = Path(self.settings_dict["NAME"])
        if (path.parent / NOTICE_NAME).exists():
            raise _backend.Database.OperationalError("the data folder is being restored or upgraded; try again soon")
        self.reads_only = only_readable(path)
        if not self.reads_only:
            try:
                path.touch(mode=0o600, exist_ok=True)
                return super().get_new_connection(conn_params)
            except _backend.Database.OperationalError as error:
                if not (has_no_room(error) and path.stat().st_size):
                    raise
        # Out of the handler: the error's frames would keep the connection that failed, and its files, open.
        self.reads_only = True
        return self._open_for_reading(path, conn_params)

    def _open_for_reading(self, path: Path, conn_params: dict[str, Any]) -> Any:
        # A transaction that asks for the right to write would be refused before it reads.
        self.transaction_mode = "DEFERRED"
        self.init_commands = ["PRAGMA query_only=ON"]
        # The next request tries again whether it can write.
        self.close_at = time.monotonic()
        return super().get_new_connection({**conn_params, "database": address_for_reading(path)})

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
