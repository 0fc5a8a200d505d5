"""The form of a backup: a tar file of plain members, a manifest with their hashes behind them, and its hash at the end.

Tar and not zip: it is written and read in one pass, so that what is encrypted never lies open on a disk. Without
compression: nothing can unpack to more than it is, and originals and runs are packed already. The members have short
names of a fixed form, and where a file goes follows from the rows, never from a name in the archive.
"""

from __future__ import annotations

import hashlib
import json
import re
import tarfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

BLOCK = tarfile.BLOCKSIZE
PIECE = 1 << 20
DATABASE, SECRET_KEY, README = "backstride.sqlite3", "secret_key", "README.txt"
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
NAME = re.compile("|".join([*map(re.escape, (DATABASE, SECRET_KEY, README, MANIFEST, SEAL)), "files/[0-9a-f]{64}"]))
MOST_MANIFEST_BYTES = 256 << 20
"""About two million files."""


class BackupDamagedError(Exception):
    """An archive that is not as a backup was written: what is wrong with it."""


@dataclass
class Writer:
    """Writes members one after another and remembers their hashes."""

    file: BinaryIO
    made_at: datetime
    members: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, size: int, source: BinaryIO) -> str:
        """Add one member of a known size, and give its hash.

        Raises
        ------
        BackupDamagedError
            If the source ends early or goes on: it was changed meanwhile.
        """
        self.file.write(self._header(name, size))
        sha256, left = hashlib.sha256(), size
        while left:
            piece = source.read(min(PIECE, left))
            if not piece:
                break
            sha256.update(piece)
            self.file.write(piece)
            left -= len(piece)
        if left or source.read(1):
            raise BackupDamagedError(f"{name} was changed while it was read")
        self.file.write(bytes(-size % BLOCK))
        self.members[name] = {"sha256": sha256.hexdigest(), "bytes": size}
        return sha256.hexdigest()

    def finish(self, manifest: dict[str, Any]) -> None:
        """Add the manifest with the hashes of all members, its own hash, and the end mark."""
        content = json.dumps({**manifest, "members": self.members}, sort_keys=True, indent=1).encode()
        for name, inside in ((MANIFEST, content), (SEAL, _seal(content))):
            self.file.write(self._header(name, len(inside)) + inside + bytes(-len(inside) % BLOCK))
        self.file.write(bytes(2 * BLOCK))

    def _header(self, name: str, size: int) -> bytes:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, int(self.made_at.timestamp())
        return info.tobuf(tarfile.GNU_FORMAT)


def _seal(manifest: bytes) -> bytes:
    return f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}\n".encode()


def read(file: BinaryIO, place: Callable[[str], BinaryIO]) -> dict[str, Any]:
    """Read an archive to its end, and give its manifest once every member is as it says.

    Parameters
    ----------
    file
        The archive, read once from front to back.
    place
        Opens the file that a member is written to; the archive's names reach nothing else.

    Raises
    ------
    BackupDamagedError
        If anything is not as it was written: a foreign kind of file, a wrong hash, a missing end.
    """
    seen: dict[str, dict[str, Any]] = {}
    while True:
        info = _header(file)
        if info is None:
            raise BackupDamagedError("it ends without its list of contents; it was cut off or is not a backup")
        if info.name in seen:
            raise BackupDamagedError(f"it holds {info.name} twice")
        if info.name == SEAL:
            raise BackupDamagedError("its list of contents is missing")
        if info.name == MANIFEST:
            break
        with place(info.name) as target:
            seen[info.name] = {"sha256": _copy(file, info.size, target), "bytes": info.size}
    manifest = _manifest(file, info.size)
    if _header(file) is not None or file.read(1):
        raise BackupDamagedError("something was added behind its end")
    for name in sorted(seen.keys() | manifest["members"].keys()):
        if seen.get(name) != manifest["members"].get(name):
            raise BackupDamagedError(f"{name} is not as it was when the backup was made")
    return manifest


def _header(file: BinaryIO) -> tarfile.TarInfo | None:
    """The header of the next member; None at the end mark."""
    block = _exactly(file, BLOCK)
    if not block.strip(b"\0"):
        if _exactly(file, BLOCK).strip(b"\0"):
            raise BackupDamagedError("something stands behind its end mark")
        return None
    try:
        info = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
    except (tarfile.HeaderError, UnicodeDecodeError):
        raise BackupDamagedError("it is damaged, or it is not a backup of Backstride") from None
    if info.type != tarfile.REGTYPE or info.linkname:
        raise BackupDamagedError("it holds something else than plain files (a link, a device or a folder)")
    if not NAME.fullmatch(info.name):
        raise BackupDamagedError("it holds a file whose name no backup of Backstride holds")
    if info.tobuf(tarfile.GNU_FORMAT) != block or info.size < 0:
        raise BackupDamagedError(f"the entry of {info.name} is not as a backup has it")
    return info


def _copy(file: BinaryIO, size: int, target: BinaryIO) -> str:
    sha256, left = hashlib.sha256(), size
    while left:
        piece = file.read(min(PIECE, left))
        if not piece:
            raise BackupDamagedError("it is cut off")
        sha256.update(piece)
        target.write(piece)
        left -= len(piece)
    _padding(file, size)
    return sha256.hexdigest()


def _padding(file: BinaryIO, size: int) -> None:
    if _exactly(file, -size % BLOCK).strip(b"\0"):
        raise BackupDamagedError("something was written between its files")


def _exactly(file: BinaryIO, count: int) -> bytes:
    parts: list[bytes] = []
    while count:
        piece = file.read(count)
        if not piece:
            raise BackupDamagedError("it is cut off")
        parts.append(piece)
        count -= len(piece)
    return b"".join(parts)


def _manifest(file: BinaryIO, size: int) -> dict[str, Any]:
    if size > MOST_MANIFEST_BYTES:
        raise BackupDamagedError("its list of contents is too long")
    content = _exactly(file, size)
    _padding(file, size)
    seal = _header(file)
    if seal is None or seal.name != SEAL or seal.size != len(_seal(content)):
        raise BackupDamagedError("its list of contents has no seal")
    if _exactly(file, seal.size) != _seal(content):
        raise BackupDamagedError("its list of contents is not as it was when the backup was made")
    _padding(file, seal.size)
    try:
        manifest = json.loads(content)
    except (ValueError, RecursionError):
        raise BackupDamagedError("its list of contents cannot be read") from None
    if not isinstance(manifest, dict) or not isinstance(manifest.get("members"), dict):
        raise BackupDamagedError("its list of contents cannot be read")
    return manifest
