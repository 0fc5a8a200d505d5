"""D10: whatever a runner does, in any order, in two windows and with crashes, the store holds what it said it holds."""

import hashlib
import os
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from backstride.store.local import local_runner
from backstride.store.models.runner import Versioned
from durability.folder_machine import FolderMachine
from durability.store_machine import StoreMachine
from durability.warm import point_at

LONG = "BACKSTRIDE_SOAK_EXAMPLES" in os.environ


@pytest.fixture(autouse=True)
def machine(base, django_db_blocker):
    from django.conf import settings as django_settings

    before = django_settings.DATA_FOLDER.root
    StoreMachine.base = base
    with django_db_blocker.unblock():
        yield
        point_at(before)


def run(machine, examples, steps, *, random=False):
    settings_ = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=not random,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )
    run_state_machine_as_test(machine, settings=settings_)


def test_the_store_holds_what_it_said_it_holds(soak):
    examples, steps = soak("EXAMPLES", 30), soak("STEPS", 40)
    StoreMachine.steps_taken = 0
    run(FolderMachine, examples, steps, random=LONG)
    print(f"D10: {examples} runners, {StoreMachine.steps_taken} steps, 0 differences")
    assert StoreMachine.steps_taken > examples


def test_a_store_that_overwrites_what_the_writer_did_not_see_is_found_out():
    def change(self, _seen_version, **values):
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1
        self.save()

    with patch.object(Versioned, "change", change), pytest.raises(AssertionError):
        run(StoreMachine, 40, 30)


def test_a_store_that_keeps_the_row_before_the_file_is_found_out():
    from django.conf import settings as django_settings

    from backstride.store.models import Original

    class RowFirst(StoreMachine):
        def _put(self, name: str, content: bytes) -> None:
            import hashlib

            from durability.operations import _runner

            sha256 = hashlib.sha256(content).hexdigest()
            Original.objects.create(runner=_runner(), sha256=sha256, name=name, size_bytes=len(content))
            folder = django_settings.DATA_FOLDER
            assert isinstance(folder.put_original(_runner().pk, content), str)

    with pytest.raises(AssertionError):
        run(RowFirst, 40, 30)
    assert Path(StoreMachine.base).is_dir()


def test_a_store_that_finishes_without_a_transaction_is_found_out():
    from contextlib import nullcontext

    from backstride.store import checks

    without = SimpleNamespace(atomic=nullcontext)
    with patch.object(checks, "transaction", without), pytest.raises(AssertionError):
        run(StoreMachine, 60, 20)


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
        run(Forgets, 60, 20)


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
        run(FolderMachine, 60, 20)
