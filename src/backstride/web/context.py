"""What every page of ours is handed beside its own content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from backstride.report.intended_use import INTENDED_USE
from backstride.store.health import nearly_full

from .runner import runner_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

    from .answers.emergency import Strip

THEMES = ("light", "dark")
THEME_COOKIE = "backstride_look"


@dataclass(frozen=True)
class Place:
    """One of the five places."""

    name: str
    """Of its address, of its icon, and the first part of the names of the addresses below it."""
    word: _StrPromise


PLACES = (
    Place("today", _("Today")),
    Place("answer", _("Answer")),
    Place("runs", _("Runs")),
    Place("week", _("Week")),
    Place("progress", _("Progress")),
)


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Places, look, country and the sentence of intended use; reads nothing about the person by itself."""
    match = request.resolver_match
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "places": PLACES,
        "here": match.url_name.partition("-")[0] if match and match.url_name else "",
        "has_session": settings.SESSION_COOKIE_NAME in request.COOKIES,
        "local": settings.LOCAL,
        "theme": theme if theme in THEMES else "",
        "intended_use": INTENDED_USE,
        "reference": getattr(request, "reference", ""),
        # Called by the template where somebody is signed in: a page for everybody must not ask who is there.
        "runner": lambda: runner_of(request),
        "emergency": lambda: _strip(request),
        "nearly_full": lambda: nearly_full(settings.DATA_FOLDER),
    }


def _strip(request: HttpRequest) -> Strip | None:
    from .answers.emergency import strip_of

    return strip_of(request)


def country_of(request: HttpRequest) -> str:
    """The runner's country, or that of the installation."""
    runner = runner_of(request)
    return (runner and runner.country) or settings.BACKSTRIDE["COUNTRY"]
