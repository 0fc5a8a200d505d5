"""The one runner of a machine where nobody has to sign in."""

from __future__ import annotations

from .models import Account, Runner

LOCAL_EMAIL = "runner@localhost"


def local_account() -> Account:
    """The account of this machine's runner, made on first use; no password opens it."""
    account = Account.objects.filter(email=LOCAL_EMAIL).first()
    return account or Account.objects.create_user(LOCAL_EMAIL)


def local_runner() -> Runner:
    """This machine's runner, made on first use."""
    account = local_account()
    return account.runners.order_by("created_at").first() or Runner.objects.create(account=account)
