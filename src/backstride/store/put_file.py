"""The one function that writes a file so that a power cut leaves either all of it or nothing."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE_MODE = 0o600
FOLDER_MODE = 0o700


def put_file(path: Path, content: bytes) -> None:
    """Write `content` to `path`, as `writing` does.

    Raises
    ------
    OSError
        If anything fails; the temporary file is removed, and a file that stood at `path` still stands there.
    """
    with writing(path) as file:
        file.write(content)


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A file to fill, which appears at `path` when the block ends: fsync, rename, fsync of the folder.

    It is a temporary file in the same folder until then. Folders that are missing are made, readable by their owner
    alone, and synced into the ones above them.

    Raises
    ------
    OSError
        If anything fails; the temporary file is removed, and a file that stood at `path` still stands there.
    """
    make_folder(path.parent)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.chmod(FILE_MODE)
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    sync_folder(path.parent)


def make_folder(folder: Path, *, durable: bool = True) -> None:
    """Make a folder and those above it, each synced into its parent, unless the caller syncs all of them at the end."""
    if folder.is_dir():
        return
    make_folder(folder.parent, durable=durable)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    if durable:
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; a system whose folders cannot be synced (Windows) does it by itself."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
