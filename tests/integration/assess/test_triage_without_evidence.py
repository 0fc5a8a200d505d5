"""Damaged evidence never ends in silence: loading says so, and the built-in list shows all that must be shown."""

from __future__ import annotations

import shutil

import pytest

from backstride import evidence as evidence_room
from backstride.assess.safety_net import EMERGENCY_LIST

FILES = ("core.json", "tables.npz")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["missing", "cut off", "empty"])
def test_a_damaged_file_of_the_base_is_one_clear_error(name, damage, tmp_path):
    folder = tmp_path / "compiled"
    shutil.copytree(evidence_room.packaged(), folder)
    file = folder / name
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2] if damage == "cut off" else b"")
    with pytest.raises(evidence_room.EvidenceNotBuiltError, match="missing or damaged"):
        evidence_room.load(folder)


def test_the_built_in_emergency_list_says_all_that_the_base_shows_with_every_result(evidence):
    for net in evidence.safety_nets.values():
        if net.always:
            for sign in net.watch_for:
                assert sign in EMERGENCY_LIST[0]
            assert net.act in EMERGENCY_LIST[0]
