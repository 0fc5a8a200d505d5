"""The network address a request came from, as far as it can be known, to count what strangers ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied

if TYPE_CHECKING:
    from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address, behind as many proxies as the settings trust; "unknown" where none is named."""
    try:
        address: str = get_adapter().get_client_ip(request)
    except (PermissionDenied, ImproperlyConfigured):
        # A server behind a socket names none; strangers without an address share one count.
        return "unknown"
    return address
