"""Encryption of backups with age (age-encryption.org), streamed: to a key, or behind a passphrase.

To a key the file is an ordinary age file. age encrypts to a passphrase only what fits into memory, so there the backup
is encrypted to a key made for it alone, and that key, encrypted with the passphrase, stands beside it in a zip of two
members. `age -d -i key.age backup.age` opens it without us.
"""

from __future__ import annotations

import os
import shutil
import threading
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

import pyrage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SHORTEST_PASSPHRASE = 12
AGE_MARK, ZIP_MARK = b"age-encryption.org/v1", b"PK\x03\x04"
KEY_MEMBER, BACKUP_MEMBER = "key.age", "backup.age"
MOST_KEY_BYTES = 1 << 16
PIECE = 1 << 20
LONG_AGO = (1980, 1, 1, 0, 0, 0)


class WrongKeyError(Exception):
    """A key or passphrase that does not serve: why, and what to do."""


@dataclass(frozen=True)
class Lock:
    """What a backup is closed with: a passphrase, or the public keys of whoever may open it; neither leaves it open."""

    passphrase: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class Keys:
    """What a backup is opened with."""

    passphrase: str = ""
    identities: tuple[str, ...] = ()


@contextmanager
def closing_with(lock: Lock, target: BinaryIO) -> Iterator[BinaryIO]:
    """A stream whose bytes reach `target` encrypted as the lock says.

    Raises
    ------
    WrongKeyError
        If the passphrase is too short, or a recipient is none.
    OSError
        If `target` cannot be written.
    """
    if lock.passphrase:
        if len(lock.passphrase) < SHORTEST_PASSPHRASE:
            raise WrongKeyError(f"the passphrase is shorter than {SHORTEST_PASSPHRASE} characters; choose a longer one")
        identity = pyrage.x25519.Identity.generate()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as outside:
            key = pyrage.passphrase.encrypt(str(identity).encode(), lock.passphrase)
            outside.writestr(zipfile.ZipInfo(KEY_MEMBER, LONG_AGO), key)
            with (
                outside.open(zipfile.ZipInfo(BACKUP_MEMBER, LONG_AGO), "w", force_zip64=True) as member,
                _encrypting(member, [identity.to_public()]) as stream,
            ):
                yield stream
    elif lock.recipients:
        with _encrypting(target, [_recipient(text) for text in lock.recipients]) as stream:
            yield stream
    else:
        yield target


@contextmanager
def opening(path: Path, keys: Keys) -> Iterator[BinaryIO]:
    """The bytes of a backup as they were before encryption; to be read to the end, where the last are proven.

    Raises
    ------
    WrongKeyError
        If it is encrypted and no key that fits was given.
    OSError
        If it cannot be read, or an encrypted part was changed.
    """
    with path.open("rb") as file:
        mark = file.read(len(AGE_MARK))
        file.seek(0)
        if mark == AGE_MARK:
            if not keys.identities:
                raise WrongKeyError("it is encrypted to a key; give the file that holds the key with --identity")
            with _decrypting(file, [_identity(text) for text in keys.identities]) as stream:
                yield stream
        elif mark.startswith(ZIP_MARK):
            if not keys.passphrase:
                raise WrongKeyError(
                    "it is encrypted with a passphrase; give a file that holds it with --passphrase-file"
                )
            with _members(file) as (key, inside), _decrypting(inside, [_unlocked(key, keys.passphrase)]) as stream:
                yield stream
        else:
            yield file


def _recipient(text: str) -> Any:
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError:
        raise WrongKeyError(f"`{text}` is not a public key; it begins with age1") from None


def _identity(text: str) -> Any:
    try:
        return pyrage.x25519.Identity.from_str(text.strip())
    except pyrage.IdentityError:
        raise WrongKeyError("the identity file holds no key; a key begins with AGE-SECRET-KEY-1") from None


@contextmanager
def _members(file: BinaryIO) -> Iterator[tuple[bytes, BinaryIO]]:
    """The two members of a backup behind a passphrase."""
    try:
        with zipfile.ZipFile(file) as outside:
            names = [info.filename for info in outside.infolist() if info.compress_type == zipfile.ZIP_STORED]
            if names != [KEY_MEMBER, BACKUP_MEMBER] or outside.getinfo(KEY_MEMBER).file_size > MOST_KEY_BYTES:
                raise OSError("it is a zip, but not one that Backstride made")
            key = outside.read(KEY_MEMBER)
            with outside.open(BACKUP_MEMBER) as inside:
                yield key, inside  # type: ignore[misc]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise OSError("it is damaged or cut off") from None


def _unlocked(key: bytes, passphrase: str) -> Any:
    try:
        return _identity(pyrage.passphrase.decrypt(key, passphrase).decode())
    except (pyrage.DecryptError, UnicodeDecodeError):
        raise WrongKeyError("the passphrase does not fit, or the file is damaged; check both") from None


@contextmanager
def _encrypting(target: Any, recipients: list[Any]) -> Iterator[BinaryIO]:
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
def _decrypting(source: BinaryIO, identities: list[Any]) -> Iterator[BinaryIO]:
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
