"""The data folder: where the database, the originals and the runs lie, and who may read them."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import psutil

from .put_file import FOLDER_MODE, make_folder, put_file, sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

NETWORK_FILE_SYSTEMS = frozenset(
    {
        "9p",
        "afpfs",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb2",
        "smb3",
        "smbfs",
        "webdav",
    }
)
"""File systems whose locks SQLite must not trust (sqlite.org/useovernet.html)."""


NOTICE_NAME = "changing.json"


class DataFolderError(Exception):
    """A data folder that cannot be used: which, why, and what to do."""


class CannotWriteError(DataFolderError):
    """A data folder that can be read at most."""

    def __init__(self, root: Path, reason: str) -> None:
        super().__init__(
            f"{root}: cannot keep data here ({reason}); free some space, mend the rights, or choose another folder "
            "with BACKSTRIDE_DATA."
        )


@dataclass(frozen=True)
class DataFolder:
    """Paths of one data folder.

    Each runner's files lie under a folder of their own, named by content hash, so that an erased runner is one folder
    less and a file never changes once it is named.
    """

    root: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.root / "backstride.sqlite3"

    @property
    def runners(self) -> Path:
        """One folder a runner."""
        return self.root / "runners"

    @property
    def backups(self) -> Path:
        """Backups made by the program itself, before an upgrade."""
        return self.root / "backups"

    @property
    def previous(self) -> Path:
        """What a restore replaced: one copy, in a folder named by its date."""
        return self.root / "previous"

    @property
    def secret_key(self) -> Path:
        """The key that seals sessions and links where the environment gives none."""
        return self.root / "secret_key"

    @property
    def notice(self) -> Path:
        """There while one process has the folder for itself: who, what for, and how to finish it after a crash."""
        return self.root / NOTICE_NAME

    @property
    def scratch(self) -> Path:
        """Half-done work; anything in it may be deleted while nothing runs."""
        return self.root / "scratch"

    def original(self, runner: UUID, sha256: str) -> Path:
        """The file as the runner gave it."""
        return self.runners / str(runner) / "originals" / sha256[:2] / sha256

    def samples(self, runner: UUID, sha256: str) -> Path:
        """The samples of one run, a Parquet file."""
        return self.runners / str(runner) / "runs" / sha256[:2] / f"{sha256}.parquet"

    def put_original(self, runner: UUID, content: bytes) -> str:
        """Keep a file under its content hash, and give the hash back; a file that is there already is left alone."""
        return self._put_once(content, lambda sha256: self.original(runner, sha256))

    def put_samples(self, runner: UUID, content: bytes) -> str:
        """Keep one run's Parquet bytes under their hash."""
        return self._put_once(content, lambda sha256: self.samples(runner, sha256))

    def _put_once(self, content: bytes, place: Callable[[str], Path]) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        path = place(sha256)
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
            # Whoever put it may have died between naming it and making the name durable.
            sync_folder(path.parent)
        else:
            put_file(path, content)
        _settle(path.parent, self.root)
        return sha256

    def prepare(self) -> None:
        """Make the folder, for its owner alone.

        Raises
        ------
        CannotWriteError
            If it cannot be made or written.
        DataFolderError
            If it lies on a network drive.
        """
        try:
            make_folder(self.root)
            self.root.chmod(FOLDER_MODE)
            for folder in (self.runners, self.backups, self.scratch):
                make_folder(folder)
        except OSError as error:
            raise CannotWriteError(self.root, (error.strerror or type(error).__name__).lower()) from None
        kind = file_system_of(self.root)
        if kind in NETWORK_FILE_SYSTEMS:
            raise DataFolderError(
                f"{self.root}: this is a network folder ({kind}), where a database can be damaged; choose a folder on "
                "this machine with BACKSTRIDE_DATA."
            )


@cache
def _settle(folder: Path, root: Path) -> None:
    """Make the names of a folder and those above it durable, once a process: who made them may have died first."""
    if folder != root:
        sync_folder(folder.parent)
        _settle(folder.parent, root)


def file_system_of(path: Path) -> str:
    """Kind of the file system a path lies on, such as `ext4`; empty where the system does not tell."""
    best = ""
    kind = ""
    real = os.path.realpath(path)
    for mount in psutil.disk_partitions(all=True):
        point = mount.mountpoint
        inside = real == point or real.startswith(point.rstrip(os.sep) + os.sep)
        if inside and len(point) >= len(best):
            best, kind = point, mount.fstype
    return kind.lower()
