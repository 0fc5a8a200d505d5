"""Taking everything along, and reading who did what with a runner's data."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest
from ninja import Router, Schema

from backstride.store import access_log, limits
from backstride.store.export import ExportError
from backstride.store.export_stream import export_of
from backstride.store.models import AccessLog

from ..caller_address import address_of
from .doors import needs, needs_scope_or_recent_sign_in
from .errors import ApiError, replies
from .owned import caller, the_runner
from .shape import Id, PageNumber, PageSize, page_of

router = Router(tags=["me"])
logger = logging.getLogger(__name__)

MOST_EXPORTS = 10
"""Exports of one account an hour: each copies the database."""
AN_HOUR = 3600
ZIP = "application/zip"
EXPORT_DOORS = needs_scope_or_recent_sign_in("export")
EXPORT_DOORS["openapi_extra"] |= {
    "responses": {
        200: {"description": "The zip.", "content": {ZIP: {"schema": {"type": "string", "format": "binary"}}}}
    }
}


class LineShown(Schema):
    """One line of the access log."""

    number: int
    at: datetime
    by_you: bool
    action: str
    what: str
    where_from: str
    why: str


class AccessLogShown(Schema):
    """Lines, newest first; `first_broken` is the first line that was changed or cut out, null where all are whole."""

    items: list[LineShown]
    total: int
    page: int
    size: int
    first_broken: int | None


@router.get("/me/export", response=replies(None), **EXPORT_DOORS)
def export_everything(request: HttpRequest) -> Any:
    """Everything of the account's runners as one zip, as `backstride export` writes it."""
    account = caller(request)
    wait_s = limits.take(f"export {account.pk}", most=MOST_EXPORTS, within_s=AN_HOUR)
    if wait_s:
        raise ApiError(429, "too_many", f"Too many exports. Try again in {wait_s} seconds.", retry_after_s=wait_s)
    why = "by token" if request.headers.get("Authorization") else "by session"
    try:
        file = export_of(settings.DATA_FOLDER, account, where_from=address_of(request), why=why)
    except ExportError as error:
        logger.error("an export failed (%s)", type(error.__context__ or error).__name__)
        sentence = "The export could not be made: the disk is full, or a file is missing. Open the health page."
        raise ApiError(503, "not_exported", sentence, retry_after_s=60) from None
    return FileResponse(file, content_type=ZIP, as_attachment=True, filename="backstride.zip")


@router.get("/runners/{runner_id}/access-log", response=replies(AccessLogShown), **needs("read:me"))
def read_access_log(request: HttpRequest, runner_id: Id, page: PageNumber = 1, size: PageSize = 50) -> Any:
    """Who read, exported or changed this runner's data, other than on the owner's own pages."""
    runner = the_runner(request, runner_id)
    lines = AccessLog.objects.filter(runner=runner).order_by("-number")
    shown = page_of(lines, page, size, partial(_shown, me=str(caller(request).pk)))
    return {**shown, "first_broken": access_log.verify(runner)}


def _shown(line: AccessLog, *, me: str) -> dict[str, Any]:
    plain = ("number", "at", "action", "what", "where_from", "why")
    return {**{name: getattr(line, name) for name in plain}, "by_you": line.by == me}
