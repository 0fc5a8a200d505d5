"""Exports of Apple Health among the files that are given: told apart at little cost, then split or read whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backstride.recording.run import WatchFileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backstride.recording.apple import Export, Extract
    from backstride.recording.leg import Leg

_SNIFFED = 64


def split(path: Path, *, scratch: Path | None = None, warnings: list[str] | None = None) -> Iterator[Extract] | None:
    """Split an export of Apple Health into one extract for each workout, whose bytes `read` understands as a file.

    Parameters
    ----------
    path
        The export: its document, its folder or its zip.
    scratch
        Folder for a nameless temporary file; the system's choice if None.
    warnings
        Takes what is wrong with the export as a whole, before the first extract.

    Returns
    -------
    iterator of Extract or None
        In order of time; None where `path` is no such export. It raises `WatchFileError` as `read` does.

    Raises
    ------
    WatchFileError
        If it is an archive that cannot be opened.
    """
    try:
        export = _opened(path)
    except WatchFileError as error:
        raise type(error)(f"{path.name or path}: {error}.") from error
    return None if export is None else _extracts(export, path.name, scratch, [] if warnings is None else warnings)


def legs(path: Path) -> Iterator[Leg] | None:
    """The legs of every workout of an export; None where `path` is none.

    What is wrong with the export as a whole is told with the first leg. The iterator raises `WatchFileError` without
    the name of the file.
    """
    export = _opened(path)
    return None if export is None else _all_legs(export)


def _opened(path: Path) -> Export | None:
    try:
        if not path.is_dir():
            if not path.is_file():
                return None
            with path.open("rb") as file:
                head = file.read(_SNIFFED)
            if not head.startswith(b"PK") and not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
                return None
    except (OSError, ValueError):
        return None  # whoever reads it as a file tells why it cannot be read
    from backstride.recording import apple  # most files are no exports

    return apple.opened(path)


def _extracts(export: Export, name: str, scratch: Path | None, warnings: list[str]) -> Iterator[Extract]:
    from backstride.recording import apple

    try:
        yield from apple.Split(export, scratch, warnings).extracts()
    except WatchFileError as error:
        raise type(error)(f"{name}: {error}.") from error
    finally:
        export.close()


def _all_legs(export: Export) -> Iterator[Leg]:
    from backstride.recording import apple

    try:
        way = apple.Split(export)
        for number, extract in enumerate(way.extracts()):
            for place, leg in enumerate(apple.read_extract(extract.content)):
                leg.warnings[:0] = way.warnings if number == place == 0 else []
                yield leg
    finally:
        export.close()
