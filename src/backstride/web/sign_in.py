"""Settings of sign-in: passkeys first, then passwords with a second factor, then an outside provider; by invitation."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

DAY_S = 24 * 3600
IDLE_S = 30 * 60
RECENT_S = 5 * 60
"""How fresh a sign-in has to be for keys, exports and erasing. [s]"""


def sign_in_settings(values: dict[str, str], *, local: bool) -> dict[str, Any]:
    """Django's and allauth's settings for sign-in, from the values of `config.SETTINGS`."""
    clinic = values["MODE"] == "clinic"
    settings: dict[str, Any] = {
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
            for name, options in (
                ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "first_name", "last_name")}),
                ("MinimumLengthValidator", {"min_length": 10}),
                ("CommonPasswordValidator", {}),
                ("NumericPasswordValidator", {}),
            )
        ],
        # argon2 would be one more package; scrypt is memory-hard too, and comes with Python.
        "PASSWORD_HASHERS": [
            "django.contrib.auth.hashers.ScryptPasswordHasher",
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        ],
        # Tries at signing in must count for all workers together, and one machine has no Redis: the database serves.
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.db.DatabaseCache",
                "LOCATION": "store_sharedcache",
                # Culling would let somebody flood out the count of another's tries.
                "OPTIONS": {"MAX_ENTRIES": 1_000_000},
            }
        },
        "SESSION_COOKIE_AGE": IDLE_S if clinic else 14 * DAY_S,
        "SESSION_SAVE_EVERY_REQUEST": clinic,
        # What is no number is told by `config check`; a start must not end in a traceback.
        "ALLAUTH_TRUSTED_PROXY_COUNT": int(values["TRUSTED_PROXIES"]) if values["TRUSTED_PROXIES"].isdecimal() else 0,
        "ACCOUNT_ADAPTER": "backstride.web.accounts.adapter.AccountAdapter",
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_PREVENT_ENUMERATION": True,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": RECENT_S,
        "ACCOUNT_RATE_LIMITS": {
            # Tries that failed: 20 an hour from one address, 10 an hour and 20 a day on one account.
            "login_failed": "20/h/ip,10/h/key,20/d/key",
            "login": "30/m/ip",
            "reset_password": "20/h/ip,5/h/key",
            "reauthenticate": "10/h/user",
        },
        "MFA_ADAPTER": "backstride.web.accounts.second_factor.SecondFactorAdapter",
        "MFA_SUPPORTED_TYPES": ["webauthn", "totp", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_RECOVERY_CODES_SHOW_ONCE": True,
        "MFA_TOTP_ISSUER": "Backstride",
        # A browser gives passkeys over http to this machine only; so may we.
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": local,
        "SOCIALACCOUNT_ADAPTER": "backstride.web.accounts.outside.OutsideAdapter",
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": True,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_PROVIDERS": _outside(values),
    }
    return {**settings, **_mail(values["EMAIL_URL"])}


def _outside(values: dict[str, str]) -> dict[str, Any]:
    if not (values["OIDC_ISSUER"] and values["OIDC_CLIENT_ID"]):
        return {}
    app = {
        "provider_id": "oidc",
        "name": values["OIDC_NAME"],
        "client_id": values["OIDC_CLIENT_ID"],
        # Read from the environment at each start; never written to the database.
        "secret": values["OIDC_CLIENT_SECRET"],
        "settings": {"server_url": values["OIDC_ISSUER"], "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def _mail(url: str) -> dict[str, Any]:
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    server = urlsplit(url)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": server.hostname or "localhost",
        "EMAIL_PORT": server.port or (465 if server.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(server.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(server.password or ""),
        "EMAIL_USE_SSL": server.scheme == "smtps",
        "EMAIL_USE_TLS": server.scheme != "smtps" and server.hostname not in {"localhost", "127.0.0.1"},
        "EMAIL_TIMEOUT": 10,
    }
