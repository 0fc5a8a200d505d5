"""Having the data folder for oneself, and exchanging what is in it, so that a crash leaves the old or the new whole.

A notice in the folder says who has it. Nobody opens the database while it is there. What replaces something is made and
checked in a side folder first. Then the notice is written again with the list of renames, and from there on whoever
starts next can finish them: each rename is done or not done, and both can be seen.
"""

from __future__ import annotations

import json
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from .folder import DataFolderError
from .put_file import make_folder, put_file, sync_folder
from .side_database import library, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .folder import DataFolder

PATIENCE_S = 60
"""How long to wait for another process that has the folder to itself, such as one that upgrades it."""
OTHERS_PATIENCE_S = 5
"""How long to wait for others to close the database."""
POLL_S = 0.2
LOGS = ("-wal", "-shm", "-journal")


class FolderInUseError(DataFolderError):
    """Another Backstride works on this data folder."""


@dataclass(frozen=True)
class Takeover:
    """The folder is ours: others are kept out until the block of `taken` ends."""

    folder: DataFolder

    def exchange(self, new: Path, old: Path, names: tuple[str, ...]) -> None:
        """Put `new`'s files and folders of these names into the data folder, and what stood there into `old`.

        From the moment the notice is written this happens whole, even if the power fails: the next start goes on.
        """
        root = self.folder.root
        if missing := [name for name in names if not (new / name).exists()]:
            raise DataFolderError(f"{new}: {missing[0]} is gone; nothing was changed. Try again.")
        make_folder(old)
        moves = [f"{self.folder.database.name}{log}" for log in LOGS] + list(names)
        plan = {
            "new": new.relative_to(root).as_posix(),
            "old": old.relative_to(root).as_posix(),
            "names": moves,
            "had": [name for name in moves if (root / name).exists()],
        }
        put_file(self.folder.notice, json.dumps({"what": "exchange", "exchange": plan}).encode())
        _exchange(self.folder, plan)


@contextmanager
def taken(folder: DataFolder, what: str, *, damaged_too: bool = False) -> Iterator[Takeover]:
    """Have the data folder for oneself: no other process has its database open, none can open it.

    Parameters
    ----------
    folder
        The data folder; the connection of this thread to it is closed.
    what
        For the notice, such as `restore`.
    damaged_too
        Go on although the database cannot be read.

    Raises
    ------
    FolderInUseError
        If another process uses the folder and does not let go of it in time.
    """
    connection.close()
    with _turn(folder):
        _finish(folder)
        put_file(folder.notice, json.dumps({"what": what}).encode())
        try:
            _close_to_others(folder, damaged_too=damaged_too)
            yield Takeover(folder)
        except BaseException:
            with suppress(OSError):
                _finish(folder)
            raise
        _finish(folder)


def finish(folder: DataFolder) -> None:
    """Finish or undo what a process that died was doing alone in this folder; called at each start.

    Raises
    ------
    FolderInUseError
        If that process is alive and does not finish in time.
    """
    if folder.notice.exists():
        with _turn(folder):
            _finish(folder)


@contextmanager
def _turn(folder: DataFolder) -> Iterator[None]:
    """Only one process at a time gets past here, in whatever container; the system lets go for one that dies.

    SQLite's lock on an empty file serves, as it is the one lock that works alike on every system.
    """
    path = folder.root / "turn.sqlite3"
    path.touch(mode=0o600)
    with opened(path, PATIENCE_S) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except library().OperationalError:
            raise FolderInUseError(
                f"{folder.root}: another Backstride is busy with this folder ({_read(folder).get('what', 'working')}); "
                "wait until it is done, and try again."
            ) from None
        yield


def _read(folder: DataFolder) -> dict[str, Any]:
    """The notice; empty where there is none."""
    try:
        notice: dict[str, Any] = json.loads(folder.notice.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return notice


def _finish(folder: DataFolder) -> None:
    notice = _read(folder)
    if "exchange" in notice:
        _exchange(folder, notice["exchange"])
    if notice:
        folder.notice.unlink(missing_ok=True)
        sync_folder(folder.root)


def _exchange(folder: DataFolder, plan: dict[str, Any]) -> None:
    """Do the renames that are not done yet."""
    root = folder.root
    new, old = root / plan["new"], root / plan["old"]
    for name in plan["names"]:
        here, coming, kept = root / name, new / name, old / name
        is_log = name.endswith(LOGS)
        if (coming.exists() or is_log) and name in plan["had"] and not kept.exists() and here.exists():
            here.rename(kept)
        if coming.exists():
            coming.rename(here)
    for place in (old, root, new):
        if place.is_dir():
            sync_folder(place)


def _close_to_others(folder: DataFolder, *, damaged_too: bool) -> None:
    """Fold the write-ahead log into the database, which succeeds only where nobody else has it open."""
    if not folder.database.exists() or not folder.database.stat().st_size:
        return
    errors = library()
    until = time.monotonic() + OTHERS_PATIENCE_S
    while True:
        try:
            with opened(folder.database, POLL_S) as database:
                database.execute("PRAGMA journal_mode=DELETE")
            return
        except errors.DatabaseError as error:
            locked = isinstance(error, errors.OperationalError) and "locked" in str(error)
            if not locked and damaged_too:
                return
            if not locked:
                raise
            if time.monotonic() > until:
                raise FolderInUseError(
                    f"{folder.root}: another Backstride has this folder open; stop it (such as `backstride serve`), "
                    "and try again."
                ) from None
        time.sleep(POLL_S)
