"""Whether a data folder is whole, whatever happened to it: the database sound, each row with its intact file."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def faults() -> list[str]:
    """Everything that is wrong with the data folder the store points at; each in words."""
    from django.conf import settings
    from django.db import connection

    found = []
    with connection.cursor() as cursor:
        for pragma in ("integrity_check", "foreign_key_check"):
            cursor.execute(f"PRAGMA {pragma}")
            found += [f"{pragma}: {row}" for row in cursor.fetchall() if row != ("ok",)]
    found += [
        f"{path.relative_to(settings.DATA_FOLDER.root)}: {'damaged' if path.exists() else 'missing'}"
        for path, sha256 in _files_of_rows()
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != sha256
    ]
    return [*found, *_half_checks()]


def _files_of_rows() -> Iterator[tuple[Path, str]]:
    from django.conf import settings

    from backstride.store.models import Original, Run

    for original in Original.objects.all():
        yield settings.DATA_FOLDER.original(original.runner_id, original.sha256), original.sha256
    for run in Run.objects.all():
        yield settings.DATA_FOLDER.samples(run.runner_id, run.samples_sha256), run.samples_sha256


def _half_checks() -> Iterator[str]:
    from django.db.models import Count

    from backstride.store.models import Check

    for check in Check.objects.annotate(results=Count("assessments")):
        finished = check.state == Check.State.FINISHED
        if check.results != int(finished) or (check.finished_at is not None) != finished:
            yield f"check of {check.day}: {check.state} with {check.results} assessments"
