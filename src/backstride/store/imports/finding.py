"""What the runner points at -> the files to import, in an order that does not depend on the disk."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from backstride.store.foreign_text import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterable


class NothingToImportError(Exception):
    """A path that cannot be used, or none that holds a file from a watch: one sentence."""


@dataclass(frozen=True)
class Source:
    """A file to import, and what to call it."""

    path: Path
    name: str
    claims: bool
    """True where the name ends like a file from a watch."""
    came_in: str = ""
    """The export it was taken out of."""

    @classmethod
    def at(cls, path: Path) -> Source:
        """The file at `path`."""
        return cls(path, plain_name(path.name), _claims(path.name))


@dataclass
class Found:
    """The files to import, how many others there are, and the folders that could not be looked into."""

    sources: list[Source] = field(default_factory=list)
    others: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)


def walk(paths: Iterable[Path]) -> Found:
    """The files at `paths`: a file named here is taken whatever its ending, in a folder the endings of watches count.

    Hidden files and links to folders are passed over; each file counts once.

    Raises
    ------
    NothingToImportError
        If a path does not exist, or there is no file to import.
    """
    found = Found()
    seen: dict[Path, None] = {}
    given = list(paths)
    for path in given:
        if not os.path.lexists(path):
            raise NothingToImportError(_("{path}: there is no such file or folder; check the name.").format(path=path))
        for file in _in_folder(path, found) if path.is_dir() else [path]:
            seen[file] = None
    found.sources = [Source.at(file) for file in seen]
    if not found.sources and not found.problems:
        raise NothingToImportError(
            _(
                "{path}: there is no file from a watch in this folder (looked for FIT, GPX, TCX and exports of Apple "
                "Health)."
            ).format(path=", ".join(map(str, given)))
        )
    return found


def _in_folder(folder: Path, found: Found) -> list[Path]:
    def unreadable(error: OSError) -> None:
        name = plain_name(str(error.filename))
        found.problems.append((name, _("{name}: this folder may not be read; change its rights.").format(name=name)))

    files = []
    for where, folders, names in os.walk(folder, onerror=unreadable):
        exports = _exports(Path(where), names)
        _pass_over_routes(folders, exports)
        for name in names:
            if _claims(name) or name in exports:
                files.append(Path(where) / name)
            elif not name.startswith("."):
                found.others += 1
    return sorted(files)


def _claims(name: str) -> bool:
    from backstride.recording import has_watch_ending  # brings in the libraries of watch files; pages do without

    return has_watch_ending(name)


def _exports(folder: Path, names: list[str]) -> list[str]:
    """Those of the files that are exports of Apple Health."""
    from backstride.recording.finding import is_health_export

    return [name for name in names if is_health_export(folder / name)]


def _pass_over_routes(folders: list[str], exports: list[str]) -> None:
    from backstride.recording.finding import pass_over_routes

    pass_over_routes(folders, exports)
