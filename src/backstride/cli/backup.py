"""`backstride backup` and `backstride restore`: everything in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .data import DataOption, open_data
from .safekeeping import ForceOption, check_new_file, read_identities, read_secret, sure
from .terminal import UsageError, print_json, say, waiting

if TYPE_CHECKING:
    from backstride.store.backup import Backup
    from backstride.store.restore import Restored

PassphraseOption = Annotated[
    Path | None, typer.Option("--passphrase-file", help="File that holds a passphrase of 12 or more characters.")
]


def backup(
    file: Annotated[Path, typer.Argument(help="The backup to write.")],
    passphrase_file: PassphraseOption = None,
    recipient: Annotated[
        list[str] | None, typer.Option("--recipient", help="Public key (age1...) of whoever may open it; repeatable.")
    ] = None,
    force: ForceOption = False,
    data: DataOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No messages and no progress.")] = False,
) -> None:
    """Write everything to one file, while Backstride may go on running; encrypted on wish."""
    if passphrase_file and recipient:
        raise UsageError("--passphrase-file and --recipient exclude each other; choose one of them.")
    check_new_file(file, force=force)
    passphrase = read_secret(passphrase_file, "passphrase") if passphrase_file else ""
    folder = open_data(data)
    from backstride.store.backup import BackupError, back_up
    from backstride.store.sealing import Lock

    try:
        with waiting("Writing the backup", quiet=quiet):
            made = back_up(folder, file, Lock(passphrase, tuple(recipient or ())))
    except BackupError as error:
        raise UsageError(str(error)) from None
    if as_json:
        print_json({"file": str(file), **_as_json(made), "encrypted": made.encrypted, "bytes": made.bytes})
    elif not quiet:
        say(f"{file}: {sum(made.rows.values())} rows and {made.files} files, {made.bytes / 1e6:.1f} MB.")
        if made.encrypted:
            say("It is encrypted. Without the passphrase or key nobody can open it, we included.")
        else:
            say("It is not encrypted: whoever has this file can read it. See --passphrase-file.")


def restore(
    file: Annotated[Path, typer.Argument(help="The backup to put back.")],
    passphrase_file: PassphraseOption = None,
    identity: Annotated[
        Path | None, typer.Option("--identity", help="File with the key (AGE-SECRET-KEY-1...) of the backup.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: DataOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No messages and no progress.")] = False,
) -> None:
    """Check a backup whole, then put it in the place of the present data, which is kept aside."""
    if not file.is_file():
        raise UsageError(f"{file}: there is no such file; name a backup.")
    passphrase = read_secret(passphrase_file, "passphrase") if passphrase_file else ""
    identities = read_identities(identity) if identity else ()
    folder = open_data(data, upgrade=False)
    from backstride.store.folder import DataFolderError
    from backstride.store.migrate import holds_data
    from backstride.store.restore import RestoreError
    from backstride.store.restore import restore as put_back
    from backstride.store.sealing import Keys

    if holds_data(folder.database):
        sure("restore", f"The data in {folder.root} will be replaced. Type restore to go on", yes=yes)
    try:
        with waiting("Checking the backup", quiet=quiet):
            done = put_back(folder, file, Keys(passphrase, identities))
    except (RestoreError, DataFolderError) as error:
        raise UsageError(str(error)) from None
    if as_json:
        previous = str(done.previous) if done.previous else None
        print_json({"file": str(file), **_as_json(done), "upgraded": list(done.upgraded), "previous": previous})
    elif not quiet:
        say(
            f"The backup of {done.made_at:%d %b %Y %H:%M} UTC is back: "
            f"{sum(done.rows.values())} rows, {done.files} files."
        )
        if done.previous:
            say(f"What was there before is kept until the next restore: {done.previous}")


def _as_json(what: Backup | Restored) -> dict[str, object]:
    return {"made_at": what.made_at.isoformat().replace("+00:00", "Z"), "rows": what.rows, "files": what.files}
