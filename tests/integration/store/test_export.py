"""Everything leaves with an export, and the same content gives the same bytes."""

import hashlib
import json
import zipfile

import pytest
from django.apps import apps
from planted import NOBODYS, Planted, found

from backstride.store.contents import EXPORTED, NOT_EXPORTED
from backstride.store.export import ExportError, export
from backstride.store.models import Account, Import, Job, Original, Run, Runner

pytestmark = pytest.mark.usefixtures("data")


def content(path):
    with zipfile.ZipFile(path) as file:
        return b"\n".join(info.filename.encode() + file.read(info) for info in file.infolist())


def table(path, label):
    with zipfile.ZipFile(path) as file:
        return json.loads(file.read(f"tables/{label}.json"))


def test_every_table_is_exported_or_left_out_for_a_reason():
    labels = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert labels == EXPORTED.keys() | NOT_EXPORTED.keys()
    assert not EXPORTED.keys() & NOT_EXPORTED.keys()


def test_every_string_and_every_file_leaves_but_for_what_opens_a_door(data, tmp_path):
    planted = Planted(data)
    made = export(data, tmp_path / "all.zip")
    left_out = {f"{label}.{field}" for label, table in EXPORTED.items() for field in table.without} | {
        where for where in planted.canaries if where.rsplit(".", 1)[0] in NOT_EXPORTED
    }
    expected = planted.canaries.keys() - left_out
    assert len(expected) > 40
    assert found(planted.canaries, content(tmp_path / "all.zip")) == expected
    assert made.files == 2
    assert set(made.rows) == EXPORTED.keys() - {"store.ErasureReceipt"}
    assert {"store.Account.password", "store.ApiToken.sha256", "mfa.Authenticator.data"} <= left_out
    assert not NOBODYS & EXPORTED.keys()


def test_one_runners_export_holds_nothing_of_another(data, tmp_path):
    hers, his = Planted(data), Planted(data)
    export(data, tmp_path / "hers.zip", [hers.runner.pk])
    export(data, tmp_path / "all.zip")
    assert found(his.canaries, content(tmp_path / "hers.zip")) == set()
    both = {**{f"a {k}": v for k, v in hers.canaries.items()}, **{f"b {k}": v for k, v in his.canaries.items()}}
    everything = found(both, content(tmp_path / "all.zip"))
    assert {where[2:] for where in everything if where[0] == "a"} == found(
        hers.canaries, content(tmp_path / "hers.zip")
    )
    assert len(everything) == 2 * len(found(hers.canaries, content(tmp_path / "hers.zip")))


def test_the_same_content_gives_the_same_bytes_and_the_manifest_names_every_entry(data, tmp_path):
    Planted(data)
    for name in ("one.zip", "two.zip"):
        export(data, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as file:
        hashes = json.loads(file.read("manifest.json"))["sha256"]
        assert hashes == {
            name: hashlib.sha256(file.read(name)).hexdigest() for name in file.namelist() if name != "manifest.json"
        }
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_import_that_brought_nothing_changes_nothing(data, tmp_path):
    planted = Planted(data)
    export(data, tmp_path / "before.zip")
    job = Job.objects.create(runner=planted.runner, kind="import")
    Import.objects.create(runner=planted.runner, job=job, duplicates=3)
    Job.objects.filter(pk=planted.made["store.Job"].pk).update(attempts=4, worker="another")
    export(data, tmp_path / "after.zip")
    assert (tmp_path / "before.zip").read_bytes() == (tmp_path / "after.zip").read_bytes()


def test_times_are_in_utc_and_rows_in_order(data, tmp_path):
    account = Account.objects.create_user("her@example.org")
    for _ in range(5):
        Runner.objects.create(account=account)
    export(data, tmp_path / "all.zip")
    rows = table(tmp_path / "all.zip", "store.Runner")
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert all(row["created_at"].endswith("Z") and list(row) == sorted(row) for row in rows)
    assert "password" not in table(tmp_path / "all.zip", "store.Account")[0]


def test_a_missing_or_damaged_file_is_told_and_nothing_is_written(data, tmp_path):
    planted = Planted(data)
    path = data.original(planted.runner.pk, Original.objects.get().sha256)
    path.write_bytes(b"something else")
    with pytest.raises(ExportError, match="not as it was"):
        export(data, tmp_path / "all.zip")
    path.unlink()
    with pytest.raises(ExportError, match="missing"):
        export(data, tmp_path / "all.zip")
    Run.objects.all().delete()
    Original.objects.update(sha256="../../secret_key")
    with pytest.raises(ExportError, match="none of Backstride"):
        export(data, tmp_path / "all.zip")
    assert list(tmp_path.glob("*.zip")) == []
    assert list(data.scratch.iterdir()) == []
