"""Files and folders -> the watch files among them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from backstride.recording.run import WatchFileError

if TYPE_CHECKING:
    from collections.abc import Iterable

ENDINGS = (".fit", ".gpx", ".tcx", ".fit.gz", ".gpx.gz", ".tcx.gz")


def find(paths: Iterable[Path]) -> list[Path]:
    """Watch files at `paths`: files as they are given, folders searched to the bottom.

    Parameters
    ----------
    paths
        Files and folders. A file named here is taken whatever its ending; in a folder the endings `.fit`, `.gpx` and
        `.tcx` count, also with `.gz`, in any case. Hidden files and links to folders are passed over.

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

    files = sorted(
        Path(where) / name
        for where, _, names in os.walk(folder, onerror=stop)
        for name in names
        if has_watch_ending(name)
    )
    if not files:
        raise WatchFileError(f"{folder}: no watch file in this folder (looked for {', '.join(ENDINGS)}).")
    return files


def has_watch_ending(name: str) -> bool:
    """True where a file in a folder counts as one from a watch; hidden files do not."""
    return name.casefold().endswith(ENDINGS) and not name.startswith(".")
