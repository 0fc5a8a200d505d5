"""What the health page says about the machine is what the machine says."""

import os
import sqlite3
from datetime import UTC, datetime, timedelta

import psutil
import pytest
from django.utils import timezone

from backstride.store import health as room
from backstride.store.health import encryption, health, nearly_full
from backstride.store.local import local_account, local_runner
from backstride.store.models import Job

GIB = 1 << 30


def test_space_libraries_and_journal(data):
    local_runner()
    found = health(data, local_account())
    assert found.free_bytes == pytest.approx(psutil.disk_usage(str(data.root)).free, rel=0.05)
    assert found.database.startswith("SQLite 3.")
    assert "WAL" in found.database or sqlite3.sqlite_version_info < (3, 51, 3)
    assert found.openssl.startswith("OpenSSL")
    assert found.libxml2.startswith("2.")


@pytest.mark.parametrize(
    ("free", "total", "low"),
    [
        (GIB - 1, 10 * GIB, True),
        (GIB, 10 * GIB, False),
        # 5 % of 100 GiB is 5 GiB.
        (5 * GIB - 1, 100 * GIB, True),
        (5 * GIB, 100 * GIB, False),
    ],
)
def test_it_warns_under_one_gib_or_five_percent(free, total, low, data, monkeypatch):
    real = psutil.disk_usage("/")
    monkeypatch.setattr(psutil, "disk_usage", lambda _path: real._replace(free=free, total=total))
    assert nearly_full(data) is low


def test_the_newest_backup_counts(data):
    account = local_account()
    assert health(data, account).last_backup is None
    for name, age in (("old", 9), ("new", 2)):
        path = data.backups / name
        path.write_bytes(b"x")
        then = (datetime.now(UTC) - timedelta(days=age)).timestamp()
        os.utime(path, (then, then))
    assert (datetime.now(UTC) - health(data, account).last_backup).days == 2


@pytest.mark.usefixtures("data")
def test_a_job_whose_worker_died_is_stuck_and_others_are_not(data):
    runner = local_runner()
    now = timezone.now()
    Job.objects.create(runner=runner, kind="import", state=Job.State.RUNNING, lease_until=now - timedelta(minutes=1))
    Job.objects.create(runner=runner, kind="import", state=Job.State.RUNNING, lease_until=now + timedelta(minutes=1))
    Job.objects.create(runner=runner, kind="import", state=Job.State.DONE, lease_until=now - timedelta(minutes=1))
    assert health(data, runner.account).stuck_jobs == 1


def device(folder, uuid=None, below=()):
    """A block device as /sys shows it."""
    (folder / "slaves").mkdir(parents=True)
    if uuid is not None:
        (folder / "dm").mkdir()
        (folder / "dm" / "uuid").write_text(uuid)
    for each in below:
        (folder / "slaves" / each.name).symlink_to(each)
    return folder


def test_encryption_is_seen_below_a_logical_volume(tmp_path):
    disk = device(tmp_path / "sda")
    crypt = device(tmp_path / "dm-0", "CRYPT-LUKS2-abc", [disk])
    volume = device(tmp_path / "dm-1", "LVM-abc", [crypt])
    assert room._linux(volume) == "seen"
    assert room._linux(disk) == "not_seen"
    assert room._linux(device(tmp_path / "dm-2", "LVM-def", [disk])) == "not_seen"
    assert room._linux(tmp_path / "absent") == "unknown"


def test_a_system_that_does_not_tell_is_not_guessed_at(tmp_path, monkeypatch):
    monkeypatch.setattr(room.sys, "platform", "win32")
    assert encryption(tmp_path) == "unknown"
