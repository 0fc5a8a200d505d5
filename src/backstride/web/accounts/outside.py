"""What allauth asks us about the outside provider: it opens accounts that exist, or that were invited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter

from backstride.store.accounts import is_invited, welcome

if TYPE_CHECKING:
    from django.http import HttpRequest


class OutsideAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """A new account only for an invited address that the provider has checked."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """The provider, with our check of the nonce."""
        from .oidc import CheckedProvider

        found = super().get_provider(request, provider, client_id)
        return CheckedProvider(request, app=found.app)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """True for an invited address."""
        del request
        return any(address.verified and is_invited(address.email) for address in sociallogin.email_addresses)

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        """Make the account, and use up the invitation."""
        sociallogin.user.email = sociallogin.user.email.lower()
        account = super().save_user(request, sociallogin, form)
        welcome(account)
        return account
