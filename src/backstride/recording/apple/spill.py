"""What belongs to each workout while an export is read, beyond some MiB in a nameless temporary file."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from typing import TYPE_CHECKING, Self

from backstride.recording.run import WatchFileError

if TYPE_CHECKING:
    from pathlib import Path

BUFFER_MAX = 16 * 2**20
TOTAL_MAX = 2 * 2**30
"""Bytes; a run each day for twenty years takes a tenth."""


_LIST_ENTRY = 64


class Spill:
    """Bytes under numbers, appended to in any order; use it in a `with` block.

    Parameters
    ----------
    folder
        Where the temporary file may lie; the system's choice if None. It never has a name there.
    """

    def __init__(self, folder: Path | None) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (closed in __exit__)
        self._parts: dict[int, list[bytes]] = defaultdict(list)
        self._extents: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._buffered = self._total = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._file.close()

    def add(self, key: int, data: bytes) -> None:
        """Append to what stands under `key`.

        Raises
        ------
        WatchFileError
            If it is more than any export of health data comes to.
        """
        self._total += len(data)
        if self._total > TOTAL_MAX:
            raise WatchFileError(
                "element Record: more records within workouts than a watch makes; export your data again"
            )
        self._parts[key].append(data)
        self._buffered += len(data) + _LIST_ENTRY
        if self._buffered > BUFFER_MAX:
            self._flush()

    def size(self, key: int) -> int:
        """Bytes that stand under `key`."""
        flushed = sum(length for _, length in self._extents.get(key, ()))
        return flushed + sum(map(len, self._parts.get(key, ())))

    def get(self, key: int) -> bytes:
        """All that stands under `key`."""
        kept = []
        for at, length in self._extents.get(key, ()):
            self._file.seek(at)
            kept.append(self._file.read(length))
        return b"".join([*kept, *self._parts.get(key, ())])

    def _flush(self) -> None:
        at = self._file.seek(0, 2)
        for key, parts in self._parts.items():
            data = b"".join(parts)
            self._file.write(data)
            self._extents[key].append((at, len(data)))
            at += len(data)
        self._parts.clear()
        self._buffered = 0
