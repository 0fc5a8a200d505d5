"""Which files the rows name: what a backup has to hold, a restore has to find, and an export takes along."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import DEFAULT_DB_ALIAS

from .models import Original, Run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from .folder import DataFolder

SHA256 = re.compile("[0-9a-f]{64}")


class ForeignHashError(Exception):
    """A row whose file name is no content hash; following it could lead anywhere."""


@dataclass(frozen=True, order=True)
class KeptFile:
    """One file of one runner."""

    sha256: str
    runner: UUID
    is_original: bool

    def path(self, folder: DataFolder) -> Path:
        """Where it lies in a data folder."""
        place = folder.original if self.is_original else folder.samples
        return place(self.runner, self.sha256)


def kept_files(using: str = DEFAULT_DB_ALIAS, runner: UUID | None = None) -> Iterator[KeptFile]:
    """Every file that a row names, of one runner or of all; each once.

    Raises
    ------
    ForeignHashError
        If a row names something else than a content hash.
    """
    for model, name, is_original in ((Original, "sha256", True), (Run, "samples_sha256", False)):
        rows = model._base_manager.using(using).order_by(name, "runner_id").values_list(name, "runner_id").distinct()
        if runner is not None:
            rows = rows.filter(runner_id=runner)
        for sha256, owner in rows.iterator():
            if not SHA256.fullmatch(sha256):
                raise ForeignHashError(f"a row of {model._meta.label} names a file that is none of Backstride's")
            yield KeptFile(sha256, owner, is_original)
