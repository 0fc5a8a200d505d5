"""The data folder of every release opens with this version, and nothing of it is missing."""

import json
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest
from killed import killed_at

from backstride.store.export import export
from backstride.store.upgrade import bring_up_to_date, pending

FROZEN = Path(__file__).resolve().parents[2] / "data" / "data_folders"
NAMES = sorted(path.name for path in FROZEN.iterdir())


@pytest.fixture(params=NAMES)
def frozen(request, data):
    """A data folder as that release left it, and what it held."""
    shutil.rmtree(data.root)
    with tarfile.open(FROZEN / request.param / "folder.tar.xz") as tar:
        tar.extractall(data.root, filter="data")
    return data, json.loads((FROZEN / request.param / "expected.json").read_text())


def lacking(path, expected):
    """Rows, fields and files of the frozen folder that an export does not show as they were."""
    with zipfile.ZipFile(path) as file:
        yield from (name for name in expected["files"] if name not in file.namelist())
        for table, rows in expected["tables"].items():
            now = {row["id"]: row for row in json.loads(file.read(f"tables/{table}.json"))}
            if len(now) != len(rows):
                yield f"{table}: {len(rows)} rows, now {len(now)}"
            yield from (
                f"{table} {row['id']}: {name}"
                for row in rows
                for name, value in row.items()
                if now.get(row["id"], {}).get(name, "gone") != value
            )


def test_the_first_release_is_among_them():
    assert NAMES[0] == "first"


def test_every_row_and_file_of_a_release_is_there_after_the_upgrade(frozen, tmp_path):
    data, expected = frozen
    names = bring_up_to_date(data)
    assert pending() == []
    assert len(list(data.backups.iterdir())) == (1 if names else 0)
    export(data, tmp_path / "now.zip")
    assert list(lacking(tmp_path / "now.zip", expected)) == []
    assert len(expected["tables"]) > 15
    assert len(expected["files"]) == 3


def test_an_upgrade_killed_at_some_steps_goes_on_at_the_next_start(frozen, tmp_path):
    data, expected = frozen
    shutil.copytree(data.root, tmp_path / "original")
    for number in (2, 5, 8, 11, 14):
        shutil.rmtree(data.root)
        shutil.copytree(tmp_path / "original", data.root)
        if not killed_at(number, lambda: bring_up_to_date(data)):
            break
    bring_up_to_date(data)
    export(data, tmp_path / "now.zip")
    assert list(lacking(tmp_path / "now.zip", expected)) == []


def test_a_lost_field_is_noticed(frozen, tmp_path):
    from backstride.store.models import Shoe

    data, expected = frozen
    bring_up_to_date(data)
    Shoe.objects.update(name="")
    export(data, tmp_path / "now.zip")
    (sentence,) = lacking(tmp_path / "now.zip", expected)
    assert sentence.startswith("store.Shoe")
    assert sentence.endswith(": name")
