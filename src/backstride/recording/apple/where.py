"""What the runner points at -> an export of Apple Health: its folder, its main document, or the zip of both.

The Health app names the archive, the folder and the main document in the language of the phone, and archives do not
always say in which letters; so the document is known by its content and a route by the end of its path.
"""

from __future__ import annotations

import os
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from backstride.recording.apple.archive import CHUNK, Archive, DamagedArchiveError, DamagedEntryError
from backstride.recording.apple.markup import is_export
from backstride.recording.run import WatchFileError

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Mapping

T = TypeVar("T")
ROUTE_MAX = 64 * 2**20
"""Bytes of one route."""
_HEAD = 4096
_ZIP_MARK = b"PK\x03\x04"
_NAMES_WITHIN = 2**20
_OTHER_ENDINGS = (".fit", ".tcx", ".fit.gz", ".tcx.gz", ".gpx.gz")
"""Of recordings that are no part of an export; a plain GPX is a route."""
_CANDIDATES = 64
"""Documents of an archive that are looked into; an export holds two."""


class Export(Protocol):
    """An export whose files can be read as often as wanted; `close` it in the end."""

    name: str
    cut_at: str | None
    """After reading the document: where its file is damaged; None where it is sound."""
    passed_over: int
    """Other recordings of a watch in the same archive, which are not read."""

    def document(self) -> Iterator[bytes]:
        """The bytes of the main document, in order."""

    def route(self, reference: str) -> bytes | None:
        """A route by the path that the document gives; None where it is missing or cannot be read."""

    def close(self) -> None:
        """Let go of its files."""


def is_apple(path: Path) -> bool:
    """Whether `path` is an export of Apple Health; also an archive that cannot be opened but names the files of one."""
    try:
        export = opened(path)
    except WatchFileError:
        return path.is_file() and _names_health(path)
    if export is not None:
        export.close()
    return export is not None


def opened(path: Path) -> Export | None:
    """The export at `path`; None where it is something else.

    Raises
    ------
    WatchFileError
        If it is an archive that is encrypted, damaged or out of proportion.
    """
    try:
        if path.is_dir():
            return _in_folder(path)
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError):
        return None
    if is_export(head):
        return _Folder(path)
    return _in_archive(path) if head.startswith(_ZIP_MARK) else None


def _in_folder(folder: Path) -> Export | None:
    for file in sorted(folder.iterdir()):
        if file.suffix.casefold() == ".xml" and file.is_file():
            with file.open("rb") as stream:
                if is_export(stream.read(_HEAD)):
                    return _Folder(file)
    return None


def _in_archive(path: Path) -> Export | None:
    try:
        archive = Archive(path)
    except DamagedArchiveError:
        if _names_health(path):
            raise
        return None
    try:
        documents = [entry for name, entry in archive.entries.items() if name.casefold().endswith(".xml")]
        documents.sort(key=lambda entry: -entry.file_size)
        refused: WatchFileError | None = None
        for entry in documents[:_CANDIDATES]:
            try:
                if is_export(_head(archive, entry)):
                    return _Archived(path.name, archive, entry.filename)
            except WatchFileError as error:
                refused = refused or error
        if refused is not None and _names_health(path):
            raise refused
    except BaseException:
        archive.close()
        raise
    archive.close()
    return None


def _names_health(path: Path) -> bool:
    """Whether the names in front of the first files of an archive are those of an export."""
    try:
        with path.open("rb") as file:
            head = file.read(_NAMES_WITHIN)
    except OSError:
        return False
    return b"workout-routes/" in head or b"apple_health_export" in head or b"export_cda.xml" in head


def _head(archive: Archive, entry: zipfile.ZipInfo) -> bytes:
    with suppress(DamagedEntryError):
        return next(archive.chunks(entry.filename), b"")[:_HEAD]
    return b""


class _Folder:
    """The main document on the disk, its routes beside it."""

    def __init__(self, document: Path) -> None:
        self.name = document.name
        self.cut_at: str | None = None
        self.passed_over = 0
        self._document = document
        self._routes: Mapping[str, Path] | None = None

    def document(self) -> Iterator[bytes]:
        try:
            with self._document.open("rb") as file:
                while chunk := file.read(CHUNK):
                    yield chunk
        except OSError as error:
            raise WatchFileError(
                f"it cannot be read ({error.strerror or error}); copy it to this machine and try again"
            ) from error

    def route(self, reference: str) -> bytes | None:
        if self._routes is None:
            self._routes = _by_end({str(path): path for path in _gpx_beside(self._document)})
        path = self._routes.get(_end(reference))
        try:
            if path is None or path.stat().st_size > ROUTE_MAX:
                return None
            return path.read_bytes()
        except OSError:
            return None

    def close(self) -> None:
        """Nothing is held open."""


def _gpx_beside(document: Path) -> Iterator[Path]:
    for folder in sorted(document.parent.iterdir()):
        if folder.is_dir() and not folder.is_symlink():
            yield from sorted(
                Path(entry.path)
                for entry in os.scandir(folder)
                if entry.name.casefold().endswith(".gpx") and entry.is_file(follow_symlinks=False)
            )


class _Archived:
    """The main document and the routes in a zip."""

    def __init__(self, name: str, archive: Archive, document: str) -> None:
        self.name = name
        self.cut_at: str | None = None
        self.passed_over = sum(name.casefold().endswith(_OTHER_ENDINGS) for name in archive.entries)
        self._archive = archive
        self._document = document
        self._routes = _by_end(
            {_name(entry): name for name, entry in archive.entries.items() if name.casefold().endswith(".gpx")}
        )

    def document(self) -> Iterator[bytes]:
        try:
            yield from self._archive.chunks(self._document)
        except DamagedEntryError as error:
            self.cut_at = str(error)

    def route(self, reference: str) -> bytes | None:
        name = self._routes.get(_end(reference))
        if name is None:
            return None
        parts, size = [], 0
        try:
            for chunk in self._archive.chunks(name):
                parts.append(chunk)
                size += len(chunk)
                if size > ROUTE_MAX:
                    return None
        except DamagedEntryError:
            pass  # the points before the damage hold
        return b"".join(parts)

    def close(self) -> None:
        self._archive.close()


def _by_end(paths: Mapping[str, T]) -> dict[str, T]:
    return {_end(path): what for path, what in paths.items()}


def _name(entry: zipfile.ZipInfo) -> str:
    """The entry's name; some archives write UTF-8 without saying so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _end(path: str) -> str:
    """The last folder and the name, which is all that an archive and the document agree on."""
    normal = unicodedata.normalize("NFC", path.replace("\\", "/")).casefold()
    return "/".join(normal.split("/")[-2:])
