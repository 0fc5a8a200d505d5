"""The key that seals sessions and links where the environment gives none: made once, kept in the data folder."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from .put_file import put_file

if TYPE_CHECKING:
    from .folder import DataFolder


def keep_secret_key(folder: DataFolder) -> None:
    """Make the key of this data folder, readable by its owner alone, unless it has one."""
    path = folder.secret_key
    if not path.is_file():
        put_file(path, secrets.token_urlsafe(50).encode())


def kept_secret_key(folder: DataFolder) -> str:
    """The key of this data folder; where none was made yet, one that lives as long as this process."""
    try:
        return folder.secret_key.read_text(encoding="utf-8").strip()
    except OSError:
        # Reading the settings must not write: type checkers and `--help` read them too.
        return secrets.token_urlsafe(50)
