"""Personal tokens to the HTTP API: shown once, kept as a hash, limited to scopes, revocable."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import access_log
from .models import ApiToken
from .refusal import RefusedError
from .text import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from .models import Account

PREFIX = "bst_"
SCOPES = (
    *(f"{do}:{what}" for what in ("me", "checks", "runs", "diary", "plans") for do in ("read", "write")),
    "export",
)
LONGEST_LIFE_DAYS = 366
NAME_LENGTH = 80
MOST = 50
"""Tokens of one account that can be in use at once."""
SEEN_EVERY = timedelta(minutes=1)
"""How exactly the last use is kept: a write for each request would stand in everybody's way."""


def make_token(account: Account, name: str, scopes: Sequence[str], days: int) -> tuple[ApiToken, str]:
    """Make a token; the second value is the token itself, which cannot be read again.

    Parameters
    ----------
    scopes
        What it may do, of `SCOPES`.
    days
        How long it lives, 1 to 366. [d]

    Raises
    ------
    RefusedError
        If the name is missing, a scope unknown, the life too long, or there are too many.
    """
    name = plain(name.strip(), "name", NAME_LENGTH)
    if not name:
        raise RefusedError(_("Give the token a name, so that you know it again."), "name")
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        raise RefusedError(
            _("Choose what the token may do: one or more of {scopes}.").format(scopes=", ".join(SCOPES)), "scopes"
        )
    if not 1 <= days <= LONGEST_LIFE_DAYS:
        raise RefusedError(
            _("A token lives for 1 to {days} days. Choose fewer.").format(days=LONGEST_LIFE_DAYS), "days"
        )
    if living(account).count() >= MOST:
        raise RefusedError(_("You have {most} tokens. Revoke one first.").format(most=MOST))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        account=account,
        name=name,
        sha256=_sha256(secret),
        scopes=sorted(set(scopes)),
        expires_at=timezone.now() + timedelta(days=days),
    )
    return token, secret


def living(account: Account) -> QuerySet[ApiToken]:
    """Tokens of an account that still open the API."""
    return ApiToken.objects.filter(account=account, revoked_at=None, expires_at__gt=timezone.now())


def holder(secret: str, *, where_from: str = "") -> ApiToken | None:
    """The token that was sent, if it still opens the API; notes that it was used, once a day in the access log."""
    if not secret.startswith(PREFIX):
        return None
    now = timezone.now()
    token = (
        ApiToken.objects.select_related("account")
        .filter(sha256=_sha256(secret), revoked_at=None, expires_at__gt=now, account__is_active=True)
        .first()
    )
    if token is not None and (token.last_used_at is None or now - token.last_used_at > SEEN_EVERY):
        with transaction.atomic():
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
            if token.last_used_at is None or token.last_used_at.date() != now.date():
                for runner in token.account.runners.order_by("created_at", "id"):
                    access_log.append(
                        runner,
                        token.account,
                        "token",
                        f"token {token.pk}",
                        where_from=where_from,
                        why=" ".join(token.scopes),
                    )
    return token


def revoke(token: ApiToken) -> None:
    """End a token; the next request with it is refused."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())


def _sha256(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
