"""Times in the runner's zone, numbers in the runner's units, words in the runner's language."""

from __future__ import annotations

import zoneinfo
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone, translation

from backstride.web.runner import runner_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class RunnersPlace:
    """Set zone and language for a page that asks who is there; other pages take those of the installation."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, and forget zone and language after it: threads serve many."""
        with timezone.override(_zone("")):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any) -> None:
        """Look the runner up, once the address has found its page."""
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return
        runner = runner_of(request)
        if runner is None:
            return
        timezone.activate(_zone(runner.time_zone))
        if runner.language in dict(settings.LANGUAGES):
            translation.activate(runner.language)


def _zone(name: str) -> zoneinfo.ZoneInfo:
    """The runner's zone, the installation's where none or an unknown one is set, else UTC."""
    for candidate in (name, settings.BACKSTRIDE["TIME_ZONE"]):
        if candidate:
            try:
                return zoneinfo.ZoneInfo(candidate)
            except (zoneinfo.ZoneInfoNotFoundError, ValueError):
                continue
    return zoneinfo.ZoneInfo("UTC")
