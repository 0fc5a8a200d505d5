"""What allauth asks us about accounts: nobody registers without an invitation, and errors are in our words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed registration; one text whoever asks."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("We could not sign you in. Check the address and the password."),
        "incorrect_code": _("This code does not fit. Use the newest one."),
        "incorrect_password": _("This is not your password. Try again."),
        "too_many_login_attempts": _("There were too many tries. Wait an hour, then try again."),
        "invalid_password_reset": _("This link has been used or is too old. Ask for a new one."),
        "enter_current_password": _("Give your present password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers by themselves."""
        del request
        return False

    def get_login_stages(self) -> list[str]:
        """Allauth's stages, and the one in which an invited person makes a passkey."""
        stages: list[str] = super().get_login_stages()
        return [*stages, "allauth.mfa.webauthn.stages.PasskeySignupStage"]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send mail where a server is set."""
        if settings.BACKSTRIDE["EMAIL_URL"]:
            super().send_mail(template_prefix, email, context)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say what went wrong; that somebody has signed in, they see."""
        if kwargs.get("message_template", args[2] if len(args) > 2 else None) not in QUIET:
            super().add_message(*args, **kwargs)


QUIET = frozenset({"account/messages/logged_in.txt", "account/messages/logged_out.txt"})
