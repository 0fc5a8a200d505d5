"""Every page asks who is there, unless it says that it is for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware

from backstride.web.pages.errors import open_the_link

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class SignedIn(LoginRequiredMiddleware):
    """Deny by default. On a runner's own machine there is no sign-in page, so the page says which link to open."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """The page for somebody who is not signed in; None where the request may go on."""
        refused = super().process_view(request, view_func, view_args, view_kwargs)
        return open_the_link(request) if refused is not None and settings.LOCAL else refused
