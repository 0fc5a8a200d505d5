"""The bytes of a FIT file -> the files chained in it: where each begins and ends, and whether its checksums hold."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace

from backstride.recording.crc import crc16
from backstride.recording.run import WatchFileError

MARK = b".FIT"
MARK_AT = 8
HEADER_SIZES = (12, 14)
CHECKSUM_SIZE = 2
FILES_MAX = 1000
"""Longer chains are no recording; what follows is passed over like other bytes that belong to no file."""
MARKS_MAX = 1000
"""Places looked at for the next header, so that a file full of marks costs no time."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One file of a chain.

    Parameters
    ----------
    start
        Offset of its header.
    body, body_end
        Offsets of its first message and behind its last.
    cut_at
        Offset at which the bytes end before its checksum does; None where they do not.
    checksum_ok
        None where the file ends before its checksum and nothing else speaks against it.
    no_checksum
        True where zero stands instead of a checksum.
    skipped
        Bytes before its header that belong to no file.
    trailing
        Bytes behind it that belong to no file; 0 but for the last one.
    """

    start: int
    body: int
    body_end: int
    cut_at: int | None
    checksum_ok: bool | None
    no_checksum: bool = False
    skipped: int = 0
    trailing: int = 0

    @property
    def end(self) -> int:
        """Offset behind its checksum, which may lie behind the end of the bytes."""
        return self.body_end + CHECKSUM_SIZE


def envelopes(data: bytes) -> list[Envelope]:
    """Split `data` into its chained FIT files.

    Parameters
    ----------
    data
        The whole file. Bytes between two files are passed over and told of.

    Returns
    -------
    list of Envelope
        At least one.

    Raises
    ------
    WatchFileError
        If `data` does not begin with a FIT header. The file's name is not part of the sentence.
    """
    found = [_envelope(data, 0, 0)]
    while len(found) < FILES_MAX:
        start = _next_start(data, found[-1].end)
        if start is None:
            break
        found.append(_envelope(data, start, start - found[-1].end))
    trailing = max(0, len(data) - found[-1].end)
    found[-1] = replace(found[-1], trailing=trailing)
    return found


def _envelope(data: bytes, start: int, skipped: int) -> Envelope:
    header_size, body_size, header_ok = _header(data, start)
    body = start + header_size
    end = body + (body_size or len(data) - body)
    if end + CHECKSUM_SIZE > len(data):
        checksum_ok = None if header_ok else False
        return Envelope(start, body, min(end, len(data)), len(data), checksum_ok, skipped=skipped)
    (stored,) = struct.unpack_from("<H", data, end)
    checksum_ok = stored == crc16(memoryview(data)[start:end])
    return Envelope(start, body, end, None, checksum_ok, not checksum_ok and stored == 0, skipped)


def _next_start(data: bytes, after: int) -> int | None:
    """Offset of the next header from `after` on; None where there is none."""
    mark = data.find(MARK, after + MARK_AT)
    for _ in range(MARKS_MAX):
        if mark < 0:
            return None
        start = mark - MARK_AT
        try:
            header_size, body_size, header_ok = _header(data, start)
        except WatchFileError:
            header_size = body_size = len(data)
            header_ok = False
        # Right behind a file a header is expected; elsewhere the mark alone could stand in any text.
        if header_size + body_size <= len(data) - start and (header_ok or start == after):
            return start
        if start == after and header_size in HEADER_SIZES:
            return start
        mark = data.find(MARK, mark + 1)
    return None


def _header(data: bytes, start: int) -> tuple[int, int, bool]:
    """Size of header and body, and whether the header's own checksum holds (a stored 0 means it has none)."""
    head = data[start : start + HEADER_SIZES[1]]
    if len(head) < HEADER_SIZES[0]:
        raise WatchFileError(f"byte {start}: only {len(head)} bytes where a FIT header needs 12; copy the file again")
    header_size, body_size, magic = struct.unpack_from("<B3xI4s", head)
    if magic != MARK:
        raise WatchFileError(f"byte {start + 8}: the mark '.FIT' is missing, so this is no FIT file; export it again")
    if header_size not in HEADER_SIZES or len(head) < header_size:
        raise WatchFileError(f"byte {start}: the FIT header is broken (length {header_size}); export the file again")
    (stored,) = struct.unpack_from("<H", head, 12) if header_size == HEADER_SIZES[1] else (0,)
    return header_size, body_size, stored in (0, crc16(head[:12]))
