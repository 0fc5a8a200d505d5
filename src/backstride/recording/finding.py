"""Files and folders -> the watch files among them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from backstride.recording.run import WatchFileError

if TYPE_CHECKING:
    from collections.abc import Iterable

ENDINGS = (".fit", ".gpx", ".tcx", ".fit.gz", ".gpx.gz", ".tcx.gz", ".apple.xml", ".apple.xml.gz")
EXPORT_ENDINGS = (".xml", ".zip")
"""Of an export of Apple Health; many other files end so, hence their content decides."""
ROUTES_FOLDER = "workout-routes"
"""Beside the document of an export; its routes belong to the workouts there and are no runs of their own."""


def find(paths: Iterable[Path]) -> list[Path]:
    """Watch files at `paths`: files as they are given, folders searched to the bottom.

    Parameters
    ----------
    paths
        Files and folders. A file named here is taken whatever its ending; in a folder the endings `.fit`, `.gpx` and
        `.tcx` count, also with `.gz`, in any case, and the document or the zip of an export of Apple Health. Hidden
        files and links to folders are passed over.

    Returns
    -------
    list of Path
        In the order given, sorted within a folder, each file once.

    Raises
    ------
    WatchFileError
        If a path does not exist or cannot be read, or a folder holds no watch file.
    """
    found: dict[Path, None] = {}
    for path in paths:
        try:
            if not path.exists():
                raise WatchFileError(f"{path}: there is no such file or folder; check the name.")
            files = _in_folder(path) if path.is_dir() else [path]
        except (OSError, ValueError) as error:
            if isinstance(error, WatchFileError):
                raise
            reason = getattr(error, "strerror", None) or str(error)
            raise WatchFileError(f"{path}: it cannot be read ({reason}); check its permissions.") from error
        found.update(dict.fromkeys(files))
    return list(found)


def _in_folder(folder: Path) -> list[Path]:
    def stop(error: OSError) -> None:
        raise error

    files: list[Path] = []
    for where, folders, names in os.walk(folder, onerror=stop):
        exports = [name for name in names if is_health_export(Path(where) / name)]
        files += [Path(where) / name for name in names if has_watch_ending(name) or name in exports]
        pass_over_routes(folders, exports)
    files.sort()
    if not files:
        looked_for = f"{', '.join(ENDINGS)} and exports of Apple Health"
        raise WatchFileError(f"{folder}: no watch file in this folder (looked for {looked_for}).")
    return files


def has_watch_ending(name: str) -> bool:
    """True where a file in a folder counts as one from a watch; hidden files do not."""
    return name.casefold().endswith(ENDINGS) and not name.startswith(".")


def is_health_export(path: Path) -> bool:
    """True where a file in a folder is the document or the zip of an export of Apple Health, whatever its name."""
    if path.name.startswith(".") or not path.name.casefold().endswith(EXPORT_ENDINGS) or not path.is_file():
        return False
    from backstride.recording import apple  # most folders have none

    return apple.is_apple(path)


def pass_over_routes(folders: list[str], exports: list[str]) -> None:
    """Of the folders beside `exports`, drop the one with their routes, in place."""
    if exports and ROUTES_FOLDER in folders:
        folders.remove(ROUTES_FOLDER)
