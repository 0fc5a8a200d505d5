"""What is shown where a page cannot be: one sentence, what to do, and a reference that is also in the log."""

from __future__ import annotations

import errno
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from backstride.report.intended_use import INTENDED_USE
from backstride.store.models.runner import ChangedMeanwhileError
from backstride.store.refusal import RefusedError
from backstride.web.context import PLACES, THEME_COOKIE, THEMES
from backstride.web.logs import place_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

log = structlog.get_logger("backstride.fault")

RETRY_S = 10


@dataclass(frozen=True)
class Words:
    """Head and body of one error page, and the code of the same error in the HTTP API."""

    code: str
    head: _StrPromise
    body: _StrPromise | str


WORDS: dict[int, Words] = {
    400: Words("bad_request", _("We can't read this request"), _("Go back, load the page again, and try once more.")),
    403: Words(
        "forbidden", _("This is not open to you"), _("The request came from another page, or the right is missing.")
    ),
    404: Words("not_found", _("There is nothing here"), _("The address may be mistyped, or what was here was erased.")),
    409: Words(
        "changed_meanwhile",
        _("This was changed meanwhile"),
        _("Another window saved first. Go back, load the page again, and look at both."),
    ),
    413: Words("too_large", _("This is too large"), _("Send fewer or smaller files at once.")),
    429: Words("too_many", _("Too many tries"), _("Wait a few minutes, then try again.")),
    500: Words(
        "fault",
        _("This page has a fault"),
        _("It is our mistake, not yours. What you saved before is kept. Try again in a minute."),
    ),
    503: Words(
        "not_now",
        _("We can't save right now"),
        _("The disk may be full or busy. What you saved before is kept. Try again in a minute."),
    ),
}

CSRF = Words(
    "forbidden",
    _("This form is too old"),
    _("Go back and load the page again. Then send the form once more."),
)


def bad_request(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """400, or 413 where more was sent than we take."""
    large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return error_page(request, 413 if large else 400)


def forbidden(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
    """403."""
    return error_page(request, 403)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's interface
    """403 for a form without its token."""
    return error_page(request, 403, CSRF)


def not_found(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
    """404, the same for what is absent and what belongs to somebody else."""
    return error_page(request, 404)


def fault(request: HttpRequest) -> HttpResponse:
    """What an exception becomes: 409, 503 or 500; it is logged with its type and place, never with its message."""
    error = sys.exc_info()[1]
    if isinstance(error, RefusedError):
        return error_page(request, 409, Words("refused", _("This did not work"), str(error)))
    status = _status(error)
    if error is not None and status >= 500:
        log.error("fault", error=type(error).__name__, place=place_of(error), status=status)
    return error_page(request, status)


def _status(error: BaseException | None) -> int:
    if isinstance(error, ChangedMeanwhileError):
        return 409
    if isinstance(error, OperationalError):
        return 503
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO):
        return 503
    return 500


def error_page(request: HttpRequest, status: int, words: Words | None = None) -> HttpResponse:
    """A page that asks nothing of the database; JSON for the HTTP API."""
    words = words or WORDS[status]
    reference = getattr(request, "reference", "")
    response: HttpResponse
    if request.path.startswith("/api/"):
        said = {"code": words.code, "message": f"{words.head}. {words.body}", "field": None, "reference": reference}
        response = JsonResponse({"error": said}, status=status)
    else:
        response = HttpResponse(render_to_string("error.html", bare_context(request) | {"words": words}), status=status)
    if status == 503:
        response["Retry-After"] = str(RETRY_S)
    return response


def open_the_link(request: HttpRequest, *, used: bool = False) -> HttpResponse:
    """For somebody who has not come in by the one-time link of this machine; `used`: whose link holds no longer."""
    return HttpResponse(render_to_string("open_the_link.html", bare_context(request) | {"used": used}), status=403)


def bare_context(request: HttpRequest) -> dict[str, Any]:
    """What a page needs that may not ask who is there, nor fail."""
    from django.conf import settings

    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "bare": True,
        "places": PLACES,
        "here": "",
        "has_session": settings.SESSION_COOKIE_NAME in request.COOKIES,
        "theme": theme if theme in THEMES else "",
        "intended_use": INTENDED_USE,
        "reference": getattr(request, "reference", ""),
    }
