"""When a password or a key changes, every other session and every token of the account ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth import update_session_auth_hash

from backstride.store.accounts import end_sessions_and_tokens

if TYPE_CHECKING:
    from django.http import HttpRequest

    from backstride.store.models import Account


def end_the_others(request: HttpRequest, user: Account, **_more: Any) -> None:
    """End them; the session at hand goes on under a new key."""
    end_sessions_and_tokens(user)
    if request.user.is_authenticated and request.user.pk == user.pk:
        request.user.refresh_from_db(fields=["session_round", "password"])
        update_session_auth_hash(request, request.user)


def listen() -> None:
    """Connect the signals; called once, when the app is ready."""
    for signal in (
        password_changed,
        password_set,
        password_reset,
        authenticator_added,
        authenticator_removed,
        authenticator_reset,
    ):
        signal.connect(end_the_others, dispatch_uid="end the others")
