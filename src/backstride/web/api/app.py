"""The API put together: its operations, and the one way each failure is told."""

from __future__ import annotations

import logging
import secrets
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from backstride import __version__
from backstride.store.models.runner import ChangedMeanwhileError
from backstride.store.refusal import RefusedError

from . import assess, checks, diary, imports, leaving, me, plans, runs, shoes, tokens
from .errors import ApiError, error_reply, not_found
from .reading import StrictParser, too_large

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)


class Api(NinjaAPI):
    """django-ninja's API, whose description is made once a process: it takes half a second."""

    _described: OpenAPISchema | None = None

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The description."""
        if self._described is None:
            self._described = super().get_openapi_schema(**kwargs)
        return self._described


api = Api(
    title="Backstride",
    version=__version__,
    description="Everything the pages can do, for programs of yours. Education and self-management support, not a "
    "diagnosis.",
    parser=StrictParser(),
    # The explorer runs scripts of its own; on a server it would be one more thing to attack.
    docs_url="/docs" if settings.LOCAL else None,
    urls_namespace="api",
)
for part in (me, leaving, checks, runs, imports, shoes, diary, plans, assess, tokens):
    api.add_router("", part.router)


@api.exception_handler(ApiError)
def _no(request: HttpRequest, error: Any) -> HttpResponse:
    del request
    return error_reply(error)


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, error: Any) -> HttpResponse:
    del request, error
    reply = error_reply(ApiError(401, "sign_in", "Sign in, or send a token that is still good."))
    reply["WWW-Authenticate"] = "Bearer"
    return reply


@api.exception_handler(ValidationError)
def _not_understood(request: HttpRequest, error: Any) -> HttpResponse:
    del request
    first = error.errors[0]
    field = ".".join(str(part) for part in first["loc"] if part != "body")[:120]
    return error_reply(ApiError(422, "value", _sentence(field, first), field=field))


@api.exception_handler(RefusedError)
def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    del request
    return error_reply(ApiError(422, "refused", str(error), field=error.field or None))


@api.exception_handler(ChangedMeanwhileError)
def _changed(request: HttpRequest, error: Any) -> HttpResponse:
    del request
    return error_reply(ApiError(409, "changed", str(error), current_version=error.current.version))


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: Any) -> HttpResponse:
    del request, error
    return error_reply(too_large())


@api.exception_handler(TooManyFilesSent)
@api.exception_handler(TooManyFieldsSent)
def _too_many(request: HttpRequest, error: Any) -> HttpResponse:
    del request, error
    return error_reply(ApiError(413, "too_many_files", "These are too many files at once. Send them in parts."))


@api.exception_handler(MultiPartParserError)
def _broken_form(request: HttpRequest, error: Any) -> HttpResponse:
    del request, error
    return error_reply(ApiError(400, "bad_form", "This form is cut off or broken. Send it again."))


@api.exception_handler(Http404)
def _nothing(request: HttpRequest, error: Any) -> HttpResponse:
    del request, error
    return error_reply(not_found())


@api.exception_handler(HttpError)
def _other(request: HttpRequest, error: Any) -> HttpResponse:
    del request
    # django-ninja wraps what the parser says into words of its own.
    if isinstance(error.__cause__ or error.__context__, ApiError):
        return error_reply(error.__cause__ or error.__context__)
    return error_reply(ApiError(error.status_code, "request", str(error)))


@api.exception_handler(DatabaseError)
def _cannot_write(request: HttpRequest, error: Any) -> HttpResponse:
    reference = secrets.token_hex(4)
    logger.error("database refused %s (reference %s): %s", request.method, reference, type(error).__name__)
    sentence = "Nothing could be saved just now: the disk is full, locked or read-only. Try again soon."
    return error_reply(ApiError(503, "not_saved", sentence, retry_after_s=30), reference)


@api.exception_handler(Exception)
def _fault(request: HttpRequest, error: Any) -> HttpResponse:
    del request
    reference = secrets.token_hex(4)
    # Neither the text of the error nor the address: both may hold what somebody told us.
    logger.error("API failed (%s, reference %s)", type(error).__name__, reference, exc_info=settings.DEBUG)
    sentence = "We could not do this. Nothing was saved. Try again, or tell us the reference."
    return error_reply(ApiError(500, "fault", sentence), reference)


def _sentence(field: str, error: dict[str, Any]) -> str:
    if error["type"] == "missing":
        return f"`{field}` is missing. Give it."
    if error["type"] == "extra_forbidden":
        return f"There is no field `{field}`. Leave it out."
    reason = str(error["msg"]).removeprefix("Value error, ")
    return f"`{field}` cannot be used: {reason[:1].lower()}{reason[1:]}."


def _behind_its_own_door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    # The doors of `doors.py` decide who may call; health data is kept by no cache on the way.
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reply = view(request, *args, **kwargs)
        add_never_cache_headers(reply)
        reply["Cache-Control"] = "no-store"
        return reply

    return login_not_required(csrf_exempt(opened))


def _addresses() -> tuple[list[Any], str, str]:
    patterns, app_name, namespace = api.urls
    found: Any = patterns
    for pattern in found:
        pattern.callback = _behind_its_own_door(pattern.callback)
    return patterns, app_name, namespace


addresses = _addresses()
