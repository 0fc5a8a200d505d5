"""Who may call: a session (with the CSRF token for changes) or a personal token with the right scope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DatabaseError
from ninja.errors import AuthenticationError
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from backstride.store import limits, tokens

from ..accounts.recent import signed_in_recently
from ..caller_address import address_of
from .errors import ApiError

if TYPE_CHECKING:
    from django.http import HttpRequest

    from backstride.store.models import Account

A_MINUTE = 60
MOST_REQUESTS = 600
"""Requests of one account a minute."""
MOST_STRANGERS = 60
"""Requests a minute from one address whose token does not open anything."""
RECENT = "recent sign-in"
"""Stands in place of a scope where no token will do."""
KEY_HEADER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,100}$"},
    "description": "The same key with the same request: the same reply, and one effect. Kept for a day.",
}


class Token(HttpBearer):
    """`Authorization: Bearer bst_...` with the scope that the operation asks for."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Account | None:
        """The account of the token; a token that opens nothing is not made good by a session."""
        if "Authorization" not in request.headers:
            return None
        account: Account | None = super().__call__(request)
        if account is None:
            raise AuthenticationError
        return account

    def authenticate(self, request: HttpRequest, token: str) -> Account | None:
        """The account of the token.

        Raises
        ------
        ApiError
            403 if the token lacks the scope, 429 if too much was asked.
        """
        held = tokens.holder(token, where_from=address_of(request))
        if held is None:
            _count(f"stranger {address_of(request)}", MOST_STRANGERS)
            return None
        account: Account = held.account
        _count(f"account {account.pk}", MOST_REQUESTS)
        if self.scope not in held.scopes:
            raise ApiError(403, "scope", f"This token may not do this. It needs the scope {self.scope}.")
        return account


class Session(APIKeyCookie):
    """The session of a browser."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Account | None:
        """The account of the session.

        Raises
        ------
        ApiError
            403 if a change comes without the CSRF token, 429 if too much was asked.
        """
        if not (request.user.is_authenticated and request.user.is_active):
            return None
        _count(f"account {request.user.pk}", MOST_REQUESTS)
        if check_csrf(request):
            raise ApiError(403, "csrf", "The X-CSRFToken header is missing or old. Load the page again.")
        return self.authenticate(request, None)

    def authenticate(self, request: HttpRequest, key: str | None) -> Account | None:
        """Who is signed in."""
        del key
        return request.user if request.user.is_authenticated else None


class RecentSession(Session):
    """A session in which somebody signed in within the last minutes."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Account | None:
        """Who is signed in.

        Raises
        ------
        ApiError
            403 if the sign-in is older.
        """
        if not signed_in_recently(request):
            raise ApiError(403, "sign_in_again", "Sign in once more to do this. Then try again.")
        account: Account | None = super().authenticate(request, key)
        return account


def needs(scope: str, *, keyed: bool = False) -> dict[str, Any]:
    """Keywords of an operation that a session, or a token with this scope, may call."""
    return {"auth": [Token(scope), Session()], "openapi_extra": _described(scope, keyed)}


def needs_recent_sign_in(*, keyed: bool = False) -> dict[str, Any]:
    """Keywords of an operation that only a fresh session may call."""
    return {"auth": [RecentSession()], "openapi_extra": _described(RECENT, keyed)}


def needs_scope_or_recent_sign_in(scope: str) -> dict[str, Any]:
    """Keywords of an operation that a token with this scope, or only a fresh session, may call."""
    return {"auth": [Token(scope), RecentSession()], "openapi_extra": _described(scope, keyed=False)}


def _described(scope: str, keyed: bool) -> dict[str, Any]:
    return {"x-scope": scope, **({"parameters": [dict(KEY_HEADER)]} if keyed else {})}


def _count(who: str, most: int) -> None:
    try:
        wait_s = limits.take(f"api {who}", most=most, within_s=A_MINUTE)
    except DatabaseError:
        # A full or read-only disk must not stop reading; changes fail by themselves.
        return
    if wait_s:
        raise ApiError(429, "too_many", f"Too many requests. Try again in {wait_s} seconds.", retry_after_s=wait_s)
