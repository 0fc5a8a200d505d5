"""Files that come in by the browser or the API: how much at once, and where they wait."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

if TYPE_CHECKING:
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
        self.file = _Waiting(self.file_name, self.content_type, 0, self.charset, self.content_type_extra)


class _Waiting(TemporaryUploadedFile):
    """A file that waits in the scratch folder; gone when it is closed."""

    def __init__(self, name: Any, content_type: Any, size: int, charset: Any, extra: Any) -> None:
        file = tempfile.NamedTemporaryFile(suffix=".upload", dir=settings.DATA_FOLDER.scratch)  # noqa: SIM115
        UploadedFile.__init__(self, file, name, content_type, size, charset, extra)
