"""Watch files in: sent as a form, read by the worker, followed by asking again."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from ninja.responses import Status

from backstride.store import imports as kept
from backstride.store.models import Import

from .doors import needs
from .errors import ApiError, replies
from .once import once
from .owned import find, rows, the_runner
from .shape import Id, Page, PageNumber, PageSize, page_of

router = Router(tags=["imports"])


class ImportShown(Schema):
    """One import: how far it is, and what became of its files."""

    id: UUID
    runner: UUID
    state: str
    done: int
    total: int | None
    started_at: datetime | None
    finished_at: datetime | None
    imported: int
    duplicates: int
    ignored: int
    set_aside: int
    problems: list[Any]
    reason: str


@router.get("/imports", response=replies(Page[ImportShown]), **needs("read:runs"))
def list_imports(request: HttpRequest, page: PageNumber = 1, size: PageSize = 50, runner: Id | None = None) -> Any:
    """Imports, newest first; one that brought nothing new is forgotten at the next."""
    return page_of(rows(Import, request, runner).select_related("job"), page, size, shown)


@router.post("/imports", response=replies(ImportShown, 201), **needs("write:runs", keyed=True))
@once
def start_import(
    request: HttpRequest, files: Annotated[list[UploadedFile], File()], runner: Annotated[Id | None, Query()] = None
) -> Any:
    """Send watch files (FIT, GPX, TCX, also gzipped); the reply says where to follow their import."""
    whose = the_runner(request, runner)
    staging = kept.stage()
    try:
        for file in files:
            staging.add(file.name or "file", file.chunks())
        return Status(201, shown(kept.enqueue(whose, staging)))
    except OSError:
        staging.remove()
        sentence = "The files could not be kept: the disk is full or read-only. Free some space and send them again."
        raise ApiError(503, "not_saved", sentence, retry_after_s=30) from None
    except BaseException:
        staging.remove()
        raise


@router.get("/imports/{import_id}", response=replies(ImportShown), **needs("read:runs"))
def read_import(request: HttpRequest, import_id: Id) -> Any:
    """One import."""
    return shown(find(Import, request, pk=import_id))


@router.post("/imports/{import_id}/cancel", response=replies(ImportShown, 201), **needs("write:runs", keyed=True))
@once
def cancel_import(request: HttpRequest, import_id: Id) -> Any:
    """Stop an import; what is in stays in."""
    import_ = find(Import, request, pk=import_id)
    kept.cancel(import_)
    return Status(201, shown(import_))


def shown(import_: Import) -> dict[str, Any]:
    """An import as the API shows it."""
    job = import_.job
    of_job = {name: getattr(job, name) for name in ("state", "done", "total", "started_at", "finished_at", "reason")}
    counts = {name: getattr(import_, name) for name in ("imported", "duplicates", "ignored", "set_aside", "problems")}
    return {"id": import_.pk, "runner": import_.runner_id, **of_job, **counts}
