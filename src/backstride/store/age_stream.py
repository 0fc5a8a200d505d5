"""age as a stream: the library works on files, so it runs beside the reader or writer with a pipe between them."""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

import pyrage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PIECE = 1 << 20


class WrongKeyError(Exception):
    """A key or passphrase that does not serve: why, and what to do."""


@contextmanager
def encrypting(target: Any, recipients: list[Any]) -> Iterator[BinaryIO]:
    """A stream whose bytes reach the file encrypted to the recipients.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    watched = _Watched(target)
    read_end, write_end = os.pipe()
    source = os.fdopen(read_end, "rb")

    def encrypt() -> None:
        # What arrives after a failure is taken and thrown away, so that the writer never waits for a reader that left.
        with source:
            try:
                pyrage.encrypt_io(source, watched, recipients)
            finally:
                shutil.copyfileobj(source, _Nowhere(), PIECE)

    worker = _Worker(encrypt)
    try:
        with os.fdopen(write_end, "wb") as stream:
            yield stream
    finally:
        worker.join()
    if watched.error is not None:
        raise watched.error
    if worker.error is not None:
        raise OSError(f"it could not be encrypted ({worker.error})")


@contextmanager
def decrypting(source: BinaryIO, identities: list[Any]) -> Iterator[BinaryIO]:
    """The bytes of an age file, to be read to the end, where the last are proven.

    Raises
    ------
    WrongKeyError
        If no identity opens it.
    OSError
        If it was changed or cut off.
    """
    watched = _Watched(source)
    read_end, write_end = os.pipe()

    def decrypt() -> None:
        with os.fdopen(write_end, "wb") as target:
            pyrage.decrypt_io(watched, target, identities)

    worker = _Worker(decrypt)
    stream = _Proven(os.fdopen(read_end, "rb"), worker)
    try:
        yield stream  # type: ignore[misc]
    finally:
        stream.close()
        worker.join()


class _Worker:
    """Work beside the stream that it fills or empties; keeps the error it ended with."""

    def __init__(self, work: Callable[[], None]) -> None:
        self.error: Exception | None = None
        self._work = work
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._work()
        except Exception as error:
            self.error = error

    def join(self) -> None:
        self._thread.join()


class _Proven:
    """A stream that ends only if what filled it ended well."""

    def __init__(self, file: BinaryIO, worker: _Worker) -> None:
        self._file, self._worker = file, worker

    def read(self, count: int = -1) -> bytes:
        piece = self._file.read(count)
        if piece:
            return piece
        self._worker.join()
        error = self._worker.error
        if isinstance(error, pyrage.DecryptError):
            raise WrongKeyError("the key does not fit, or the file is damaged; check both") from None
        if error is not None:
            raise OSError("an encrypted part of it is damaged or missing")
        return b""

    def close(self) -> None:
        self._file.close()


class _Watched:
    """A file that remembers the error it gave, which the encryption library turns into one of its own."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.error: OSError | None = None

    def read(self, count: int = -1) -> Any:
        return self._try(self._file.read, count)

    def write(self, piece: bytes) -> Any:
        return self._try(self._file.write, piece)

    def flush(self) -> None:
        self._try(self._file.flush)

    def _try(self, do: Callable[..., Any], *given: Any) -> Any:
        try:
            return do(*given)
        except OSError as error:
            self.error = error
            raise


class _Nowhere:
    def write(self, piece: bytes) -> int:
        return len(piece)
