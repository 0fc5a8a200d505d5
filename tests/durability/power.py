"""Power cuts: what was synced is on the disk, of the rest a random part, sector by sector; then the database is opened.

A shim between SQLite and the file system writes down each write, sync, truncation and deletion while statements of the
store are run again. A cut after any of them gives files as a disk could hold them. `kill -9` cannot tell a safe setting
from an unsafe one, because the system keeps what a dead process wrote; this can.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import apsw

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

SECTORS_BYTES = (512, 4096)
CHECKPOINT_PAGES = 40
"""So small that the log is written back to the database many times within a short session."""


def session(say: Callable[..., None], pieces: int, into: str) -> None:
    """Work as a runner does, and write down each transaction as SQLite was told it, values and all."""
    from django.db import connection

    from durability.operations import OPERATIONS

    told: list[str] = []
    connection.ensure_connection()
    connection.connection.set_trace_callback(told.append)
    for number in range(1, pieces + 1):
        for operation in OPERATIONS.values():
            for stage in range(operation.stages):
                operation.step(number, stage)
    connection.connection.set_trace_callback(None)
    Path(into).write_text(json.dumps(_transactions(told)), encoding="utf-8")
    say(done=True)


def _transactions(told: list[str]) -> list[list[str]]:
    found: list[list[str]] = []
    inside: list[str] | None = None
    for statement in told:
        word = statement.split(None, 1)[0].rstrip(";").upper()
        if word == "BEGIN":
            inside = []
        elif word in ("COMMIT", "ROLLBACK"):
            if word == "COMMIT" and inside:
                found.append(inside)
            inside = None
        elif word in ("INSERT", "UPDATE", "DELETE", "SAVEPOINT", "RELEASE"):
            if inside is None:
                found.append([statement])
            else:
                inside.append(statement)
    return found


@dataclass
class Disk:
    """The log of one session: the files before it, everything done to them, and what was acknowledged when."""

    before: dict[str, bytes]
    events: list[tuple[Any, ...]] = field(default_factory=list)
    states: list[str] = field(default_factory=list)


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self.disk = disk
        self.name = Path(name.filename() if isinstance(name, apsw.URIFilename) else name).name

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self.disk.events.append(("write", self.name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802
        super().xSync(flags)
        self.disk.events.append(("sync", self.name))

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self.disk.events.append(("truncate", self.name, size))
        super().xTruncate(size)


class _Shim(apsw.VFS):
    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        super().__init__("power", "")

    def xOpen(self, name: Any, flags: list[int]) -> _File:  # noqa: N802
        return _File(self.disk, name, flags)

    def xDelete(self, name: str, sync_folder: bool) -> None:  # noqa: N802
        super().xDelete(name, sync_folder)
        self.disk.events.append(("delete", Path(name).name, sync_folder))


def record(database: Path, transactions: Sequence[list[str]], pragmas: Sequence[str], folder: Path) -> Disk:
    """Run the transactions on a copy of a database with these settings, and write down what reaches the disk.

    Parameters
    ----------
    folder
        An empty one to work in.
    """
    path = Path(shutil.copyfile(database, folder / "database"))
    disk = Disk({path.name: path.read_bytes()})
    shim = _Shim(disk)
    connection = apsw.Connection(str(path), vfs="power")
    for pragma in (*pragmas, f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}"):
        connection.execute(pragma).fetchall()
    disk.states.append(_state(connection))
    for transaction in transactions:
        connection.execute("BEGIN IMMEDIATE")
        for statement in transaction:
            connection.execute(statement)
        connection.execute("COMMIT")
        disk.events.append(("acknowledged",))
        disk.states.append(_state(connection))
    connection.close()
    shim.unregister()
    return disk


def cut(disk: Disk, random: Random, folder: Path) -> str:
    """Cut the power at a random moment, open what is left, and tell: `kept`, `lost` or `corrupt`.

    `lost` is a state that is neither the one last acknowledged nor the one under way then.
    """
    at = random.randrange(1, len(disk.events) + 1)
    files = _after_cut(disk, at, random)
    acknowledged = sum(event[0] == "acknowledged" for event in disk.events[:at])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    connection = None
    try:
        connection = apsw.Connection(str(folder / "database"))
        if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            return "corrupt"
        state = _state(connection)
    except apsw.Error:
        return "corrupt"
    finally:
        if connection is not None:
            connection.close()
    return "kept" if state in disk.states[acknowledged : acknowledged + 2] else "lost"


def cut_often(disk: Disk, cuts: int, random: Random, folder: Path) -> Counter[str]:
    """Cut the power again and again."""
    return Counter(cut(disk, random, folder) for _ in range(cuts))


@dataclass
class _Inode:
    durable: bytearray
    pending: list[tuple[Any, ...]] = field(default_factory=list)
    named: bool = True


def _after_cut(disk: Disk, at: int, random: Random) -> dict[str, bytes]:
    """The files as they could be found: synced data, and a random part of the rest."""
    names = {name: _Inode(bytearray(content)) for name, content in disk.before.items()}
    found = dict(names)
    """Names on the disk; `names` are those the process saw."""
    unsynced: list[tuple[str, _Inode | None]] = []
    for event in disk.events[:at]:
        if event[0] == "acknowledged":
            continue
        name = event[1]
        if event[0] == "delete":
            if names.pop(name, None) is None:
                continue
            unsynced.append((name, None))
            if event[2]:
                _sync_folder(found, unsynced)
            continue
        if name not in names:
            names[name] = _Inode(bytearray(), named=False)
            unsynced.append((name, names[name]))
        if event[0] == "sync":
            inode = names[name]
            for pending in inode.pending:
                _apply(inode.durable, pending)
            inode.pending.clear()
            if not inode.named:
                # SQLite syncs the folder with the first sync of a new log or journal.
                inode.named = True
                _sync_folder(found, unsynced)
        else:
            names[name].pending.append((event[0], *event[2:]))
    # A journalling file system keeps the order of names.
    _sync_folder(found, unsynced[: random.randrange(len(unsynced) + 1)])
    sector, share = random.choice(SECTORS_BYTES), random.choice((0.0, 0.1, 0.5, 0.9, 1.0))
    return {name: _survives(inode, sector, share, random) for name, inode in found.items()}


def _sync_folder(found: dict[str, _Inode], unsynced: list[tuple[str, _Inode | None]]) -> None:
    for name, inode in unsynced:
        if inode is None:
            found.pop(name, None)
        else:
            found[name] = inode
    unsynced.clear()


def _survives(inode: _Inode, sector: int, share: float, random: Random) -> bytes:
    content = bytearray(inode.durable)
    for pending in inode.pending:
        if pending[0] == "truncate":
            if random.random() < share:
                _apply(content, pending)
            continue
        _, offset, data = pending
        end = offset + len(data)
        for start in range(offset - offset % sector, end, sector):
            if random.random() < share:
                first, last = max(start, offset), min(start + sector, end)
                _apply(content, ("write", first, data[first - offset : last - offset]))
    return bytes(content)


def _apply(content: bytearray, change: tuple[Any, ...]) -> None:
    if change[0] == "truncate":
        del content[change[1] :]
        return
    _, offset, data = change
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def _state(connection: apsw.Connection) -> str:
    """A fingerprint of every row of every table."""
    digest = hashlib.sha256()
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
    for (table,) in tables:
        digest.update(repr((table, connection.execute(f'SELECT * FROM "{table}" ORDER BY 1').fetchall())).encode())  # noqa: S608
    return digest.hexdigest()
