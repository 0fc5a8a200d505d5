"""Killed at any step on the disk, a restore, an upgrade or an erasure leaves the old or the new, never a mixture.

SOAK_EVERY_STEP=1 tries every step; otherwise the renames, and some of the rest.
"""

import os
import shutil
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from killed import STEPS, killed_at
from planted import Planted, bytes_of, found, rows_of

from backstride.store.backup import back_up
from backstride.store.erase import erase_account
from backstride.store.folder import DataFolder, DataFolderError
from backstride.store.models import Account, ErasureReceipt, Runner
from backstride.store.restore import restore
from backstride.store.side_database import opened
from backstride.store.upgrade import bring_up_to_date, pending

EVERY_STEP = bool(os.environ.get("SOAK_EVERY_STEP"))
STRIDE = 1 if EVERY_STEP else 9


def content_of(folder):
    """All rows and files."""
    connection.close()
    files = {p.relative_to(folder.root): p.read_bytes() for p in folder.runners.rglob("*") if p.is_file()}
    return rows_of(folder.database), files, folder.secret_key.read_bytes() if folder.secret_key.exists() else b""


def steps(tries):
    """Numbers of the steps to die at: the first ones, then some of the rest."""
    return (number for number in range(1, 10_000) if number % tries == 0 or tries == 1)


def again(original, data):
    connection.close()
    shutil.rmtree(data.root)
    shutil.copytree(original, data.root)


@pytest.mark.parametrize(("kinds", "stride"), [(("rename", "replace"), 1), (STEPS, STRIDE)])
def test_a_restore_killed_anywhere(data, tmp_path, kinds, stride):
    Planted(data)
    back_up(data, tmp_path / "mine")
    new = content_of(data)
    Runner.objects.update(name="changed since")
    old = content_of(data)
    with opened(data.database) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(data.root, tmp_path / "original")
    seen = []
    for number in steps(stride):
        again(tmp_path / "original", data)
        if not killed_at(number, lambda: restore(data, tmp_path / "mine"), kinds):
            break
        bring_up_to_date(data)
        now = content_of(data)
        assert now in (old, new), f"step {number}: a mixture"
        assert not data.notice.exists()
        assert list(data.scratch.iterdir()) == []
        seen.append("new" if now == new else "old")
    else:
        pytest.fail("it never got through")
    assert "old" in seen
    assert "new" in seen
    assert seen == sorted(seen, reverse=True)
    print(f"\nrestore killed at {len(seen)} steps: {seen.count('old')} old, {seen.count('new')} new, 0 mixed")


def before_an_upgrade():
    """The folder as it was before some of its migrations."""
    call_command("migrate", "usersessions", "zero", verbosity=0)
    call_command("migrate", "mfa", "zero", verbosity=0)
    connection.close()


def test_an_upgrade_killed_anywhere(data, tmp_path):
    Planted(data)
    before_an_upgrade()
    lacking = pending()
    assert len(lacking) > 2
    shutil.copytree(data.root, tmp_path / "original")
    bring_up_to_date(data)
    kept = [path.name for path in data.backups.iterdir()]
    assert len(kept) == 1
    assert "before-upgrade" in kept[0]
    times = []
    for number in steps(1 if EVERY_STEP else 5):
        again(tmp_path / "original", data)
        if not killed_at(number, lambda: bring_up_to_date(data)):
            break
        times.append(bring_up_to_date(data))
        assert pending() == []
        assert Account.objects.count() == 1
        assert list(data.scratch.iterdir()) == []
    assert {tuple(names) for names in times} <= {tuple(lacking), ()}
    assert times[0] == lacking
    print(f"\nupgrade killed at {len(times)} steps: {times.count(lacking)} begun again, {times.count([])} finished")


@pytest.mark.parametrize("how", ["on a copy", "in place"])
def test_a_migration_killed_between_its_tables_and_its_record(data, how):
    """Django commits a migration's tables, then its record: killed between, the next start stumbles over them."""
    Planted(data)
    before_an_upgrade()
    start = (lambda: bring_up_to_date(data)) if how == "on a copy" else (lambda: call_command("migrate", verbosity=0))

    def start_and_die():
        MigrationRecorder.record_applied = lambda *_given: os._exit(9)
        start()

    assert killed_at(10_000, start_and_die)
    if how == "on a copy":
        assert len(start()) > 2
        assert pending() == []
    else:
        with pytest.raises(Exception, match=r"already exists|duplicate"):
            start()


