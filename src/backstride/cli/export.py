"""`backstride export`: everything as one zip that needs no Backstride to be read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .data import DataOption, open_data
from .safekeeping import AccountOption, ForceOption, account_of, check_new_file
from .terminal import UsageError, print_json, say, waiting


def export(
    file: Annotated[Path, typer.Argument(help="The zip to write.")],
    account: AccountOption = None,
    force: ForceOption = False,
    data: DataOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No messages and no progress.")] = False,
) -> None:
    """Write everything as one zip of plain tables and your own files; to keep, or to take elsewhere."""
    check_new_file(file, force=force)
    folder = open_data(data)
    from backstride.store.export import ExportError
    from backstride.store.export import export as write

    runners = list(account_of(account).runners.values_list("pk", flat=True)) if account else None
    try:
        with waiting("Writing the export", quiet=quiet):
            made = write(folder, file, runners)
    except ExportError as error:
        raise UsageError(str(error)) from None
    if as_json:
        print_json({"file": str(file), "rows": made.rows, "files": made.files})
    elif not quiet:
        say(f"{file}: {sum(made.rows.values())} rows and {made.files} files. It is not encrypted; keep it safe.")
