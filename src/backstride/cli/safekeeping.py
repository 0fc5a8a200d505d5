"""What the commands that move or erase a runner's data share: places, keys, whose data, and how sure."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .files import check_place
from .terminal import UsageError

if TYPE_CHECKING:
    from backstride.store.models import Account

ForceOption = Annotated[bool, typer.Option("--force", help="Replace a file that stands there.")]
AccountOption = Annotated[
    str | None, typer.Option("--account", help="E-mail address of one account; everybody's data if not given.")
]


def check_new_file(path: Path, *, force: bool) -> None:
    """See that a file can be written here and that none would be lost.

    Raises
    ------
    UsageError
        If a file stands there and may not be replaced, or the place cannot be written.
    """
    check_place(path)
    if path.exists() and not force:
        raise UsageError(f"{path}: this file is there already; choose another name, or replace it with --force.")


def read_secret(path: Path, what: str) -> str:
    """The one line of a passphrase file, or the whole of a key file.

    Raises
    ------
    UsageError
        If it cannot be read or holds nothing.
    """
    try:
        text = path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = (getattr(error, "strerror", None) or "not text").lower()
        raise UsageError(f"{path}: cannot read the {what} file ({reason}); check the path.") from None
    if not text:
        raise UsageError(f"{path}: the {what} file is empty; write the {what} into it.")
    return text


def read_identities(path: Path) -> tuple[str, ...]:
    """The keys of an identity file as `age-keygen` writes it."""
    lines = [line.strip() for line in read_secret(path, "identity").splitlines()]
    return tuple(line for line in lines if line and not line.startswith("#"))


def account_of(email: str) -> Account:
    """The account of an e-mail address.

    Raises
    ------
    UsageError
        If there is none.
    """
    from backstride.store.models import Account

    account = Account.objects.filter(email__iexact=email.strip()).first()
    if account is None:
        raise UsageError(f"--account: nobody has the address {email}; check the spelling.")
    return account


def sure(word: str, question: str, *, yes: bool) -> None:
    """Ask for a word to be typed, where somebody sits at the terminal.

    Raises
    ------
    UsageError
        If nobody does and `--yes` is missing, or another word was typed.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(f"Nobody is here to ask; add --yes to {word}.")
    typed = typer.prompt(question, err=True, default="", show_default=False)
    if typed.strip().lower() != word:
        raise UsageError("Stopped. Nothing was changed.")
