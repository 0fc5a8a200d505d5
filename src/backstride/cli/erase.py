"""`backstride erase`: everything of one account or of all, so that no byte is left in the data folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .data import DataOption, open_data
from .safekeeping import AccountOption, account_of, sure
from .terminal import UsageError, print_json, say, waiting

if TYPE_CHECKING:
    from backstride.store.erase import Erasure


def erase(
    account: AccountOption = None,
    backups_too: Annotated[
        bool, typer.Option("--backups", help="Also delete the backups in the data folder, everybody's.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: DataOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No messages and no progress.")] = False,
) -> None:
    """Erase everything: rows, files and traces. This cannot be undone; `backstride export` first keeps a copy."""
    folder = open_data(data)
    from django.db import DatabaseError

    from backstride.store.erase import erase_account, erase_all

    owner = account_of(account) if account else None
    whose = f"of {owner.email}" if owner else f"in {folder.root}"
    if not quiet and not yes:
        say("To keep a copy, stop here and run: backstride export FILE")
    sure("erase", f"Everything {whose} will be gone for good. Type erase to go on", yes=yes)
    try:
        with waiting("Erasing", quiet=quiet):
            if owner:
                done = erase_account(folder, owner, backups_too=backups_too)
            else:
                done = erase_all(folder, backups_too=backups_too)
    except (OSError, DatabaseError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise UsageError(f"{folder.root}: not all is erased yet ({reason}); mend that and run this again.") from None
    if as_json:
        print_json(
            {
                "reference": done.reference,
                "rows": done.rows,
                "files": done.files,
                "backups_left": list(done.backups_left),
                "traces_left": done.traces_left,
            }
        )
    elif not quiet:
        _tell(done)


def _tell(done: Erasure) -> None:
    print(f"Erased: {done.rows} rows and {done.files} files. Receipt: {done.reference}")
    if done.traces_left:
        say("Another Backstride is at work here. The last traces go when it is started again.")
    if done.backups_left:
        say("These backups in the data folder still hold what was erased (--backups deletes them):")
        for name in done.backups_left:
            say(f"  {name}")
    say("Backups and exports that you keep elsewhere are yours to delete.")
