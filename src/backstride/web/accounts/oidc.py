"""OpenID Connect with every check: allauth brings state, PKCE, issuer, audience and expiry; the nonce is ours."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib.auth.decorators import login_not_required
from django.http import Http404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

NONCE = "oidc_nonce"


class CheckedAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Takes an answer only for the question that this browser asked."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """The sign-in of an answer.

        Raises
        ------
        OAuth2Error
            If it brings no id token, or the profile is that of somebody else.
        """
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("no id token")
        login = super().complete_login(request, app, token, **kwargs)
        said = login.account.extra_data
        if "userinfo" in said and said["userinfo"].get("sub") != said["id_token"].get("sub"):
            raise OAuth2Error("id token and profile name two people")
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        asked = self.request.session.pop(NONCE, None)
        said: dict[str, Any] = super()._decode_id_token(app, id_token)
        if not asked or not secrets.compare_digest(str(said.get("nonce", "")), asked):
            raise OAuth2Error("nonce does not fit")
        return said


class CheckedProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """Sends a nonce with each question."""

    oauth2_adapter_class = CheckedAdapter

    def redirect(self, request: HttpRequest, process: str, **kwargs: Any) -> HttpResponse:
        """Send the browser to the provider."""
        request.session[NONCE] = nonce = secrets.token_urlsafe(24)
        # Parameters in the address of our own page are not passed on: a link could carry anything.
        answer: HttpResponse = super().redirect(
            request, process, **{**kwargs, "auth_params": {"nonce": nonce}, "scope": None}
        )
        return answer


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Ask the provider."""
    return _answer(OAuth2LoginView, request, provider_id)


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Hear the provider's answer."""
    return _answer(OAuth2CallbackView, request, provider_id)


def _answer(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        answer: HttpResponse = view.adapter_view(CheckedAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer
