"""Everything of an account as one open file, to be sent and forgotten; who took it stands in the access log."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from django.db import transaction

from . import access_log
from .export import export
from .side_folder import side_folder

if TYPE_CHECKING:
    from .folder import DataFolder
    from .models import Account


def export_of(folder: DataFolder, account: Account, *, where_from: str = "", why: str = "") -> BinaryIO:
    """The export of an account's runners, open for reading; closing it is all that is left to do.

    The lines of the access log stand before the first byte is handed out. The file has no name any more: nothing is
    left of it, also where the process is killed while it is sent.

    Raises
    ------
    ExportError
        If it cannot be written, or a file that a row names is missing or damaged.
    """
    runners = list(account.runners.order_by("created_at", "id"))
    with side_folder(folder) as side:
        path = side / "export.zip"
        export(folder, path, [runner.pk for runner in runners])
        file = path.open("rb")
    try:
        with transaction.atomic():
            for runner in runners:
                access_log.append(runner, account, "export", "everything", where_from=where_from, why=why)
    except BaseException:
        file.close()
        raise
    return file
