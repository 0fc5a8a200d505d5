"""Addresses of the files of the look: each carries a hash of its content, so that a browser may keep it for a year."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class HashedAddresses(StaticFilesStorage):
    """Add the hash as a query; no copies are made, so there is no build step."""

    def url(self, name: str | None) -> str:
        """The address of a file of the look."""
        address = super().url(name)
        mark = _hash(name or "")
        return f"{address}?v={mark}" if mark else address


@cache
def _hash(name: str) -> str:
    path = finders.find(name)
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10] if path else ""
