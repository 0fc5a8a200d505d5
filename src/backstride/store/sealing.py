"""Encryption of backups with age (age-encryption.org), streamed: to a key, or behind a passphrase.

To a key the file is an ordinary age file. age encrypts to a passphrase only what fits into memory, so there the backup
is encrypted to a key made for it alone, and that key, encrypted with the passphrase, stands beside it in a zip of two
members. `age -d -i key.age backup.age` opens it without us.
"""

from __future__ import annotations

import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

import pyrage

from .age_stream import WrongKeyError, decrypting, encrypting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHORTEST_PASSPHRASE = 12
AGE_MARK, ZIP_MARK = b"age-encryption.org/v1", b"PK\x03\x04"
KEY_MEMBER, BACKUP_MEMBER = "key.age", "backup.age"
MOST_KEY_BYTES = 1 << 16
LONG_AGO = (1980, 1, 1, 0, 0, 0)


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
                encrypting(member, [identity.to_public()]) as stream,
            ):
                yield stream
    elif lock.recipients:
        with encrypting(target, [_recipient(text) for text in lock.recipients]) as stream:
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
            with decrypting(file, [_identity(text) for text in keys.identities]) as stream:
                yield stream
        elif mark.startswith(ZIP_MARK):
            if not keys.passphrase:
                raise WrongKeyError(
                    "it is encrypted with a passphrase; give a file that holds it with --passphrase-file"
                )
            with _members(file) as (key, inside), decrypting(inside, [_unlocked(key, keys.passphrase)]) as stream:
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
