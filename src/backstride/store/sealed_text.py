"""Secrets that must be read again, such as the seed of a second factor: encrypted at rest under the secret key."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"backstride secrets at rest"


class SealError(Exception):
    """A secret that none of the keys opens."""


def seal(text: str) -> str:
    """The text, encrypted and authenticated (AES-128-CBC, HMAC-SHA256; key by HKDF from the secret key)."""
    return _box().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """The text of a sealed secret, under the present secret key or an earlier one.

    Raises
    ------
    SealError
        If it was changed, or sealed under a key that is gone.
    """
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealError from None


def _box() -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _derived(key: str) -> bytes:
    return base64.urlsafe_b64encode(HKDF(SHA256(), 32, salt=None, info=PURPOSE).derive(key.encode()))
