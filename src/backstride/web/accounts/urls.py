"""Addresses of sign-in: those of allauth that we use, and the one-time link."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path, re_path

from . import oidc
from .invited import enter, invited

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    # Always closed; other pages of allauth link to it by name.
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("second-factor/", include("allauth.mfa.urls")),
    path("second-factor/webauthn/signup/", passkeys.signup_webauthn, name="mfa_signup_webauthn"),
    path("sessions/", include("allauth.usersessions.urls")),
    path("outside/", include("allauth.socialaccount.urls")),
    path("outside/<str:provider_id>/ask/", oidc.login, name="openid_connect_login"),
    path("outside/<str:provider_id>/answer/", oidc.callback, name="openid_connect_callback"),
    path("invited/", invited, name="account_invited"),
    path("invited/<str:token>/", enter, name="account_enter"),
]
