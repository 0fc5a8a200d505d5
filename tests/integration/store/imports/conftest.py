"""Imports into a real data folder."""

from contextlib import nullcontext
from pathlib import Path

import pytest
from made_recordings import WATCHFILES, everything


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
