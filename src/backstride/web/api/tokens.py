"""Personal tokens: made in a fresh session only, shown once."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Status
from pydantic import Field

from backstride.store import tokens as kept
from backstride.store.models import ApiToken

from .doors import needs_recent_sign_in
from .errors import not_found, replies
from .once import once
from .owned import caller
from .shape import Body, Id

router = Router(tags=["tokens"])


class TokenShown(Schema):
    """A token without its secret."""

    id: UUID
    name: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class TokenMade(TokenShown):
    """A new token; `token` is shown this once, and is null when the same request is sent again."""

    token: str | None


class NewToken(Body):
    """What the token may do, and for how long. [d]"""

    name: Annotated[str, Field(min_length=1, max_length=kept.NAME_LENGTH)]
    scopes: Annotated[list[str], Field(min_length=1, max_length=len(kept.SCOPES))]
    days: Annotated[int, Field(ge=1, le=kept.LONGEST_LIFE_DAYS)] = 90


@router.get("/tokens", response=replies(list[TokenShown]), **needs_recent_sign_in())
def list_tokens(request: HttpRequest) -> Any:
    """Tokens of the account, newest first."""
    return list(ApiToken.objects.filter(account=caller(request))[:200])


@router.post("/tokens", response=replies(TokenMade, 201), **needs_recent_sign_in(keyed=True))
@partial(once, unkept="token")
def make_token(request: HttpRequest, body: NewToken) -> Any:
    """Make a token."""
    token, secret = kept.make_token(caller(request), body.name, body.scopes, body.days)
    return Status(201, {**TokenShown.from_orm(token).dict(), "token": secret})


@router.delete("/tokens/{token_id}", response=replies(None, 204), **needs_recent_sign_in())
def revoke_token(request: HttpRequest, token_id: Id) -> Any:
    """End a token."""
    token = ApiToken.objects.filter(account=caller(request), pk=token_id).first()
    if token is None:
        raise not_found()
    kept.revoke(token)
    return Status(204, None)
