"""Imports into a real data folder."""

import shutil
import subprocess
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest
from made_recordings import WATCHFILES, everything

from backstride.cli import main


@pytest.fixture
def watchfiles():
    """Folder of real recordings."""
    return WATCHFILES


@pytest.fixture
def runner(data):
    """This machine's runner, in a data folder of the test's own."""
    from backstride.store.local import local_runner

    assert data
    return local_runner()


@pytest.fixture(scope="session")
def one_reader(tmp_path_factory):
    """One reading process for many tests: starting it takes most of the time of a small import."""
    from backstride.store.imports.reader import Reader

    with Reader(tmp_path_factory.mktemp("scratch")) as reader:
        yield reader


@pytest.fixture
def reader_kept_alive(one_reader, monkeypatch):
    """Imports of this test take the one reader."""
    from backstride.store.imports import work

    monkeypatch.setattr(work, "Reader", lambda *_, **__: nullcontext(one_reader))
    return one_reader


@pytest.fixture
def bring(runner, reader_kept_alive):
    """`bring(path, ...)` imports files and folders, and returns the report."""
    from backstride.store.imports import import_paths, walk

    assert reader_kept_alive

    def go(*paths):
        return import_paths(runner, walk([Path(path) for path in paths]))

    return go


@pytest.fixture
def kept(data):
    """`kept()` is all that the store holds: every row of every table of ours, and the hash of every file."""
    return lambda: everything(data)


@pytest.fixture
def run(runner, reader_kept_alive, capsys, monkeypatch):
    """Run `backstride ...` here, on the data folder of the test."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("BACKSTRIDE_DEBUG", raising=False)
    assert runner and reader_kept_alive

    def go(*arguments):
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return SimpleNamespace(code=left.value.code, out=captured.out, err=captured.err)

    return go


@pytest.fixture
def small_disk(request, tmp_path, data):
    """The data folder on a disk of 12 MiB, or of what `mount` is asked for; needs the right to mount."""
    from django.conf import settings
    from django.db import connection

    from backstride.store.folder import DataFolder

    place = tmp_path / "disk"
    place.mkdir()
    options = getattr(request, "param", "size=12m")
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("this test needs the right to mount a small disk")
    connection.close()
    small = DataFolder(place / "data")
    shutil.copytree(data.root, small.root)
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = small.database
    settings.DATA_FOLDER = small
    yield small
    connection.close()
    connection.settings_dict["NAME"] = before
    settings.DATA_FOLDER = data
    subprocess.run(["umount", str(place)], check=True)
