"""The newest answer: how soon to be seen, why, and what to watch for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from .latest import answered

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def answer(request: HttpRequest) -> HttpResponse:
    """The page at `/answer/`."""
    return render(request, "answer.html", {"answer": answered(request)})
