"""Whether somebody has proved who they are within the last minutes; asked before keys, exports and erasing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse

from ..sign_in import RECENT_S

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def signed_in_recently(request: HttpRequest) -> bool:
    """True if the last sign-in or confirmation in this session is fresh.

    On a machine without sign-in there is nothing to prove: whoever reads its data folder has everything.
    """
    if settings.LOCAL:
        return True
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < RECENT_S


def ask_again(name: str) -> HttpResponse:
    """To the page that asks who is there, and from it to the page of that name."""
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': reverse(name)})}")
