"""Bringing a data folder to the present schema.

The migrations run on a copy, which takes the place of the database when all of them have gone well. So one that is
killed leaves the old database as it was, and the next start begins again.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from django.db import DatabaseError, OperationalError, connection

from .backup import BackupError, back_up_before
from .erase import finish_erasing, is_erasing
from .folder import CannotWriteError, DataFolderError
from .migrate import holds_data, migrate, pending
from .side_database import copy_whole, library, opened_for_django
from .side_folder import side_folder, sweep_side_folders
from .takeover import finish, taken

if TYPE_CHECKING:
    from .folder import DataFolder

__all__ = ["bring_up_to_date", "can_be_read", "pending"]


def bring_up_to_date(folder: DataFolder) -> list[str]:
    """Finish what a crash left half-done, apply the migrations that are pending, and give their names.

    Where nothing is pending nothing is touched. A database that holds data is backed up first.

    Raises
    ------
    CannotWriteError
        If nothing can be written; `can_be_read` says whether it can be read.
    DataFolderError
        If the folder cannot be used, another process has it open, or a newer version has written to it.
    """
    folder.prepare()
    if _only_reads():
        # Perhaps there is room again.
        connection.close()
    names = _pending_now(folder)
    if _only_reads():
        raise CannotWriteError(folder.root, "nothing can be written")
    sweep_side_folders(folder)
    if names:
        names = _upgrade(folder)
    finish_erasing(folder)
    return names


def _only_reads() -> bool:
    return getattr(connection, "reads_only", False)


def can_be_read(folder: DataFolder) -> bool:
    """Whether a folder that cannot be written is at the present schema, with nothing half-done in it."""
    if folder.notice.exists() or is_erasing(folder):
        return False
    try:
        return not pending()
    except (DatabaseError, DataFolderError):
        return False


def _pending_now(folder: DataFolder) -> list[str]:
    while True:
        finish(folder)
        try:
            return pending()
        except DatabaseError as error:
            # Somebody may have taken the folder over between the two; then wait for that.
            if not (isinstance(error, OperationalError) and folder.notice.exists()):
                raise DataFolderError(
                    f"{folder.database}: the database cannot be read ({error}); make room if the disk is full, else "
                    "put a backup back with `backstride restore`."
                ) from None


def _upgrade(folder: DataFolder) -> list[str]:
    try:
        return _upgrade_copy(folder)
    except BackupError as error:
        raise DataFolderError(f"{error} The data was not brought up to date, it is as it was.") from None
    except (OSError, DatabaseError, library().DatabaseError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise DataFolderError(
            f"{folder.root}: the data could not be brought up to date ({reason}), it is as it was; make room if the "
            "disk is full, and start again."
        ) from None


def _upgrade_copy(folder: DataFolder) -> list[str]:
    with taken(folder, "upgrade") as takeover, side_folder(folder) as side:
        new, old = side / "new", side / "old"
        new.mkdir()
        copy = new / folder.database.name
        filled = holds_data(folder.database)
        if filled:
            copy_whole(folder.database, copy)
        with opened_for_django(copy) as alias:
            names = pending(alias)
        # None, where another process has done it while we waited for the folder.
        if names:
            if filled:
                back_up_before(folder, "upgrade")
            migrate(copy)
            with copy.open("rb") as file:
                os.fsync(file.fileno())
            takeover.exchange(new, old, (folder.database.name,))
    connection.close()
    return names
