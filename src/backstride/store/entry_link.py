"""One-time links into the app of this machine: each opens it once, for ten minutes; only hashes of them are kept."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from .put_file import put_file

if TYPE_CHECKING:
    from pathlib import Path

    from .folder import DataFolder

LIFE = timedelta(minutes=10)


def make_entry_link(folder: DataFolder) -> str:
    """A new token; its hash is the name of a file that says until when it holds."""
    token = secrets.token_urlsafe(32)
    _sweep(folder)
    put_file(_place(folder, token), (datetime.now(UTC) + LIFE).isoformat().encode())
    return token


def use_entry_link(folder: DataFolder, token: str) -> bool:
    """Whether the token opens the app now; it never does so again, whichever process asks."""
    path = _place(folder, token)
    try:
        until = datetime.fromisoformat(path.read_text(encoding="utf-8"))
        # Of two that come at once only one can remove the file.
        path.unlink()
    except (OSError, ValueError):
        return False
    return datetime.now(UTC) < until


def _links(folder: DataFolder) -> Path:
    return folder.scratch / "links"


def _place(folder: DataFolder, token: str) -> Path:
    return _links(folder) / hashlib.sha256(token.encode()).hexdigest()


def _sweep(folder: DataFolder) -> None:
    if not _links(folder).is_dir():
        return
    for path in _links(folder).iterdir():
        with suppress(OSError, ValueError):
            if datetime.fromisoformat(path.read_text(encoding="utf-8")) < datetime.now(UTC):
                path.unlink()
