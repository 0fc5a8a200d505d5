"""D10: whatever a runner does, in any order, in two windows and with crashes, the store holds what it said it holds."""

import hashlib
import time
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from backstride.evidence import Evidence
from backstride.store.local import local_runner
from backstride.store.models.runner import Versioned
from durability.folder_machine import FolderMachine
from durability.lives import live
from durability.store_machine import StoreMachine
from durability.warm import point_at

MOST_KNOWN = 2_000
"""Answers of other rooms that are kept at once, a few kilobytes each."""


@pytest.fixture(autouse=True)
def machine(base, warm, django_db_blocker, monkeypatch):
    from django.conf import settings as django_settings

    before = django_settings.DATA_FOLDER.root
    # In memory where the system has a folder for it: kills and power cuts of a real disk have tests of their own.
    StoreMachine.base, StoreMachine.place = base, warm.memory
    for name in ("assess.assess", "plan.build"):
        worked_out_once(monkeypatch, name)
    with django_db_blocker.unblock():
        yield
        point_at(before)


def worked_out_once(monkeypatch, name):
    """Let a pure function of another room answer the same question once: here the store is asked, not medicine."""
    room, function = name.split(".")
    module = import_module(f"backstride.{room}")
    real, known = getattr(module, function), {}

    def answer(*arguments, **more):
        key = repr([argument for argument in (*arguments, more) if not isinstance(argument, Evidence)])
        if key not in known:
            if len(known) >= MOST_KNOWN:
                known.clear()
            known[key] = real(*arguments, **more)
        return known[key]

    monkeypatch.setattr(module, function, answer)


def test_the_store_holds_what_it_said_it_holds(soak):
    lives, steps = soak("EXAMPLES", 200), soak("STEPS", 50)
    StoreMachine.steps_taken = 0
    begun = time.process_time()
    live(FolderMachine, lives, steps)
    seconds = time.process_time() - begun
    print(f"D10: {lives} lives, {StoreMachine.steps_taken} steps, {seconds:.0f} s of CPU, 0 differences")
    assert StoreMachine.steps_taken >= lives * steps


def test_a_store_that_overwrites_what_the_writer_did_not_see_is_found_out():
    def change(self, _seen_version, **values):
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1
        self.save()

    with patch.object(Versioned, "change", change), pytest.raises(AssertionError):
        live(StoreMachine, 40, 30)


def test_a_store_that_keeps_the_row_before_the_file_is_found_out():
    from django.conf import settings as django_settings

    from backstride.store.models import Original

    class RowFirst(StoreMachine):
        def _put(self, name: str, content: bytes) -> None:
            from durability.operations import _runner

            sha256 = hashlib.sha256(content).hexdigest()
            Original.objects.create(runner=_runner(), sha256=sha256, name=name, size_bytes=len(content))
            folder = django_settings.DATA_FOLDER
            assert isinstance(folder.put_original(_runner().pk, content), str)

    with pytest.raises(AssertionError):
        live(RowFirst, 40, 30)
    assert Path(StoreMachine.base).is_dir()


def test_a_store_that_finishes_without_a_transaction_is_found_out():
    from contextlib import nullcontext

    from backstride.store import checks

    without = SimpleNamespace(atomic=nullcontext)
    with patch.object(checks, "transaction", without), pytest.raises(AssertionError):
        live(StoreMachine, 60, 20)


def test_an_erasure_that_forgets_a_table_is_found_out():
    from backstride.store.models import Check

    class Forgets(FolderMachine):
        def _erase(self, runner):
            forgotten = list(Check.objects.filter(runner=runner))
            super()._erase(runner)
            for check in forgotten:
                check.runner = local_runner()
                check.follows = None
                check.save(force_insert=True)

    with pytest.raises(AssertionError):
        live(Forgets, 60, 20)


def test_an_import_that_keeps_the_row_before_the_file_is_found_out():
    from backstride.store.imports import one_file

    def _keep(importer, source, content, sha256, reading):
        put = importer.folder.__class__.put_original

        def put_nothing(_folder, _runner, content):
            return hashlib.sha256(content).hexdigest()

        with patch.object(importer.folder.__class__, "put_original", put_nothing):
            outcome = right(importer, source, content, sha256, reading)
        put(importer.folder, importer.runner.pk, content)
        return outcome

    right = one_file.Importer._keep
    with patch.object(one_file.Importer, "_keep", _keep), pytest.raises(AssertionError):
        live(FolderMachine, 60, 20)
