"""What every test may use: the packaged evidence, and the shared folder of dossiers where there is one."""

import os
import shutil
from pathlib import Path

import pytest

from backstride import evidence as evidence_room

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def evidence():
    """The compiled evidence, as the rooms are handed it."""
    return evidence_room.load(evidence_room.packaged())


@pytest.fixture(scope="session")
def source():
    """The evidence folder as people edit it, validated."""
    from backstride.evidence.source import read

    return read(evidence_room.packaged_sources())


@pytest.fixture(scope="session")
def shared():
    """Folder with the dossiers and samples the base was built from; not part of the product."""
    folder = Path(os.environ.get("BACKSTRIDE_SHARED", ROOT.parent / "shared"))
    if not (folder / "evidence").is_dir():
        pytest.skip("the shared folder of dossiers and samples is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def empty_data_folder(tmp_path_factory, django_db_blocker):
    """A data folder at the present schema that holds nothing; copied, not used."""
    from django.conf import settings

    from backstride.store.folder import DataFolder
    from backstride.store.upgrade import bring_up_to_date

    folder = DataFolder(tmp_path_factory.mktemp("empty") / "data")
    before = settings.DATA_FOLDER
    with django_db_blocker.unblock():
        _point_at(folder, settings)
        bring_up_to_date(folder)
        _point_at(before, settings)
    return folder


@pytest.fixture
def data(empty_data_folder, tmp_path, django_db_blocker):
    """A data folder of this test's own, open: real files, a real database, real commits."""
    from django.conf import settings

    from backstride.store.folder import DataFolder

    folder = DataFolder(tmp_path / "data")
    shutil.copytree(empty_data_folder.root, folder.root)
    before = settings.DATA_FOLDER
    with django_db_blocker.unblock():
        _point_at(folder, settings)
        yield folder
        _point_at(before, settings)


def _point_at(folder, settings):
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = folder.database
    settings.DATA_FOLDER = folder
