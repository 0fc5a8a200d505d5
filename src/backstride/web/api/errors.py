"""The one shape in which the API says no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from ninja import Schema

if TYPE_CHECKING:
    from django.http import HttpResponse


class ErrorBody(Schema):
    """What, where, why, and what to do, in one sentence."""

    code: str
    message: str
    field: str | None
    reference: str | None
    current_version: int | None


class ErrorReply(Schema):
    """Every reply that is not a success."""

    error: ErrorBody


class ApiError(Exception):
    """A reply that says no."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        field: str | None = None,
        current_version: int | None = None,
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "field": field, "current_version": current_version}
        self.retry_after_s = retry_after_s


def error_reply(error: ApiError, reference: str | None = None) -> HttpResponse:
    """The reply of an error; `reference` is what to name when asking for help."""
    document = {"error": {**error.body, "message": str(error), "reference": reference}}
    reply = JsonResponse(document, status=error.status, json_dumps_params={"ensure_ascii": False})
    if error.retry_after_s is not None:
        reply["Retry-After"] = str(error.retry_after_s)
    return reply


def not_found() -> ApiError:
    """The same words for what is not there and for what is somebody else's."""
    return ApiError(404, "not_found", "There is nothing here. Check the address.")


def replies(success: Any, status: int = 200) -> dict[Any, Any]:
    """Replies of an operation for its description: the success, and every no it may say."""
    return {status: success, frozenset({400, 401, 403, 404, 409, 413, 415, 422, 429, 503}): ErrorReply}
