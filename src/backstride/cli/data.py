"""Opening the data folder for a command."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .terminal import UsageError, say

if TYPE_CHECKING:
    from backstride.store.folder import DataFolder

DataOption = Annotated[
    Path | None, typer.Option("--data", help="Data folder; BACKSTRIDE_DATA, or a folder in your home, if not given.")
]


def open_data(folder: Path | None, *, upgrade: bool = True, only_reads: bool = False) -> DataFolder:
    """Make the data folder ready, bring it to the present schema, and set up Django on it.

    Parameters
    ----------
    folder
        As `--data` gave it.
    upgrade
        False to leave the database as it is, damaged or not: for putting another one in its place.
    only_reads
        True for a command that writes nothing there: it goes on where nothing can be written, and says so.

    Raises
    ------
    UsageError
        If the folder cannot be used.
    """
    if folder is not None:
        os.environ["BACKSTRIDE_DATA"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backstride.web.settings")
    import django
    from django.conf import settings

    from backstride.store.folder import CannotWriteError, DataFolderError
    from backstride.store.secret_key import keep_secret_key, kept_secret_key

    opened: DataFolder = settings.DATA_FOLDER
    try:
        opened.prepare()
        keep_secret_key(opened)
        if not settings.BACKSTRIDE["SECRET_KEY"]:
            # On the first start the settings were read before there was a key to read.
            settings.SECRET_KEY = kept_secret_key(opened)
        django.setup()
        from backstride.store.takeover import finish
        from backstride.store.upgrade import bring_up_to_date

        if upgrade:
            bring_up_to_date(opened)
        else:
            finish(opened)
    except CannotWriteError as error:
        django.setup()
        from backstride.store.upgrade import can_be_read

        if not (only_reads and can_be_read(opened)):
            raise UsageError(str(error)) from None
        say(f"{error} You can read your data, and change nothing.")
    except DataFolderError as error:
        raise UsageError(str(error)) from None
    return opened
