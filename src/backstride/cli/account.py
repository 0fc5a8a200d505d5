"""`backstride account`: who may sign in, by one-time links."""

from __future__ import annotations

from typing import Annotated

import typer

from .data import DataOption, open_data
from .terminal import UsageError, print_json, say

app = typer.Typer(no_args_is_help=True, help="Who may sign in: invite, list, close.", rich_markup_mode=None)
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
QuietOption = Annotated[bool, typer.Option("-q", "--quiet", help="No messages.")]


@app.command("setup")
def setup(
    email: Annotated[str, typer.Argument(help="Your e-mail address.")],
    data: DataOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Print the link that makes the first account."""
    open_data(data)
    from backstride.store.accounts import people

    if people().exists():
        raise UsageError("There is an account already. `backstride account invite EMAIL` makes a link for another.")
    return _link(email, as_json=as_json, quiet=quiet)


@app.command("invite")
def invite(
    email: Annotated[str, typer.Argument(help="E-mail address of whoever shall sign in.")],
    data: DataOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Print a link that works once, for seven days: to a new account, or back into one."""
    open_data(data)
    return _link(email, as_json=as_json, quiet=quiet)


@app.command("list")
def list_accounts(data: DataOption = None, as_json: JsonOption = False, quiet: QuietOption = False) -> int:
    """List the accounts."""
    open_data(data)
    from backstride.store.accounts import people

    rows = [
        {
            "email": account.email,
            "open": account.is_active,
            "since": account.date_joined.date().isoformat(),
            "last_sign_in": account.last_login.date().isoformat() if account.last_login else None,
        }
        for account in people()
    ]
    if as_json:
        print_json(rows)
        return 0
    for row in rows:
        state = "" if row["open"] else "  closed"
        print(f"{row['email']}  since {row['since']}  last sign-in {row['last_sign_in'] or 'never'}{state}")
    if not rows and not quiet:
        say("There is no account yet. `backstride account setup EMAIL` makes a link for the first one.")
    return 0


@app.command("close")
def close(
    email: Annotated[str, typer.Argument(help="E-mail address of the account.")],
    data: DataOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Let somebody in no more; their sessions and tokens end, their data stays."""
    open_data(data)
    from backstride.store import accounts

    account = accounts.people().filter(email=email.strip().lower()).first()
    if account is None:
        raise UsageError(f"{email}: there is no such account. `backstride account list` shows them.")
    accounts.close(account)
    if as_json:
        print_json({"email": account.email, "open": False})
    elif not quiet:
        say(f"{account.email} can sign in no more. The data stays; an invitation lets them in again.")
    return 0


def _link(email: str, *, as_json: bool, quiet: bool) -> int:
    from django.conf import settings
    from django.urls import reverse

    from backstride.store.accounts import invite as make
    from backstride.store.refusal import RefusedError

    try:
        token = make(email)
    except RefusedError as error:
        raise UsageError(str(error)) from None
    start = settings.BACKSTRIDE["URL"].rstrip("/") or "http://127.0.0.1:8000"
    link = start + reverse("account_enter", args=[token])
    if as_json:
        print_json({"email": email.strip().lower(), "link": link, "days": 7})
        return 0
    print(link)
    if not quiet:
        say("The link works once, for seven days. Whoever has it gets the account: send it to nobody else.")
        if settings.LOCAL:
            say("This machine asks nobody to sign in yet: set BACKSTRIDE_SIGN_IN=accounts and BACKSTRIDE_URL.")
    return 0
