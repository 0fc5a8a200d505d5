"""Who signs in."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterator


class AccountManager(BaseUserManager["Account"]):
    """Accounts by e-mail address, in one spelling."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        """Make an account; without a password it can only be entered by a passkey, a link or an outside sign-in."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Account:
        """Make an account that may enter the administration pages."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account of an e-mail address, whatever its capitals."""
        return self.get(email__iexact=username)


class Account(AbstractUser):
    """A person who signs in: a runner, or a member of a clinic."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    session_round = models.PositiveIntegerField(
        default=0, help_text="part of the seal of each session: one more, and every session of the account has ended"
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[AccountManager] = AccountManager()  # type: ignore[assignment]

    class Meta(AbstractUser.Meta):
        """A table of its own from the start: the user table cannot be swapped later."""

        db_table = "store_account"

    def get_session_auth_hash(self) -> str:
        """What a session must carry to go on: follows from the password and from `session_round`."""
        return self._session_seal(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under earlier secret keys, so that a change of the key ends no session."""
        for key in settings.SECRET_KEY_FALLBACKS:
            yield self._session_seal(key)

    def _session_seal(self, key: str) -> str:
        value = f"{self.password}|{self.session_round}"
        return salted_hmac("backstride.account.session", value, secret=key, algorithm="sha256").hexdigest()
