"""The style sheets of a page as one file: who waits on a slow line asks once before anything is painted."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpRequest

log = structlog.get_logger("backstride.fault")
FRAME = ("tokens", "layout")
"""What every page with the frame begins with."""
SHEETS = frozenset((*FRAME, "answer", "bodymap", "emergency", "interview", "runs", "welcome"))
MOST = len(SHEETS)


def address(*sheets: str) -> str:
    """The address of some sheets as one; it changes with what they hold, so that a browser may keep it for a year.

    It lies beside the sheets, so that what they name beside themselves is found. Where one cannot be read the address
    stands without its mark: a page without its look still says what it has to say.
    """
    at = reverse("styles", args=["-".join(sheets)])
    try:
        return f"{at}?v={_mark(sheets)}"
    except OSError as error:
        log.error("style sheet not read", sheets=sheets, error=type(error).__name__)
        return at


@login_not_required
@require_safe
def styles(request: HttpRequest, sheets: str) -> HttpResponse:  # noqa: ARG001 - Django's interface
    """Some sheets, one after the other; 404 for one that is none."""
    names = tuple(sheets.split("-"))
    if len(names) > MOST or not SHEETS.issuperset(names):
        raise Http404
    try:
        together = _together(names)
    except OSError as error:
        log.error("style sheet not read", sheets=names, error=type(error).__name__)
        raise Http404 from None
    response = HttpResponse(together, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"max-age={settings.WHITENOISE_MAX_AGE}, public"
    return response


@cache
def _sheet(name: str) -> bytes:
    path = finders.find(f"backstride/{name}.css")
    if path is None:
        raise FileNotFoundError(name)
    return Path(path).read_bytes()


def _together(names: tuple[str, ...]) -> bytes:
    return b"\n".join(map(_sheet, names))


@cache
def _mark(names: tuple[str, ...]) -> str:
    return hashlib.sha256(_together(names)).hexdigest()[:10]
