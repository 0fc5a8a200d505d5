"""Files on their way in: they wait in the scratch folder until their import is done."""

from __future__ import annotations

import os
import shutil
import uuid
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from backstride.store.foreign_text import plain_name
from backstride.store.put_file import FILE_MODE, make_folder, sync_folder

from .finding import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backstride.store.folder import DataFolder

PREFIX = "import-"
LONGEST_NAME = 60
"""Characters; a file system allows 255 bytes, and an emoji takes four."""


@dataclass(frozen=True)
class Staging:
    """One folder of files that wait for their import."""

    folder: Path
    _numbers: count[int] = field(default_factory=count, compare=False, repr=False)

    @property
    def name(self) -> str:
        """What a job has to know of it."""
        return self.folder.name

    def add(self, name: str, chunks: Iterable[bytes]) -> Path:
        """Keep one file, synced by `settle`; its name is kept as far as a file system can bear it.

        Raises
        ------
        OSError
            If there is no space or right to write; nothing of the file is left.
        """
        last = name.replace("\\", "/").rsplit("/", 1)[-1]
        safe = plain_name(last, LONGEST_NAME).lstrip(".") or "file"
        numbered = self.folder / f"{next(self._numbers):06d}"
        make_folder(numbered, durable=False)
        path = numbered / safe
        try:
            with path.open("xb") as file:
                path.chmod(FILE_MODE)
                for chunk in chunks:
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            shutil.rmtree(numbered, ignore_errors=True)
            raise
        sync_folder(numbered)
        return path

    def settle(self) -> None:
        """Make all that was added durable: the names of the folders, once for all of them."""
        sync_folder(self.folder)

    def sources(self) -> list[Source]:
        """The files in the order they came."""
        return [Source.at(path) for folder in sorted(self.folder.glob("*")) for path in sorted(folder.glob("*"))]

    def remove(self) -> None:
        """Drop what is left of it."""
        shutil.rmtree(self.folder, ignore_errors=True)


def stage() -> Staging:
    """A new folder for files that come in."""
    folder: DataFolder = settings.DATA_FOLDER
    staging = Staging(folder.scratch / f"{PREFIX}{uuid.uuid4()}")
    make_folder(staging.folder)
    return staging


def staged(name: str) -> Staging:
    """The staging folder a job names."""
    folder: DataFolder = settings.DATA_FOLDER
    return Staging(folder.scratch / Path(name).name)
