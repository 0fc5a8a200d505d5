"""Everything a runner entrusted to us, as one zip that needs no Backstride to be read.

The same content gives the same bytes: tables as JSON with sorted keys and rows, times in UTC, files by their hash, no
compression (its output differs between versions), one fixed date in the zip.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol
from uuid import UUID

from django.apps import apps
from django.db import DatabaseError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from .contents import EXPORTED, Exported
from .kept_files import ForeignHashError, kept_files
from .models import Import, ImportedFile, Job, Original, Runner, SetAside
from .put_file import writing
from .side_database import copy_whole, library, opened_for_django
from .side_folder import side_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from django.db.models import Model, QuerySet

    from .folder import DataFolder

README_NAME, MANIFEST_NAME = "README.txt", "manifest.json"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
PIECE = 1 << 20
TRIES = 3
TAKE_AWAY = "export"
"""Kind of the jobs that make an export."""

WORDS = """\
This is everything Backstride kept for you.

tables/     one file for each kind of thing: your checks, answers, runs, plans, shoes and so on.
            They are JSON: any text editor opens them. Times are in UTC. Distances are in metres,
            durations in seconds.
originals/  the files as they came from your watch. Their names are their SHA-256.
            tables/store.Original.json says which name each had when it came.
runs/       the samples of each run as Parquet files. tables/store.Run.json names them
            under samples_sha256.
manifest.json lists every file here with its SHA-256.

