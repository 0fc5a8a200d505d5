"""One file that holds everything a data folder holds, taken while others write to it, encrypted on wish."""

from __future__ import annotations

import io
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

import backstride

from .age_stream import WrongKeyError
from .archive import DATABASE, README, SECRET_KEY, BackupDamagedError, Writer
from .contents import EXPORTED
from .kept_files import ForeignHashError, KeptFile, kept_files
from .put_file import writing
from .sealing import Lock, closing_with
from .side_database import copy_whole, library, opened, opened_for_django
from .side_folder import side_folder

if TYPE_CHECKING:
    from pathlib import Path

    from .folder import DataFolder

FORMAT = 1
TRIES = 3
"""A runner may delete a run while its file is on the way into the backup; then the backup begins again."""
KEPT_BACKUPS = 3
ENDING = ".backstride-backup"
OPEN = Lock()

WORDS = """\
This is a backup of Backstride, made on {made_at}.

It holds the database, the files as they came from the watch, the samples of each run, and the
key that seals sign-ins. Whoever can read this file can read all of it.

To put it back: backstride restore FILE
It is a plain tar file. manifest.json lists what is in it, with the SHA-256 of each member.
"""


class BackupError(Exception):
    """A backup that could not be made: why, and what to do."""


@dataclass(frozen=True)
class Backup:
    """What a backup holds."""

    made_at: datetime
    rows: dict[str, int]
    files: int
    bytes: int
    encrypted: bool


def back_up(folder: DataFolder, path: Path, lock: Lock = OPEN, *, with_files: bool = True) -> Backup:
    """Write everything in the data folder to one file, which appears whole or not at all.

    Parameters
    ----------
    folder
        The data folder, at the present schema; others may go on writing to it.
    path
        The file; one that stands there is replaced.
    lock
        What to encrypt it with.
    with_files
        Without, it holds the database alone and can be restored only where the files still are.

    Raises
    ------
    BackupError
        If it could not be made; nothing is left behind.
    """
    for attempt in range(1, TRIES + 1):
        try:
            return _write(folder, path, lock, with_files=with_files)
        except FileNotFoundError as error:
            if attempt == TRIES:
                raise BackupError(
                    f"{error.filename}: a run's file is missing, so the backup would not be whole; nothing was "
                    "written. Take the folder's last good backup and import the run again."
                ) from None
        except (BackupDamagedError, ForeignHashError) as error:
            raise BackupError(f"{folder.root}: {error}; nothing was written.") from None
        except WrongKeyError as error:
            raise BackupError(f"{path}: {error}.") from None
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise BackupError(f"{path}: cannot write the backup ({reason}); choose another place.") from None
        except library().DatabaseError as error:
            raise BackupError(f"{folder.database}: the database cannot be read whole ({error}).") from None
    raise AssertionError


def _write(folder: DataFolder, path: Path, lock: Lock, *, with_files: bool) -> Backup:
    made_at = datetime.now(UTC).replace(microsecond=0)
    with side_folder(folder) as side:
        snapshot = side / DATABASE
        copy_whole(folder.database, snapshot)
        rows = count_rows(snapshot)
        manifest: dict[str, Any] = {
            "format": FORMAT,
            "made_at": made_at.isoformat().replace("+00:00", "Z"),
            "program": backstride.__version__,
            "schema": _schema(snapshot),
            "rows": rows,
            "holds_files": with_files,
        }
        # The rows of an older schema cannot be read with the models of this program.
        files = _files(snapshot) if with_files else []
        with writing(path) as target:
            with closing_with(lock, target) as stream:
                _fill(Writer(stream, made_at), folder, snapshot, files, manifest)
            target.flush()
            size = target.seek(0, os.SEEK_END)
    hashes = {file.sha256 for file in files}
    return Backup(made_at, rows, len(hashes), size, encrypted=lock != OPEN)


def _fill(writer: Writer, folder: DataFolder, snapshot: Path, files: list[KeptFile], manifest: dict[str, Any]) -> None:
    words = WORDS.format(made_at=manifest["made_at"]).encode()
    writer.add(README, len(words), io.BytesIO(words))
    _add(writer, DATABASE, snapshot)
    with suppress(FileNotFoundError):
        _add(writer, SECRET_KEY, folder.secret_key)
    for file in files:
        name = f"files/{file.sha256}"
        if name in writer.members:
            continue
        source = file.path(folder)
        if _add(writer, name, source) != file.sha256:
            raise BackupDamagedError(
                f"{source.relative_to(folder.root)} is not as it was when it was kept; import that run again, or "
                "delete it"
            )
    writer.finish(manifest)


def _add(writer: Writer, name: str, path: Path) -> str:
    with path.open("rb") as source:
        return writer.add(name, os.fstat(source.fileno()).st_size, source)


def _schema(database: Path) -> list[str]:
    """The migrations that a database has had."""
    with opened_for_django(database) as alias:
        applied = MigrationRecorder(connections[alias]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _files(database: Path) -> list[KeptFile]:
    with opened_for_django(database) as alias:
        return sorted(kept_files(using=alias))


def count_rows(database: Path) -> dict[str, int]:
    """Rows of every table that belongs to runners and holds any, by model."""
    tables = {apps.get_model(label)._meta.db_table: label for label in EXPORTED}
    with opened(database) as connection:
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        counts = {
            label: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608
            for table, label in sorted(tables.items())
            if table in there
        }
    return {label: count for label, count in counts.items() if count}


def back_up_before(folder: DataFolder, what: str) -> Path:
    """Keep a backup of the database in the data folder, and of those made so only the newest few."""
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")
    path = folder.backups / f"{stamp}-before-{what}{ENDING}"
    back_up(folder, path, with_files=False)
    for old in sorted(folder.backups.glob(f"*-before-*{ENDING}"))[:-KEPT_BACKUPS]:
        old.unlink(missing_ok=True)
    return path


def kept_backups(folder: DataFolder) -> list[Path]:
    """Backups in the data folder and what a restore replaced, oldest first; each still holds what it held then."""
    return sorted([*folder.backups.iterdir(), *(folder.previous.iterdir() if folder.previous.is_dir() else ())])
