"""Files that come in by the browser or the API: how much at once, and where they wait."""

from __future__ import annotations

import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

MOST_BYTES = 2 * 1024**3
"""Of one upload; years of watch files are a few hundred MB."""


class Limit(FileUploadHandler):
    """Stops an upload that says, or turns out, to be too large; keeps nothing itself."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._seen = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 - Django passes it by this name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse by the announced length, before anything is read.

        Raises
        ------
        RequestDataTooBig
            If it is over the limit.
        """
        del input_data, META, boundary, encoding
        if content_length > MOST_BYTES:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count what really came, and hand it on.

        Raises
        ------
        RequestDataTooBig
            If it is over the limit.
        """
        del start
        self._seen += len(raw_data)
        if self._seen > MOST_BYTES:
            raise RequestDataTooBig
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
        del file_size


class IntoTheDataFolder(TemporaryFileUploadHandler):
    """Keeps what comes in in the data folder, which is for its owner alone, not where everybody's files lie."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        FileUploadHandler.new_file(self, *args, **kwargs)
        waiting: Any = _Waiting(self.file_name, self.content_type, 0, self.charset, self.content_type_extra)
        self.file = waiting

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """End a file."""
        file: Any = super().file_complete(file_size)
        file.rest()
        waiting: UploadedFile[bytes] = file
        return waiting


class _Waiting(UploadedFile):  # type: ignore[type-arg]
    """A file that waits in the scratch folder; gone when it is closed or forgotten.

    It is open only while it is written and read: a system lets a process have a thousand files open, sometimes 256,
    and ten times as many may come at once.
    """

    def __init__(self, name: Any, content_type: Any, size: int, charset: Any, extra: Any) -> None:
        file = tempfile.NamedTemporaryFile(suffix=".upload", dir=settings.DATA_FOLDER.scratch, delete=False)  # noqa: SIM115
        self._path = Path(file.name)
        self._remove = weakref.finalize(self, self._path.unlink, missing_ok=True)
        super().__init__(file, name, content_type, size, charset, extra)

    def temporary_file_path(self) -> str:
        """Where it lies; Django asks when an upload breaks off."""
        return str(self._path)

    def rest(self) -> None:
        """All of it is written."""
        if self.file is not None:
            self.file.close()

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Its bytes, from the start."""
        with self._path.open("rb") as file:
            while piece := file.read(chunk_size or self.DEFAULT_CHUNK_SIZE):
                yield piece

    def multiple_chunks(self, chunk_size: int | None = None) -> bool:
        """Whether it is to be read in pieces: always."""
        del chunk_size
        return True

    def read(self, size: int = -1) -> bytes:
        """The first bytes of it."""
        with self._path.open("rb") as file:
            return file.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Nothing to do: each reading begins at the start."""
        del whence
        return offset

    def close(self) -> None:
        """Done with it."""
        self.rest()
        self._remove()
