"""Requests that come from another page than ours are refused, whatever they ask: rebinding a name gives no way in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class OwnOrigin:
    """Refuse an unknown Host and a foreign Origin before anything else is done, files of the look included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or raise what becomes a page that says why not."""
        host = request.get_host()
        origin = request.headers.get("Origin")
        if origin and origin not in _own(host):
            raise PermissionDenied("foreign origin")
        return self.get_response(request)


def _own(host: str) -> set[str]:
    own = set(settings.CSRF_TRUSTED_ORIGINS)
    if settings.LOCAL:
        own.add(f"http://{host}")
    return own
