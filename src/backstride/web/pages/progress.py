"""Whether it is getting better: the worst pain of the last weeks as it was noted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from backstride.store.models import DiaryEntry

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

DAYS = 28


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """The page at `/progress/`."""
    since = timezone.localdate() - timedelta(days=DAYS)
    noted = [
        (entry.day, entry.values["pain_mean"])
        for entry in DiaryEntry.objects.of(request.user).filter(day__gte=since)
        if entry.values.get("pain_mean") is not None
    ]
    return render(request, "progress.html", {"noted": noted})
