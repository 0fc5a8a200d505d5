"""Into the app of this machine by a one-time link, and out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from backstride.store.entry_link import use_entry_link
from backstride.store.local import local_account, local_runner

from .errors import open_the_link

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_not_required
@require_GET
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the link for a session of this machine's runner; it opens the app once."""
    if not settings.LOCAL:
        raise Http404
    if not use_entry_link(settings.DATA_FOLDER, token):
        return open_the_link(request, used=True)
    login(request, local_account(), backend="allauth.account.auth_backends.AuthenticationBackend")
    local_runner()
    return redirect("today")


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the session of this machine's runner."""
    logout(request)
    return open_the_link(request)
