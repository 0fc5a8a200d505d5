"""One line in the log for each request, and the reference that ties a page to its line."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No sign that is taken for another when it is read out."""

log = structlog.get_logger("backstride.request")


class RequestLog:
    """Name the request, time it, log it: its route, never its path or query, which may name a run or a token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; the reference also goes out as a header, for scripts."""
        reference = new_reference()
        request.reference = reference  # type: ignore[attr-defined]
        began = time.perf_counter()
        with structlog.contextvars.bound_contextvars(reference=reference):
            response = self.get_response(request)
            route = request.resolver_match.view_name if request.resolver_match else ""
            log.info(
                "request",
                method=request.method if request.method in METHODS else "other",
                route=route or "-",
                status=response.status_code,
                ms=round(1000 * (time.perf_counter() - began), 1),
            )
        response["X-Reference"] = reference
        return response


METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))


def new_reference() -> str:
    """Eight letters in two groups, easy to read out."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"
