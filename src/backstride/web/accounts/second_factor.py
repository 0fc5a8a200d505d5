"""What allauth asks us about passkeys and codes: their secrets are sealed at rest."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backstride.store.sealed_text import SealError, seal, unseal


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Sealed secrets; names of passkeys in our words."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code does not fit. Use the newest one."),
        "unreadable": _("Your second factor cannot be read any more. Ask whoever runs this for a new link."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a stored secret.

        Raises
        ------
        ValidationError
            If the key it was sealed under is gone.
        """
        try:
            return unseal(encrypted_text)
        except SealError:
            raise self.validation_error("unreadable") from None

    def generate_authenticator_name(self, user: Any, kind: Any) -> str:
        """A name to begin with, such as "Passkey 2"."""
        from allauth.mfa.models import Authenticator

        number = Authenticator.objects.filter(user_id=user.pk, type=kind).count() + 1
        return gettext("Passkey {number}").format(number=number)
