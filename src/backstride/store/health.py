"""How the machine under the data folder is doing: space, libraries, disk encryption, backups, work that is stuck."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import psutil
from django.db import connection
from django.utils import timezone

from .models import Job
from .sqlite.library import SAFE_WITH_WAL

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from .folder import DataFolder
    from .models import Account

LOW_BYTES = 1 << 30
LOW_SHARE = 0.05
BLOCK_DEVICES = Path("/sys/dev/block")

Seen = Literal["seen", "not_seen", "unknown"]


@dataclass(frozen=True)
class Health:
    """What the health page shows."""

    free_bytes: int
    total_bytes: int
    database: str
    """Such as "SQLite 3.53.4, journal WAL"."""
    wal_is_safe: bool
    libxml2: str
    openssl: str
    last_backup: datetime | None
    encryption: Seen
    stuck_jobs: int


def nearly_full(folder: DataFolder) -> bool:
    """Whether the disk under the folder has little space left; a disk that cannot be asked counts as full."""
    try:
        space = psutil.disk_usage(str(folder.root))
    except OSError:
        return True
    return bool(space.free < max(LOW_BYTES, LOW_SHARE * space.total))


def health(folder: DataFolder, account: Account | AnonymousUser) -> Health:
    """Everything at once; jobs are those of the account."""
    space = psutil.disk_usage(str(folder.root))
    database, wal_is_safe = _database()
    return Health(
        free_bytes=space.free,
        total_bytes=space.total,
        database=database,
        wal_is_safe=wal_is_safe,
        libxml2=_libxml2(),
        openssl=_openssl(),
        last_backup=last_backup(folder),
        encryption=encryption(folder.root),
        stuck_jobs=Job.objects.of(account).filter(state=Job.State.RUNNING, lease_until__lt=timezone.now()).count(),
    )


def last_backup(folder: DataFolder) -> datetime | None:
    """When the newest backup in the folder's own place was written."""
    if not folder.backups.is_dir():
        return None
    times = [path.stat().st_mtime for path in folder.backups.iterdir() if path.is_file()]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def encryption(path: Path) -> Seen:
    """Whether the disk under a path is encrypted, as far as the system tells without asking for more rights."""
    if sys.platform == "linux":
        device = path.stat().st_dev
        return _linux(BLOCK_DEVICES / f"{os.major(device)}:{os.minor(device)}")
    if sys.platform == "darwin":
        return _mac()
    return "unknown"


def _linux(device: Path) -> Seen:
    """Look for dm-crypt in the device and in those below it; a system without block devices cannot be told."""
    if not device.is_dir():
        return "unknown"
    below = device / "slaves"
    names = [device, *(below.iterdir() if below.is_dir() else ())]
    for name in names:
        try:
            if (name / "dm" / "uuid").read_text(encoding="ascii").startswith("CRYPT-"):
                return "seen"
        except (OSError, UnicodeDecodeError):
            continue
    deeper = [_linux(name) for name in names[1:]]
    return "seen" if "seen" in deeper else "not_seen"


def _mac() -> Seen:
    try:
        said = subprocess.run(
            ["/usr/bin/fdesetup", "status"],
            capture_output=True,
            text=True,
            timeout=3,
            check=False,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return "seen" if "FileVault is On" in said else "not_seen" if "FileVault is Off" in said else "unknown"


def _database() -> tuple[str, bool]:
    if connection.vendor != "sqlite":
        return connection.display_name, True
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        version = str(cursor.fetchone()[0])
        cursor.execute("PRAGMA journal_mode")
        mode = str(cursor.fetchone()[0]).upper()
    return f"SQLite {version}, journal {mode}", tuple(int(part) for part in version.split(".")) >= SAFE_WITH_WAL


def _libxml2() -> str:
    from lxml import etree

    return ".".join(str(part) for part in etree.LIBXML_VERSION)


def _openssl() -> str:
    from cryptography.hazmat.backends.openssl.backend import backend

    return backend.openssl_version_text()
