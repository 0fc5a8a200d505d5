"""A path -> the bytes of the recording in it, unpacked, never more than memory can bear; and what those bytes are."""

from __future__ import annotations

import stat
import zlib
from typing import TYPE_CHECKING

from backstride.recording.run import UNTRUSTED_PREFIX, WatchFileError

if TYPE_CHECKING:
    from pathlib import Path

SIZE_MAX = 64 * 2**20
"""Bytes, packed or unpacked; a day at one sample a second is about 10 MB as FIT and 40 MB as GPX."""
RATIO_MAX = 250
RATIO_FREE = 2**20
"""Bytes from which the ratio of unpacked to packed size counts; real recordings stay below 30."""

_GZIP_MARK = b"\x1f\x8b"
_CHUNK = 2**14
"""Packed bytes taken at a time; gzip can swell them a thousandfold, which is then 16 MiB."""
_FOREIGN = (
    (b"\xff\xd8\xff", "a JPEG photo"),
    (b"\x89PNG", "a PNG picture"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive; unpack it first"),
    (b"{", "JSON text"),
    (b"[", "JSON text"),
    (b"<!doctype html", "a web page, perhaps a failed download"),
    (b"<html", "a web page, perhaps a failed download"),
)


def load(path: Path) -> tuple[bytes, list[str]]:
    """Bytes of the file at `path`, unpacked where it is gzip.

    Parameters
    ----------
    path
        A regular file.

    Returns
    -------
    data, warnings
        Not empty; and what was wrong with the packing.

    Raises
    ------
    WatchFileError
        If there is nothing to read or too much of it. The file's name is not part of the sentence.
    """
    data = _contents(path)
    if not data:
        raise WatchFileError("byte 0: the file is empty; copy or export it again")
    if not data.startswith(_GZIP_MARK):
        return data, []
    data, warnings = _gunzip(data)
    if not data:
        raise WatchFileError("byte 0: nothing can be unpacked from this gzip file; copy or export it again")
    if data.startswith(_GZIP_MARK):
        raise WatchFileError("byte 0: gzip inside gzip, which no watch writes; unpack it first")
    return data, warnings


def _contents(path: Path) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise WatchFileError("it is a folder; give the files in it")
        if not stat.S_ISREG(status.st_mode):
            raise WatchFileError("it is not a regular file; give a file written by a watch or an app")
        _refuse_larger(status.st_size)
        with path.open("rb") as stream:
            data = stream.read(SIZE_MAX + 1)
    except FileNotFoundError:
        raise WatchFileError("there is no such file; check the name") from None
    except PermissionError:
        raise WatchFileError("it may not be read; change its permissions or copy it") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise WatchFileError(f"it cannot be read ({reason}); copy it to this machine and try again") from error
    _refuse_larger(len(data))
    return data


def _refuse_larger(size: int) -> None:
    if size > SIZE_MAX:
        raise WatchFileError(
            f"byte {SIZE_MAX}: larger than {SIZE_MAX // 2**20} MiB, more than any recording of a run; "
            "export the activities one by one"
        )


def _gunzip(data: bytes) -> tuple[bytes, list[str]]:
    """Every member of a gzip file, counted while it is unpacked; a cut-off or damaged one as far as it goes."""
    unpacked = bytearray()
    at = 0
    while data.startswith(_GZIP_MARK, at):
        member = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        while not member.eof:
            piece = data[at : at + _CHUNK]
            if not piece:
                return bytes(unpacked), [f"The packed file stops at byte {len(data)}, before its end."]
            before = member.copy()
            try:
                unpacked += member.decompress(piece)
            except zlib.error:
                unpacked += _until_damage(before, piece)
                return bytes(unpacked), [
                    f"{UNTRUSTED_PREFIX}the packed file is broken near byte {at}; what stands before was kept. "
                    "Copy or export it again."
                ]
            at += len(piece)
            _refuse_bomb(len(unpacked), len(data))
        at -= len(member.unused_data)
    return bytes(unpacked), []


def _until_damage(member: zlib._Decompress, piece: bytes) -> bytes:
    unpacked = bytearray()
    try:
        for index in range(len(piece)):
            unpacked += member.decompress(piece[index : index + 1])
    except zlib.error:
        pass
    return bytes(unpacked)


def _refuse_bomb(unpacked: int, packed: int) -> None:
    _refuse_larger(unpacked)
    if unpacked > max(RATIO_FREE, RATIO_MAX * packed):
        raise WatchFileError(
            f"byte 0: unpacks to more than {RATIO_MAX} times its size, like a zip bomb; export the activity again"
        )


def is_fit(data: bytes) -> bool:
    """Whether `data` carries the mark of a FIT header."""
    return data[8:12] == b".FIT"


def is_xml(data: bytes) -> bool:
    """Whether `data` begins like XML: blanks, a byte-order mark and `<`, in any width of character."""
    head = data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head.startswith(b"<") and foreign_kind(data) is None


def foreign_kind(data: bytes) -> str | None:
    """What a file that is no recording seems to be, in words; None where nobody can tell."""
    head = data[:64].lstrip().lower()
    return next((words for mark, words in _FOREIGN if head.startswith(mark.lower())), None)
