"""Putting a backup back: all of it is checked in a side folder before anything is replaced; what was there is kept."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

from django.db import DatabaseError

from .age_stream import WrongKeyError
from .archive import DATABASE, SECRET_KEY, BackupDamagedError, read
from .backup import FORMAT, count_rows
from .folder import DataFolder, DataFolderError
from .kept_files import ForeignHashError, KeptFile, kept_files
from .migrate import NewerSchemaError, holds_data, migrate
from .put_file import FILE_MODE, make_folder, sync_folder
from .sealing import Keys, opening
from .side_database import library, opened, opened_for_django
from .side_folder import side_folder, sweep_side_folders
from .takeover import taken

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NAMES = (DATABASE, "runners")
"""What a restore replaces in the data folder, with the key where the backup has one; the backups in it stay."""
NO_KEYS = Keys()


class RestoreError(Exception):
    """A backup that was not restored, and the data folder is as it was: why, and what to do."""


@dataclass(frozen=True)
class Restored:
    """What came back."""

    made_at: datetime
    rows: dict[str, int]
    files: int
    upgraded: tuple[str, ...]
    previous: Path | None
    """Where the data that was replaced is kept, until the next restore."""


def restore(folder: DataFolder, path: Path, keys: Keys = NO_KEYS) -> Restored:
    """Check a backup whole, bring it to the present schema, and exchange the data folder's content for it.

    Parameters
    ----------
    folder
        The data folder; no other process may have it open.
    path
        The backup.
    keys
        What it is opened with, where it is encrypted.

    Raises
    ------
    RestoreError
        If anything is wrong with the backup; nothing was replaced.
    DataFolderError
        If the folder is in use.
    """
    folder.prepare()
    sweep_side_folders(folder)
    try:
        with side_folder(folder) as side:
            return _restore(folder, path, keys, DataFolder(side / "new"))
    except (BackupDamagedError, ForeignHashError) as error:
        _refuse(path, f"{error}")
    except WrongKeyError as error:
        _refuse(path, f"{error}")
    except NewerSchemaError:
        _refuse(path, "a newer Backstride made it; install that version, or a newer one")
    except DataFolderError:
        raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        _refuse(error.filename or path, reason)
    except (DatabaseError, library().DatabaseError) as error:
        _refuse(path, f"its database cannot be used ({error})")


def _refuse(path: object, reason: str) -> NoReturn:
    raise RestoreError(f"{path}: {reason}. Nothing was restored, your data is as it was.") from None


def _restore(folder: DataFolder, path: Path, keys: Keys, new: DataFolder) -> Restored:
    needed, free = path.stat().st_size, shutil.disk_usage(folder.root).free
    if needed > free:
        raise OSError(f"the disk has {free >> 20} MB free, and {needed >> 20} MB are needed; make room first")
    make_folder(new.runners)
    files = new.root / "files"
    make_folder(files)
    manifest = _unpacked(path, keys, new, files)
    made_at = datetime.fromisoformat(manifest["made_at"])
    _check_database(new.database)
    upgraded = migrate(new.database)
    with opened_for_django(new.database) as alias:
        wanted = list(kept_files(using=alias))
    _place(wanted, files, new, None if manifest["holds_files"] else folder)
    _check_database(new.database)
    rows = count_rows(new.database)
    shutil.rmtree(files)
    _sync(new.root)
    names = (*NAMES, SECRET_KEY) if new.secret_key.exists() else NAMES
    previous = folder.previous / datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")
    with taken(folder, "restore", damaged_too=True) as takeover:
        takeover.exchange(new.root, previous, names)
    return Restored(made_at, rows, len(wanted), tuple(upgraded), _keep_one(folder, previous))


def _unpacked(path: Path, keys: Keys, new: DataFolder, files: Path) -> dict[str, Any]:
    """The manifest, once every member lies in the side folder with the hash that it gives."""

    def place(name: str) -> BinaryIO:
        target = files / name.removeprefix("files/") if name.startswith("files/") else new.root / name
        return os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE), "wb")

    with opening(path, keys) as stream:
        manifest = read(stream, place)
    if manifest.get("format") != FORMAT:
        raise BackupDamagedError("a newer Backstride made it; install that version, or a newer one")
    if DATABASE not in manifest["members"]:
        raise BackupDamagedError("it holds no database")
    for name, member in manifest["members"].items():
        if name.startswith("files/") and name != f"files/{member['sha256']}":
            raise BackupDamagedError(f"{name} does not hold what its name says")
    return manifest


def _check_database(database: Path) -> None:
    """Whole, every reference leads somewhere, and nothing in it acts by itself."""
    with opened(database) as connection:
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise BackupDamagedError(f"its database is damaged ({found})")
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise BackupDamagedError("its database refers to rows that are missing")
        foreign = connection.execute(
            "SELECT name FROM sqlite_master WHERE type NOT IN ('table', 'index') OR sql LIKE 'CREATE VIRTUAL%'"
        ).fetchone()
        if foreign:
            raise BackupDamagedError(f"its database holds something that no backup of Backstride holds ({foreign[0]})")
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'").fetchone():
            raise BackupDamagedError("its database is not one of Backstride")


def _place(wanted: Iterable[KeptFile], files: Path, new: DataFolder, present: DataFolder | None) -> None:
    """Put each file that a row names where the row says; a backup without files takes those of the present folder."""
    for file in wanted:
        source = file.path(present) if present else files / file.sha256
        if present and source.is_file() and _sha256(source) != file.sha256:
            raise BackupDamagedError(f"the file {file.sha256[:12]}... of a run is damaged in the data folder")
        target = file.path(new)
        make_folder(target.parent, durable=False)
        try:
            os.link(source, target)
        except FileNotFoundError:
            raise BackupDamagedError(f"the file {file.sha256[:12]}... of a run is missing") from None
        except OSError:
            # A disk without links.
            shutil.copyfile(source, target)
            target.chmod(FILE_MODE)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(root: Path) -> None:
    """Make everything under a folder durable."""
    for place in sorted(root.rglob("*"), reverse=True):
        if place.is_dir():
            sync_folder(place)
        else:
            with place.open("rb") as file:
                os.fsync(file.fileno())
    sync_folder(root)


def _keep_one(folder: DataFolder, previous: Path) -> Path | None:
    """Of what restores replaced, keep the last copy; a folder that held nothing yet is none."""
    if not holds_data(previous / DATABASE):
        shutil.rmtree(previous, ignore_errors=True)
        return None
    for old in folder.previous.iterdir():
        if old != previous:
            shutil.rmtree(old, ignore_errors=True)
    return previous