def test_two_starts_at_once_upgrade_once(data, tmp_path):
    Planted(data)
    before_an_upgrade()
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "backstride", "export", "--json", "--data", str(data.root)]
    running = [
        subprocess.Popen(
            [*command, str(tmp_path / f"{n}.zip")], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
        )
        for n in range(2)
    ]
    said = [process.communicate()[1].decode() for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    assert (tmp_path / "0.zip").read_bytes() == (tmp_path / "1.zip").read_bytes()
    assert pending() == []
    assert len(list(data.backups.iterdir())) == 1


def test_an_erasure_killed_anywhere_is_finished_at_the_next_start(data, tmp_path):
    planted = Planted(data)
    connection.close()
    shutil.copytree(data.root, tmp_path / "original")
    died = 0
    for number in steps(1 if EVERY_STEP else 3):
        again(tmp_path / "original", data)
        if not killed_at(number, lambda: erase_account(data, planted.account)):
            break
        bring_up_to_date(data)
        died += 1
        if found(planted.canaries, bytes_of(data.root)):
            # Killed before it was noted: nothing has happened, and nothing was promised.
            assert Account.objects.count() == 1
            assert not ErasureReceipt.objects.exists()
        else:
            assert ErasureReceipt.objects.count() == 1
    assert died > 3
    print(f"\nerasure killed at {died} steps: each finished at the next start, or never begun")


def test_an_exchange_that_stops_half_way_is_noticed(data, tmp_path):
    """Seeded: without finishing at the next start, a kill between the renames leaves a mixture."""
    Planted(data)
    back_up(data, tmp_path / "mine")
    new = content_of(data)
    Runner.objects.update(name="changed since")
    old = content_of(data)
    with opened(data.database) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(data.root, tmp_path / "original")
    mixtures = 0
    for number in steps(1):
        again(tmp_path / "original", data)
        if not killed_at(number, lambda: restore(data, tmp_path / "mine"), ("rename", "replace")):
            break
        if not (data.database.exists() and data.runners.exists() and content_of(data) in (old, new)):
            mixtures += 1
    assert mixtures > 0


def test_a_folder_of_a_newer_version_is_refused(data):
    from backstride.store.migrate import NewerSchemaError

    MigrationRecorder(connection).record_applied("store", "9999_later")
    before = rows_of(data.database)
    with pytest.raises(NewerSchemaError, match=r"newer Backstride has written this \(store.9999_later\); install"):
        bring_up_to_date(data)
    assert rows_of(data.database) == before
    assert DataFolder(data.root).database.exists()


def test_an_upgrade_that_finds_the_disk_full_changes_nothing(data, monkeypatch):
    Planted(data)
    before_an_upgrade()
    before = rows_of(data.database)

    def full(_handle):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("backstride.store.put_file.os.fsync", full)
        with pytest.raises(DataFolderError, match="no space left"):
            bring_up_to_date(data)
    assert rows_of(data.database) == before
    assert bring_up_to_date(data)


def test_a_database_that_cannot_be_read_is_told_in_one_sentence(data):
    connection.close()
    data.database.write_bytes(b"no database any more" * 1000)
    with pytest.raises(DataFolderError, match="put a backup back"):
        bring_up_to_date(data)


def test_while_one_has_the_folder_nobody_else_opens_or_changes_it(data, monkeypatch):
    from backstride.store import takeover

    monkeypatch.setattr(takeover, "PATIENCE_S", 0.1)
    with takeover.taken(data, "restore"):
        with pytest.raises(OperationalError, match="being restored or upgraded"):
            Runner.objects.count()
        with pytest.raises(takeover.FolderInUseError, match=r"busy with this folder \(restore\); wait"):
            takeover.finish(data)
    assert Runner.objects.count() == 0
    assert not data.notice.exists()


def test_what_dead_processes_left_is_swept_and_what_the_living_use_is_not(data):
    from backstride.store.side_folder import side_folder, sweep_side_folders

    with side_folder(data) as living:
        dead = living.with_name(living.name.replace(f"={os.getpid()}=", "=1="))
        elsewhere = living.with_name("side-another-machine=1=5.0=abc")
        for folder in (dead, elsewhere):
            folder.mkdir()
        sweep_side_folders(data)
        assert (living.exists(), dead.exists(), elsewhere.exists()) == (True, False, True)
        os.utime(elsewhere, (0, 0))
        sweep_side_folders(data)
        assert (living.exists(), elsewhere.exists()) == (True, False)
