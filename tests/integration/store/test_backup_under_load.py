"""Backups taken while two processes write: each restores whole, and the writers hardly notice.

SOAK_BACKUPS sets how many; the figures are printed with `pytest -s`.
"""

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from backstride.store import backup as backup_module
from backstride.store.backup import back_up
from backstride.store.folder import DataFolder
from backstride.store.local import local_runner
from backstride.store.restore import RestoreError, restore
from backstride.store.side_database import opened

BACKUPS = int(os.environ.get("SOAK_BACKUPS", "4"))
LONGEST_WAIT_S = 2.0


@contextmanager
def two_writers(data, notes):
    local_runner()
    connection.close()
    writer = Path(__file__).with_name("busy_writer.py")
    running = [
        subprocess.Popen([sys.executable, str(writer), str(data.root), str(notes / f"writer{number}")])
        for number in range(2)
    ]
    try:
        while len(acknowledged(notes)) < 20:
            assert all(process.poll() is None for process in running)
            time.sleep(0.05)
        yield
        assert all(process.poll() is None for process in running)
    finally:
        for process in running:
            process.kill()
            process.wait()


def acknowledged(notes):
    """Hashes and waiting times of all runs that a writer was told are saved."""
    lines = [line for file in notes.glob("writer*") for line in file.read_text().split("\n")[:-1]]
    return {line.split()[0]: float(line.split()[1]) for line in lines}


def back_up_and_restore(data, tmp_path, times):
    """What is wrong with backups taken while others write, and the longest that a writer waited."""
    notes, faults, before = tmp_path / "notes", [], {}
    notes.mkdir()
    with two_writers(data, notes):
        for number in range(times):
            before[number] = set(acknowledged(notes))
            back_up(data, tmp_path / f"backup{number}")
            time.sleep(0.1)
    for number, acked in before.items():
        back = DataFolder(tmp_path / f"restored{number}")
        try:
            restore(back, tmp_path / f"backup{number}")
        except RestoreError as error:
            faults.append(f"backup {number}: {error}")
            continue
        faults += [f"backup {number}: {what}" for what in lacking(back, acked)]
        shutil.rmtree(back.root)
    return faults, len(acknowledged(notes)), max(acknowledged(notes).values())


def lacking(back, acked):
    with opened(back.database) as database:
        yield from (row[0] for row in database.execute("PRAGMA integrity_check") if row[0] != "ok")
        yield from (f"{row} refers to nothing" for row in database.execute("PRAGMA foreign_key_check"))
        kept = {row[0] for row in database.execute("SELECT sha256 FROM store_original")}
        runs = {row[0] for row in database.execute("SELECT samples_sha256 FROM store_run")}
    if missing := acked - kept:
        yield f"{len(missing)} acknowledged runs are missing"
    files = {path.name.removesuffix(".parquet") for path in back.runners.rglob("*") if path.is_file()}
    if files != kept | runs:
        yield "files and rows differ"


def test_every_backup_restores_and_no_writer_waits(data, tmp_path):
    faults, rows, longest_s = back_up_and_restore(data, tmp_path, BACKUPS)
    print(f"\n{BACKUPS} backups beside 2 writers, {rows} runs written, longest wait {longest_s * 1000:.0f} ms")
    assert faults == []
    assert longest_s < LONGEST_WAIT_S


def test_a_plain_copy_of_the_database_is_noticed(data, tmp_path, monkeypatch):
    monkeypatch.setattr(backup_module, "copy_whole", shutil.copyfile)
    monkeypatch.setattr(backup_module, "TRIES", 1)
    try:
        faults, _, _ = back_up_and_restore(data, tmp_path, 2)
    except backup_module.BackupError as error:
        # Torn so badly that it cannot be read at all.
        faults = [str(error)]
    assert faults
