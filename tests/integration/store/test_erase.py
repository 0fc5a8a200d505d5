"""What is erased is gone from every byte of the data folder, and nobody else's is."""

import json
import logging

import pytest
from django.db import connection, transaction
from planted import Planted, bytes_of, found

from backstride.store import erase as erase_module
from backstride.store.backup import back_up, back_up_before
from backstride.store.erase import erase_account, erase_all, erase_runner, finish_erasing
from backstride.store.export import export
from backstride.store.models import Account, ErasureReceipt, IdempotentReply, Runner


def test_no_byte_is_left_of_the_one_and_nothing_is_missing_of_the_other(data, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    hers, his = Planted(data), Planted(data)
    connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
    assert found(hers.canaries, bytes_of(data.root)) == hers.canaries.keys()
    before = found(his.canaries, bytes_of(data.root))
    export(data, tmp_path / "before.zip", [his.runner.pk])
    done = erase_runner(data, hers.runner)
    left = bytes_of(data.root)
    assert found(hers.canaries, left) == set()
    assert str(hers.runner.pk).encode() not in left
    assert hers.account.pk.bytes not in left
    # What is over is forgotten for everybody: background tasks hold nothing that is not in other tables.
    forgotten = {where for where in before if where.startswith("django_tasks_database.")}
    assert found(his.canaries, left) == before - forgotten
    export(data, tmp_path / "after.zip", [his.runner.pk])
    assert (tmp_path / "before.zip").read_bytes() == (tmp_path / "after.zip").read_bytes()
    receipt = ErasureReceipt.objects.get()
    assert (receipt.reference, receipt.rows, receipt.files) == (done.reference, done.rows, 2)
    assert done.rows >= len(hers.made) - 1
    assert (done.backups_left, done.traces_left) == ((), False)
    assert found(hers.canaries, caplog.text.encode()) == set()


@pytest.mark.parametrize("without", ["vacuum and checkpoint", "files", "secure_delete and vacuum"])
def test_the_search_finds_what_a_careless_erasure_leaves(data, monkeypatch, without):
    planted = Planted(data)
    if without == "files":
        monkeypatch.setattr(erase_module, "_delete_folder", lambda _folder: None)
    else:
        monkeypatch.setattr(erase_module, "_leave_no_trace", lambda: True)
    if without == "secure_delete and vacuum":
        connection.cursor().execute("PRAGMA secure_delete=OFF")
    erase_all(data)
    if without == "secure_delete and vacuum":
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert found(planted.canaries, bytes_of(data.root)) != set()


def test_earlier_backups_are_named_and_go_on_wish(data, tmp_path):
    planted = Planted(data)
    kept = back_up_before(data, "upgrade")
    elsewhere = tmp_path / "mine"
    back_up(data, elsewhere)
    done = erase_account(data, planted.account)
    assert done.backups_left == (f"backups/{kept.name}",)
    assert found(planted.canaries, bytes_of(data.root)) != set()
    again = erase_all(data, backups_too=True)
    assert again.backups_left == ()
    assert found(planted.canaries, bytes_of(data.root)) == set()
    assert elsewhere.exists()


def test_a_household_keeps_its_account_and_its_other_runner(data):
    planted = Planted(data)
    other = Runner.objects.create(account=planted.account, name="the other one")
    erase_runner(data, planted.runner)
    assert list(Runner.objects.all()) == [other]
    assert Account.objects.get() == planted.account
    assert not IdempotentReply.objects.exists()
    erase_runner(data, other)
    assert not Account.objects.exists()


@pytest.mark.parametrize("dies_in", ["_delete_rows", "_delete_folder", "_leave_no_trace"])
def test_an_erasure_that_was_cut_off_is_finished_at_the_next_start(data, monkeypatch, dies_in):
    planted = Planted(data)

    def cut(*_given):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(erase_module, dies_in, cut)
        with pytest.raises(KeyboardInterrupt):
            erase_account(data, planted.account)
    finish_erasing(data)
    assert found(planted.canaries, bytes_of(data.root)) == set()
    assert ErasureReceipt.objects.count() == 1
    finish_erasing(data)
    assert ErasureReceipt.objects.count() == 1


def test_while_somebody_reads_the_last_traces_wait_for_the_next_start(data):
    from backstride.store.side_database import opened

    planted = Planted(data)
    connection.cursor().execute("PRAGMA busy_timeout=200")
    with opened(data.database) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM store_check").fetchone()
        done = erase_account(data, planted.account)
        reader.execute("COMMIT")
    assert done.traces_left
    assert json.loads((data.root / "erasing.json").read_text())["reference"] == done.reference
    finish_erasing(data)
    assert found(planted.canaries, bytes_of(data.root)) == set()
    assert not (data.root / "erasing.json").exists()


def test_the_receipt_holds_no_health_data(data):
    planted = Planted(data)
    done = erase_all(data)
    row = ErasureReceipt.objects.values().get()
    assert set(row) == {"id", "created_at", "reference", "rows", "files"}
    assert len(done.reference) == 12
    with transaction.atomic():
        assert found(planted.canaries, str(row).encode()) == set()
