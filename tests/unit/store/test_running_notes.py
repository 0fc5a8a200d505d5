"""A process is known again by its id and its beginning, also after the clock of the machine was set."""

from __future__ import annotations

import json

import psutil
import pytest

from backstride.store.folder import DataFolder
from backstride.store.running import note_running, running


@pytest.fixture
def folder(tmp_path):
    made = DataFolder(tmp_path / "data")
    made.root.mkdir()
    note_running(made, "worker")
    return made


def test_a_living_process_is_found(folder):
    assert running(folder, "worker").pid == psutil.Process().pid


def test_it_is_found_after_the_clock_was_set(folder, monkeypatch):
    before, began = psutil.boot_time(), psutil.Process().create_time()
    monkeypatch.setattr(psutil, "boot_time", lambda: before + 7200)
    monkeypatch.setattr(psutil.Process, "create_time", lambda _: began + 7200)
    assert running(folder, "worker") is not None


def test_another_process_with_the_same_id_is_not_it(folder):
    place = folder.root / "worker.json"
    noted = json.loads(place.read_text())
    place.write_text(json.dumps({**noted, "started": noted["started"] - 60, "since_boot": noted["since_boot"] - 60}))
    assert running(folder, "worker") is None
