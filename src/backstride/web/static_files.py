"""Addresses of the files of the look: each carries a hash of its content, so that a browser may keep it for a year."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import structlog
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

log = structlog.get_logger("backstride.fault")


class HashedAddresses(StaticFilesStorage):
    """Add the hash as a query; no copies are made, so there is no build step."""

    def url(self, name: str | None) -> str:
        """The address of a file of the look."""
        address = super().url(name)
        try:
            mark = _hash(name or "")
        except OSError as error:  # a page without its pictures still says what it has to say
            log.error("file of the look not read", name=name, error=type(error).__name__)
            mark = ""
        return f"{address}?v={mark}" if mark else address


@cache
def _hash(name: str) -> str:
    path = finders.find(name)
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10] if path else ""
