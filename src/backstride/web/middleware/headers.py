"""What a browser may do with our answers; content policy, HSTS and cookies are set in `settings.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

FIXED = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
    "X-Permitted-Cross-Domain-Policies": "none",
}


class Headers:
    """Add the fixed headers, and keep every page that does not say otherwise out of caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        response = self.get_response(request)
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        if "public" in response["Cache-Control"] and not response.cookies:
            _same_for_everybody(response)
        return response


def _same_for_everybody(response: HttpResponseBase) -> None:
    """Take the cookie out of `Vary`: some middleware looks at the session of every request, this answer does not."""
    vary = [name.strip() for name in response.get("Vary", "").split(",")]
    response["Vary"] = ", ".join(name for name in vary if name and name != "Cookie")
