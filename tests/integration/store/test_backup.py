"""What a backup holds, who can read it, and what is told when it cannot be made."""

import os
import stat
import tarfile

import pyrage
import pytest
from planted import Planted, found

from backstride.store import backup as backup_module
from backstride.store.backup import BackupError, back_up, back_up_before
from backstride.store.erase import erase_all
from backstride.store.export import export
from backstride.store.models import Original
from backstride.store.restore import RestoreError, restore
from backstride.store.sealing import Keys, Lock
from backstride.store.secret_key import keep_secret_key

WORDS = "seven slow snails sing"


def test_an_open_backup_is_a_plain_tar_with_every_string_in_it(data, tmp_path):
    planted = Planted(data)
    made = back_up(data, tmp_path / "mine")
    with tarfile.open(tmp_path / "mine") as tar:
        names = tar.getnames()
        assert all(member.isreg() and member.mode == 0o600 for member in tar)
    assert names[:2] == ["README.txt", "backstride.sqlite3"]
    assert names[-2:] == ["manifest.json", "manifest.sha256"]
    assert sum(name.startswith("files/") for name in names) == made.files == 2
    assert found(planted.canaries, (tmp_path / "mine").read_bytes()) == planted.canaries.keys()
    assert not made.encrypted


def test_to_a_key_nothing_is_readable_and_only_that_key_opens_it(data, tmp_path):
    planted, key, other = Planted(data), pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    path = tmp_path / "mine.age"
    assert back_up(data, path, Lock(recipients=(str(key.to_public()),))).encrypted
    content = path.read_bytes()
    assert found(planted.canaries, content) == set()
    assert b"SQLite" not in content
    assert b"manifest" not in content
    for keys, why in (
        (Keys(), "encrypted to a key"),
        (Keys(passphrase=WORDS), "encrypted to a key"),
        (Keys(identities=(str(other),)), "does not fit"),
        (Keys(identities=("AGE-SECRET-KEY-1NO",)), "holds no key"),
    ):
        with pytest.raises(RestoreError, match=why):
            restore(data, path, keys)
    restore(data, path, Keys(identities=(str(other), str(key))))
    for place in (5, 300, 70_000, len(content) // 2, len(content) - 1):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(RestoreError):
            restore(data, path, Keys(identities=(str(key),)))
    for length in (10, 150, 66_000, len(content) - 1):
        path.write_bytes(content[:length])
        with pytest.raises(RestoreError):
            restore(data, path, Keys(identities=(str(key),)))
    # It is an ordinary age file around an ordinary tar.
    (tmp_path / "open.tar").write_bytes(pyrage.decrypt(content, [key]))
    assert tarfile.is_tarfile(tmp_path / "open.tar")


def test_behind_a_passphrase_nothing_is_readable_and_it_opens_with_age_alone(data, tmp_path):
    import zipfile

    planted, path = Planted(data), tmp_path / "mine"
    back_up(data, path, Lock(passphrase=WORDS))
    content = path.read_bytes()
    assert found(planted.canaries, content) == set()
    assert b"SQLite" not in content
    for keys, why in ((Keys(), "encrypted with a passphrase"), (Keys(passphrase=WORDS + "!"), "does not fit")):
        with pytest.raises(RestoreError, match=why):
            restore(data, path, keys)
    export(data, tmp_path / "before.zip")
    restore(data, path, Keys(passphrase=WORDS))
    export(data, tmp_path / "after.zip")
    assert (tmp_path / "before.zip").read_bytes() == (tmp_path / "after.zip").read_bytes()
    with zipfile.ZipFile(path) as outside:
        key = pyrage.passphrase.decrypt(outside.read("key.age"), WORDS).decode()
        tar = pyrage.decrypt(outside.read("backup.age"), [pyrage.x25519.Identity.from_str(key)])
    assert found(planted.canaries, tar) == planted.canaries.keys()


@pytest.mark.parametrize(
    ("lock", "why"),
    [(Lock("short"), "shorter than 12"), (Lock(recipients=("age1nobody",)), "not a public key")],
)
def test_a_lock_that_does_not_serve_leaves_no_file(data, tmp_path, lock, why):
    with pytest.raises(BackupError, match=why):
        back_up(data, tmp_path / "mine", lock)
    assert list(tmp_path.glob("*mine*")) == []


def test_a_run_deleted_on_the_way_makes_the_backup_begin_again(data, tmp_path, monkeypatch):
    planted = Planted(data)
    real = backup_module.copy_whole
    times = []

    def copy_then_delete(source, target):
        real(source, target)
        if not times:
            path = data.original(planted.runner.pk, planted.canaries["store.Original.sha256"])
            Original.objects.all().delete()
            path.unlink()
        times.append(target)

    monkeypatch.setattr(backup_module, "copy_whole", copy_then_delete)
    assert back_up(data, tmp_path / "mine").files == 0
    assert len(times) == 2


def test_a_missing_or_changed_file_is_told(data, tmp_path):
    planted = Planted(data)
    path = data.original(planted.runner.pk, planted.canaries["store.Original.sha256"])
    path.write_bytes(b"changed")
    with pytest.raises(BackupError, match="not as it was"):
        back_up(data, tmp_path / "mine")
    path.unlink()
    with pytest.raises(BackupError, match="missing"):
        back_up(data, tmp_path / "mine")
    assert list(tmp_path.glob("*mine*")) == []


def test_a_failure_of_the_disk_is_told_and_the_earlier_backup_stays(data, tmp_path, monkeypatch):
    Planted(data)
    (tmp_path / "mine").write_bytes(b"the earlier one")

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BackupError, match="no space left"):
        back_up(data, tmp_path / "mine")
    assert (tmp_path / "mine").read_bytes() == b"the earlier one"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data", "mine"]


def test_of_the_backups_before_an_upgrade_the_last_three_are_kept(data):
    Planted(data)
    made = [back_up_before(data, "upgrade") for _ in range(5)]
    assert sorted(data.backups.iterdir()) == made[2:]


def test_everything_in_the_folder_is_for_its_owner_alone(data, tmp_path):
    keep_secret_key(data)
    planted = Planted(data)
    back_up_before(data, "upgrade")
    back_up(data, tmp_path / "mine")
    restore(data, tmp_path / "mine")
    export(data, tmp_path / "all.zip")
    Planted(data)
    erase_all(data)
    assert planted
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("mine", "all.zip")} == {0o600}
    paths = [data.root, *data.root.rglob("*")]
    assert len(paths) > 8
    assert {p for p in paths if stat.S_IMODE(p.stat().st_mode) != (0o700 if p.is_dir() else 0o600)} == set()
