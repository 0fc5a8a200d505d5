"""What every test may use: the packaged evidence, and the shared folder of dossiers where there is one."""

import os
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
