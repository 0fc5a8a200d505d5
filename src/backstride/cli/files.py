"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from .terminal import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def check_place(path: Path) -> None:
    """See whether a file can be written here, without leaving a trace.

    Raises
    ------
    UsageError
        If the path is a folder, or its folder (or the nearest one above it that exists) cannot be written.
    """
    try:
        if not path.name or path.is_dir():
            raise UsageError(f"{path}: this is a folder; name the file to write.")
        folder = path.absolute().parent
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        if not folder.is_dir():
            raise UsageError(f"{path}: cannot write ({folder} is not a folder); choose another place.")
        locked = next((p for p in (folder, path) if p.exists() and not os.access(p, os.W_OK)), None)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{path}: cannot write ({reason.lower()}); choose another place.") from None
    if locked is not None:
        raise UsageError(f"{path}: cannot write (no right to change {locked}); choose another place.")


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a file beside `path`, then move it there.

    Raises
    ------
    UsageError
        If the place cannot be written; nothing is left behind.
    """
    check_place(path)
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(part)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        reason = (error.strerror or type(error).__name__).lower()
        raise UsageError(f"{path}: cannot write ({reason}); choose another place.") from None
