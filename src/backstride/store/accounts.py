"""Who has an account here: by invitation, never by a default password; and how an account is closed."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .local import LOCAL_EMAIL
from .models import Account, ApiToken, Invite, Runner
from .refusal import RefusedError
from .shares import end_all_of

INVITE_LIVES = timedelta(days=7)
ANYBODY = ""
"""Address of the link to the first account: whoever follows it gives theirs."""


def people() -> models.QuerySet[Account]:
    """Accounts somebody signs in to, oldest first; not the one of a machine without sign-in."""
    return Account.objects.exclude(email=LOCAL_EMAIL).order_by("date_joined")


def invite(email: str) -> str:
    """Make a one-time link's token for an e-mail address, good for seven days; earlier ones end.

    Only the hash is kept: the token cannot be read again. For somebody who has an account already it opens the way
    back in, with a new passkey or password.

    Raises
    ------
    RefusedError
        If it is no e-mail address.
    """
    return _new_token(usable_address(email))


def usable_address(email: str) -> str:
    """An e-mail address as accounts keep it.

    Raises
    ------
    RefusedError
        If it is none, or not for people.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise RefusedError(
            _("{email}: this is not an e-mail address. Write it as name@example.org.").format(email=email[:80]),
            "email",
        ) from None
    if email == LOCAL_EMAIL:
        raise RefusedError(_("This address stands for the runner of this machine. Choose another."), "email")
    return email


def set_up() -> str | None:
    """Make the token of a link to the first account, whose address is given behind it; None where one exists.

    Good once, for seven days, and only until there is an account; earlier ones end.
    """
    return None if people().exists() else _new_token(ANYBODY)


def find_invite(token: str) -> Invite | None:
    """The invitation of a token that can still be used."""
    found = _open_invites().filter(sha256=_sha256(token)).first()
    if found is not None and found.email == ANYBODY and people().exists():
        return None
    return found


def is_invited(email: str) -> bool:
    """True where an invitation for this address can still be used."""
    return _open_invites().filter(email=email.strip().lower()).exists()


def accept_invite(invitation: Invite, *, password: str | None = None, email: str = "") -> Account | None:
    """Use an invitation, once: make its account, or give the existing one back to its owner.

    A way back in forgets the old password, and ends all sessions and tokens.

    Parameters
    ----------
    email
        Address of the first account; its link was made without one.

    Returns
    -------
    Account or None
        None if somebody was faster.
    """
    with transaction.atomic():
        if invitation.email == ANYBODY and not people().exists():
            Invite.objects.filter(pk=invitation.pk).update(email=email.strip().lower())
            invitation.refresh_from_db()
        if not invitation.email or not _open_invites().filter(pk=invitation.pk).update(used_at=timezone.now()):
            return None
        account = Account.objects.filter(email=invitation.email).first()
        if account is None:
            account = Account.objects.create_user(invitation.email, password)
            Runner.objects.create(account=account)
        else:
            account.set_password(password)
            account.is_active = True
            account.save(update_fields=["password", "is_active"])
            end_sessions_and_tokens(account)
    return account


def welcome(account: Account) -> None:
    """After an outside sign-in made an account: use up its invitation, and give it a runner."""
    with transaction.atomic():
        _open_invites().filter(email=account.email.lower()).update(used_at=timezone.now())
        if not account.runners.exists():
            Runner.objects.create(account=account)


def end_sessions_and_tokens(account: Account) -> None:
    """End every session of an account, revoke its tokens, and end its links to answers."""
    with transaction.atomic():
        end_all_of(account)
        Account.objects.filter(pk=account.pk).update(session_round=models.F("session_round") + 1)
        ApiToken.objects.filter(account=account, revoked_at=None).update(revoked_at=timezone.now())
    account.refresh_from_db(fields=["session_round"])


def close(account: Account) -> None:
    """Let nobody in any more; the runners' data stays until it is erased."""
    with transaction.atomic():
        account.is_active = False
        account.save(update_fields=["is_active"])
        Invite.objects.filter(email=account.email, used_at=None).update(used_at=timezone.now())
        end_sessions_and_tokens(account)


def _new_token(email: str) -> str:
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Invite.objects.filter(email=email, used_at=None).update(used_at=timezone.now())
        Invite.objects.create(email=email, sha256=_sha256(token), expires_at=timezone.now() + INVITE_LIVES)
    return token


def _open_invites() -> models.QuerySet[Invite]:
    return Invite.objects.filter(used_at=None, expires_at__gt=timezone.now())


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
