"""A file is there whole or not at all, and for its owner alone."""

import os
from pathlib import Path
from uuid import uuid4

import pytest

from backstride.store.folder import DataFolder
from backstride.store.put_file import put_file


def test_makes_the_folders_and_writes_the_bytes_for_the_owner_alone(tmp_path):
    path = tmp_path / "a" / "b" / "file"
    put_file(path, b"whole")
    assert path.read_bytes() == b"whole"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [p.name for p in path.parent.iterdir()] == ["file"]


def test_a_failure_leaves_what_was_there_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "file"
    put_file(path, b"before")

    def broken(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="No space"):
        put_file(path, b"after")
    assert path.read_bytes() == b"before"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_the_bytes_and_the_name_are_synced_before_it_returns(tmp_path, monkeypatch):
    order = []
    real_fsync, real_replace = os.fsync, os.replace

    def fsync(handle):
        order.append("folder" if Path(f"/proc/self/fd/{handle}").is_dir() else "file")
        real_fsync(handle)

    def replace(src, dst, **more):
        order.append("rename")
        real_replace(src, dst, **more)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    put_file(tmp_path / "file", b"x")
    assert order == ["file", "rename", "folder"]


def test_a_file_that_lies_there_from_a_broken_try_is_made_durable_before_it_counts(tmp_path, monkeypatch):
    """A try that died between the rename and the sync of the folder must not make the next one believe the name."""
    folder = DataFolder(tmp_path / "data")
    folder.prepare()
    runner = uuid4()
    synced = []
    real = os.fsync

    def fails_for_folders(handle):
        if Path(f"/proc/self/fd/{handle}").is_dir() and list(folder.runners.rglob("??/*")):
            raise OSError(5, "Input/output error")
        real(handle)

    def notes(handle):
        synced.append(Path(f"/proc/self/fd/{handle}").readlink())
        real(handle)

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", fails_for_folders)
        with pytest.raises(OSError, match="Input/output"):
            folder.put_original(runner, b"bytes")
    monkeypatch.setattr(os, "fsync", notes)
    kept = folder.original(runner, folder.put_original(runner, b"bytes"))
    assert kept.read_bytes() == b"bytes"
    above = [kept.parent, *(path for path in kept.parents if path.is_relative_to(folder.root))]
    assert set(above) <= set(synced)
