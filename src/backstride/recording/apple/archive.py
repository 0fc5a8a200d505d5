"""The zip that the Health app shares, read without unpacking it: no name in it ever becomes a path on the disk."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from backstride.recording.run import WatchFileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHUNK = 2**21
_PART = 2**16
"""Bytes taken at a time, of which the last are lost where an entry is damaged."""
ENTRIES_MAX = 100_000
DIRECTORY_MAX = 32 * 2**20
"""Bytes of the archive's table of contents; it is read whole."""
TOTAL_MAX = 20 * 2**30
"""Bytes that come out of one archive altogether."""
RATIO_MAX = 250
RATIO_FREE = 100 * 2**20
"""Bytes from which the ratio of an entry counts; an export of health data packs to a twentieth."""
_PACKED_AS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Of the others, Python unpacks all that a part of the archive swells to at once, which can be a gigabyte."""
_END_MARK = b"PK\x05\x06"
_END_64_MARK = b"PK\x06\x06"
_END_REACH = 2**16 + 128
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class Archive:
    """An open zip file whose real bytes are counted as they come out; use it in a `with` block.

    Raises
    ------
    WatchFileError
        If it is no zip file, incomplete, or its table of contents is out of proportion. The file's name is not part of
        the sentence.
    """

    def __init__(self, path: Path) -> None:
        try:
            _refuse_crowd(path)
            self._zip = zipfile.ZipFile(path)
        except zipfile.BadZipFile:
            raise DamagedArchiveError("the zip archive is incomplete or damaged; copy it again") from None
        except (OSError, ValueError, NotImplementedError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise WatchFileError(f"the zip archive cannot be read ({reason}); copy it again") from error
        self._came_out = 0
        self.entries = {entry.filename: entry for entry in self._zip.infolist() if not entry.is_dir()}

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of one entry.

        Raises
        ------
        DamagedEntryError
            If it is damaged from some byte on; what came before holds.
        WatchFileError
            If it is encrypted, packed in a way we cannot read, or swells like a zip bomb.
        """
        entry = self.entries[name]
        if entry.flag_bits & 1:
            raise WatchFileError("the zip archive is encrypted; export your health data again and share it as it is")
        if entry.compress_type not in _PACKED_AS:
            raise WatchFileError(
                "the zip archive is packed in a way the Health app does not use; share the export as it is"
            )
        out, parts, size = 0, [], 0
        try:
            with self._zip.open(entry) as stream:
                while part := stream.read(_PART):
                    out += len(part)
                    self._refuse_bomb(entry, out, len(part))
                    parts.append(part)
                    size += len(part)
                    if size >= CHUNK:
                        yield b"".join(parts)
                        parts, size = [], 0
        except WatchFileError:
            raise
        except _DAMAGE as error:
            yield b"".join(parts)
            raise DamagedEntryError(f"byte {out}") from error
        yield b"".join(parts)

    def _refuse_bomb(self, entry: zipfile.ZipInfo, out: int, came: int) -> None:
        self._came_out += came
        swollen = out > RATIO_FREE and out > RATIO_MAX * max(1, entry.compress_size)
        if swollen or self._came_out > TOTAL_MAX:
            raise WatchFileError("the zip archive unpacks without end, like a zip bomb; export your health data again")


class DamagedArchiveError(WatchFileError):
    """An archive without its table of contents, which stands at its end."""


class DamagedEntryError(Exception):
    """Where an entry of an archive stops making sense."""


def _refuse_crowd(path: Path) -> None:
    """Look at the size of the table of contents before it is read: each line of it takes memory."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _END_REACH))
        end = file.read(_END_REACH)
    at = end.rfind(_END_MARK)
    if at < 0 or len(end) - at < 22:
        raise zipfile.BadZipFile
    entries, directory = struct.unpack_from("<HL", end, at + 10)
    at_64 = end.rfind(_END_64_MARK)
    if at_64 >= 0 and len(end) - at_64 >= 56:
        entries, directory = struct.unpack_from("<QQ", end, at_64 + 32)
    if entries > ENTRIES_MAX or directory > DIRECTORY_MAX:
        raise WatchFileError(
            f"the zip archive lists more than {ENTRIES_MAX} files; export your health data again and share it as it is"
        )
