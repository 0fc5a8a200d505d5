"""Erasing what a runner entrusted to us, so that no byte of it is left in the data folder.

Rows are deleted with `secure_delete`, the database is written anew without its free pages, and the write-ahead log is
emptied. A note in the folder says what is being erased, so that a crash in between is made good at the next start.
"""

from __future__ import annotations

import json
import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from .backup import kept_backups
from .models import Account, ErasureReceipt, IdempotentReply, Invite, Job, Runner
from .put_file import put_file, sync_folder

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from .folder import DataFolder

REFERENCE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without letters and digits that look alike when read out."""


@dataclass(frozen=True)
class Erasure:
    """What was erased, and what still holds it."""

    reference: str
    rows: int
    files: int
    backups_left: tuple[str, ...]
    """Backups in the data folder that were made before."""
    traces_left: bool
    """Another process was reading: the last traces go at the next start."""


def erase_runner(folder: DataFolder, runner: Runner, *, backups_too: bool = False) -> Erasure:
    """Erase one runner; the account goes too, unless it keeps other runners."""
    others = runner.account.runners.exclude(pk=runner.pk).exists()
    return _erase(folder, [runner.pk], [] if others else [runner.account_id], backups_too=backups_too)


def erase_account(folder: DataFolder, account: Account, *, backups_too: bool = False) -> Erasure:
    """Erase an account with all its runners."""
    runners = list(account.runners.values_list("pk", flat=True))
    return _erase(folder, runners, [account.pk], backups_too=backups_too)


def erase_all(folder: DataFolder, *, backups_too: bool = False) -> Erasure:
    """Erase every account and runner of the data folder."""
    runners = list(Runner.objects.values_list("pk", flat=True))
    return _erase(folder, runners, list(Account.objects.values_list("pk", flat=True)), backups_too=backups_too)


def finish_erasing(folder: DataFolder) -> None:
    """Go on where a crash stopped an erasure; called at each start."""
    note = _note(folder)
    try:
        order: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    _carry_out(folder, order)


def is_erasing(folder: DataFolder) -> bool:
    """Whether an erasure was begun and is not finished."""
    return _note(folder).exists()


def _note(folder: DataFolder) -> Path:
    return folder.root / "erasing.json"


def _erase(folder: DataFolder, runners: Collection[UUID], accounts: Collection[UUID], *, backups_too: bool) -> Erasure:
    reference = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(12))
    order = {
        "reference": reference,
        "runners": [str(pk) for pk in runners],
        "accounts": [str(pk) for pk in accounts],
        "files": sum(_count_files(folder.runners / str(pk)) for pk in runners),
        "backups_too": backups_too,
    }
    # Ids only: they tell nothing once their rows are gone.
    put_file(_note(folder), json.dumps(order).encode())
    finished = _carry_out(folder, order)
    receipt = ErasureReceipt.objects.get(reference=reference)
    left = tuple(path.relative_to(folder.root).as_posix() for path in kept_backups(folder))
    return Erasure(reference, receipt.rows, receipt.files, left, traces_left=not finished)


def _carry_out(folder: DataFolder, order: dict[str, Any]) -> bool:
    """Erase what the order names, or what is left of it; true where no trace is left."""
    runners = [UUID(pk) for pk in order["runners"]]
    with transaction.atomic():
        if not ErasureReceipt.objects.filter(reference=order["reference"]).exists():
            rows = _delete_rows(runners, [UUID(pk) for pk in order["accounts"]])
            ErasureReceipt.objects.create(reference=order["reference"], rows=rows, files=order["files"])
    for runner in runners:
        _delete_folder(folder.runners / str(runner))
    if order["backups_too"]:
        for path in kept_backups(folder):
            _delete_folder(path) if path.is_dir() else path.unlink(missing_ok=True)
        sync_folder(folder.backups)
    finished = _scratch_is_empty(folder) and _leave_no_trace()
    if finished:
        _note(folder).unlink(missing_ok=True)
        sync_folder(folder.root)
    return finished


def _delete_rows(runners: Collection[UUID], accounts: Collection[UUID]) -> int:
    """Delete the rows, also those that belong to an account or a job without saying so to the database."""
    jobs = [str(pk) for pk in Job.objects.filter(runner__in=runners).values_list("pk", flat=True)]
    owners = set(Runner.objects.filter(pk__in=runners).values_list("account_id", flat=True)) | set(accounts)
    addresses = list(Account.objects.filter(pk__in=accounts).values_list("email", flat=True))
    counts = [
        _forget_tasks([*jobs, *map(str, [*runners, *accounts])]),
        _end_sessions({str(pk) for pk in owners}),
        # A reply kept for a repeated request may quote what was answered.
        IdempotentReply.objects.filter(account__in=owners).delete()[0],
        # An invitation names the address of whoever it was for.
        Invite.objects.filter(email__in=addresses).delete()[0],
        Runner.objects.filter(pk__in=runners).delete()[0],
        Account.objects.filter(pk__in=accounts).delete()[0],
    ]
    return sum(counts)


def _forget_tasks(ids: Collection[str]) -> int:
    """Background tasks that are over, and those that were to work on what is erased."""
    gone = Q(finished_at__isnull=False)
    named = [task.pk for task in DBTaskResult.objects.all() if any(i in json.dumps(task.args_kwargs) for i in ids)]
    return DBTaskResult.objects.filter(gone | Q(pk__in=named)).delete()[0]


def _end_sessions(accounts: Collection[str]) -> int:
    now = datetime.now(UTC)
    ended = [
        session.pk
        for session in Session.objects.all()
        if session.expire_date < now or session.get_decoded().get("_auth_user_id") in accounts
    ]
    return Session.objects.filter(pk__in=ended).delete()[0]


def _count_files(folder: Path) -> int:
    return sum(1 for path in folder.rglob("*") if path.is_file())


def _delete_folder(folder: Path) -> None:
    """Delete a folder; a second call finishes what a crash left."""
    if folder.exists():
        shutil.rmtree(folder)
    if folder.parent.is_dir():
        sync_folder(folder.parent)


def _scratch_is_empty(folder: DataFolder) -> bool:
    """Delete half-done work, unless a job of somebody else is at it."""
    if Job.objects.filter(state=Job.State.RUNNING).exists():
        return False
    for path in folder.scratch.iterdir():
        _delete_folder(path) if path.is_dir() else path.unlink(missing_ok=True)
    return True


def _leave_no_trace() -> bool:
    """Write the database anew and empty its log; false where a reader needs the old pages for longer than we wait."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (busy, _, _) = cursor.fetchone()
    return not busy