Left out are passwords, keys and sign-ins, and imports that brought nothing new.
Keep this file safe: it holds health data, and it is not encrypted.
"""


class ExportError(Exception):
    """An export that could not be made: why, and what to do."""


@dataclass(frozen=True)
class Export:
    """What an export holds."""

    rows: dict[str, int]
    files: int


class Tell(Protocol):
    """Told how many of the files are in; what it raises ends the export, and nothing of it stays."""

    def __call__(self, done: int, total: int) -> None:
        """`done` of `total` files."""


def _nobody(done: int, total: int) -> None:
    """Nobody is told."""


def export(folder: DataFolder, path: Path, runners: Iterable[UUID] | None = None, *, tell: Tell = _nobody) -> Export:
    """Write everything of some runners, or of the whole data folder, as one zip.

    It shows one moment, whatever is written meanwhile.

    Parameters
    ----------
    folder
        The data folder, at the present schema.
    path
        The zip, which appears whole or not at all; one that stands there is replaced.
    runners
        Ids of the runners; all of them, and the receipts of those erased, if not given.
    tell
        Called after each file.

    Raises
    ------
    ExportError
        If it cannot be written, or a file that a row names is missing or damaged.
    """
    wanted = None if runners is None else sorted(runners)
    for attempt in range(1, TRIES + 1):
        try:
            with side_folder(folder) as side:
                copy_whole(folder.database, side / folder.database.name)
                with opened_for_django(side / folder.database.name) as alias, writing(path) as file:
                    return _write(folder, file, wanted, alias, tell)
        except FileNotFoundError as error:
            # A run may be deleted while its file is on the way.
            if attempt == TRIES:
                words = _("{file}: this file of a run is missing, so nothing was written. {remedy}")
                raise ExportError(words.format(file=error.filename, remedy=_remedy())) from None
        except ForeignHashError as error:
            words = _("{folder}: {reason}; nothing was written. Restore a backup.")
            raise ExportError(words.format(folder=folder.root, reason=error)) from None
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            words = _("{file}: cannot write the export ({reason}); choose another place.")
            raise ExportError(words.format(file=path, reason=reason)) from None
        except (DatabaseError, library().DatabaseError) as error:
            words = _("{file}: the database cannot be read ({reason}); restore a backup.")
            raise ExportError(words.format(file=folder.database, reason=error)) from None
    raise AssertionError


def _write(folder: DataFolder, file: BinaryIO, runners: list[UUID] | None, using: str, tell: Tell) -> Export:
    hashes: dict[str, str] = {}
    rows: dict[str, int] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as into:
        hashes[README_NAME] = _add(into, README_NAME, [WORDS.encode()])
        for label, table in sorted(EXPORTED.items()):
            counted = _Counted(_rows(label, table, runners, using))
            name = f"tables/{label}.json"
            hashes[name] = _add(into, name, _as_json(counted))
            if counted.count:
                rows[label] = counted.count
        theirs = [kept for kept in sorted(kept_files(using)) if runners is None or kept.runner in runners]
        for number, kept in enumerate(theirs):
            tell(number, len(theirs))
            name = f"originals/{kept.sha256}" if kept.is_original else f"runs/{kept.sha256}.parquet"
            if name in hashes:
                continue
            hashes[name] = _add(into, name, _pieces(kept.path(folder)))
            if hashes[name] != kept.sha256:
                words = _("{file}: this file of a run is not as it was when it was kept. {remedy}")
                raise ExportError(words.format(file=kept.path(folder), remedy=_remedy()))
        manifest = json.dumps({"format": 1, "sha256": hashes}, sort_keys=True, indent=1)
        _add(into, MANIFEST_NAME, [manifest.encode()])
    return Export(rows, sum(1 for name in hashes if name.startswith(("originals/", "runs/"))))


def _remedy() -> str:
    return _("Restore a backup, or delete that run.")


def _add(into: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> str:
    info = zipfile.ZipInfo(name, LONG_AGO)
    info.external_attr = 0o100600 << 16
    info.create_system = 3
    sha256 = hashlib.sha256()
    with into.open(info, "w", force_zip64=True) as entry:
        for piece in pieces:
            sha256.update(piece)
            entry.write(piece)
    return sha256.hexdigest()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


class _Counted:
    """Rows, counted as they pass."""

    def __init__(self, rows: Iterator[dict[str, Any]]) -> None:
        self.count = 0
        self._rows = rows

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self._rows:
            self.count += 1
            yield row


def _as_json(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """A JSON list, one row a line."""
    before = "[\n"
    for row in rows:
        yield f"{before}{json.dumps(row, sort_keys=True, ensure_ascii=False, default=_plain)}".encode()
        before = ",\n"
    yield (b"[]\n" if before == "[\n" else b"\n]\n")


def _plain(value: object) -> str | int | float:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(type(value).__name__)


def _rows(label: str, table: Exported, runners: list[UUID] | None, using: str) -> Iterator[dict[str, Any]]:
    model = apps.get_model(label)
    fields = [f.attname for f in model._meta.concrete_fields if f.attname not in table.without]
    rows = _owned(model, table, runners, using).order_by("pk").values(*fields)
    yield from rows.iterator()


def _owned(model: type[Model], table: Exported, runners: list[UUID] | None, using: str) -> QuerySet[Any]:
    rows = _worth_keeping(model, model._base_manager.using(using).all())
    if runners is None:
        return rows
    if table.belongs_to == "folder":
        return rows.none()
    if table.belongs_to == "runner":
        return rows.filter(**{f"{table.path}__in": runners})
    accounts = Runner._base_manager.using(using).filter(pk__in=runners).values("account_id")
    return rows.filter(**{f"{table.path}__in": accounts})


def _worth_keeping(model: type[Model], rows: QuerySet[Any]) -> QuerySet[Any]:
    """Without imports that brought nothing and set nothing aside, nor their jobs: importing again changes nothing.

    The jobs that make an export say nothing either.
    """
    brought = Original._base_manager.filter(brought_by=OuterRef("pk"))
    aside = SetAside._base_manager.filter(original__brought_by=OuterRef("pk"))
    if model is Import:
        return rows.filter(Exists(brought) | Exists(aside))
    idle = Import._base_manager.exclude(Exists(brought) | Exists(aside))
    if model is Job:
        return rows.exclude(kind=TAKE_AWAY).exclude(pk__in=idle.values("job_id"))
    if model is ImportedFile:
        return rows.exclude(came_with__in=idle.values("pk"))
    return rows
