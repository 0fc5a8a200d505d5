"""A restored folder equals the one that was backed up; a damaged backup changes nothing."""

import hashlib
import io
import json
import random
import shutil
import tarfile

import pytest
from django.db import connection
from planted import Planted, bytes_of, rows_of

from backstride.store import restore as restore_module
from backstride.store.archive import Writer
from backstride.store.backup import back_up, back_up_before
from backstride.store.export import export
from backstride.store.folder import DataFolder
from backstride.store.models import Check, Original, Run, Runner
from backstride.store.restore import RestoreError, restore
from backstride.store.secret_key import keep_secret_key
from backstride.store.side_database import opened
from backstride.store.takeover import FolderInUseError

TOO_FAR = "../../../../../../tmp/escaped-from-a-backup"


def exported(folder, tmp_path):
    path = tmp_path / f"export-of-{folder.root.name}.zip"
    export(folder, path)
    return path.read_bytes()


def members_of(path):
    with tarfile.open(path) as tar:
        return [(member.name, tar.extractfile(member).read()) for member in tar]


def written(path, members, manifest=None):
    """A backup with these members, as a careful forger would write it: all hashes fit."""
    old = json.loads(dict(members)["manifest.json"])
    with path.open("wb") as file:
        from datetime import datetime

        writer = Writer(file, datetime.fromisoformat(old["made_at"]))
        for name, content in members:
            if not name.startswith("manifest"):
                writer.add(name, len(content), io.BytesIO(content))
        writer.finish({key: value for key, value in old.items() if key != "members"} | (manifest or {}))


def with_database(members, change, tmp_path):
    """The members with another database."""
    path = tmp_path / "changed.sqlite3"
    path.write_bytes(dict(members)["backstride.sqlite3"])
    with opened(path) as database:
        database.execute("PRAGMA journal_mode=DELETE")
        database.execute("PRAGMA foreign_keys=OFF")
        change(database)
    return [(name, path.read_bytes() if name == "backstride.sqlite3" else content) for name, content in members]


@pytest.fixture
def backup(data, tmp_path):
    """A backup of a filled folder, and the folder changed since."""
    keep_secret_key(data)
    Planted(data)
    path = tmp_path / "mine"
    back_up(data, path)
    Runner.objects.update(name="changed since")
    connection.close()
    return path


def test_what_comes_back_is_byte_for_byte_what_was_there_and_the_rest_is_kept(data, tmp_path):
    keep_secret_key(data)
    planted = Planted(data)
    before = exported(data, tmp_path), data.secret_key.read_bytes(), rows_of(data.database)
    back_up(data, tmp_path / "mine")
    Planted(data)
    Runner.objects.update(name="changed since")
    changed = exported(data, tmp_path)
    done = restore(data, tmp_path / "mine")
    assert (exported(data, tmp_path), data.secret_key.read_bytes(), rows_of(data.database)) == before
    assert changed != before[0]
    assert exported(DataFolder(done.previous), tmp_path) == changed
    assert done.rows["store.Run"] == 1
    assert done.files == 2
    assert Runner.objects.get().name == planted.runner.name
    assert list(data.scratch.iterdir()) == []
    assert not data.notice.exists()
    again = restore(data, tmp_path / "mine")
    assert list(data.previous.iterdir()) == [again.previous]


def test_another_machine_gets_the_same(data, tmp_path):
    Planted(data)
    back_up(data, tmp_path / "mine")
    other = DataFolder(tmp_path / "other")
    assert restore(other, tmp_path / "mine").previous is None
    assert exported(other, tmp_path) == exported(data, tmp_path)
    assert not other.previous.exists() or not list(other.previous.iterdir())


def test_a_database_that_cannot_be_read_any_more_is_replaced_too(data, tmp_path):
    Planted(data)
    before = exported(data, tmp_path)
    back_up(data, tmp_path / "mine")
    connection.close()
    data.database.write_bytes(b"no database any more" * 1000)
    restore(data, tmp_path / "mine")
    assert exported(data, tmp_path) == before


def test_the_backup_before_an_upgrade_takes_the_files_from_the_folder(data, tmp_path):
    planted = Planted(data)
    before = exported(data, tmp_path)
    kept = back_up_before(data, "upgrade")
    Runner.objects.update(name="changed since")
    restore(data, kept)
    assert exported(data, tmp_path) == before
    data.original(planted.runner.pk, planted.canaries["store.Original.sha256"]).write_bytes(b"damaged")
    with pytest.raises(RestoreError, match="damaged in the data folder"):
        restore(data, kept)


def refused_and_untouched(data, path, put_back=restore):
    """The sentence, or what went wrong instead."""
    connection.close()
    before = bytes_of(data.root)
    try:
        put_back(data, path)
    except RestoreError as error:
        sentence = str(error)
    except Exception as error:
        return f"WRONG: {error!r}"
    else:
        return "WRONG: taken for good"
    return sentence if bytes_of(data.root) == before else "WRONG: refused, but the data was changed"


def test_every_flipped_byte_is_noticed(data, backup):
    content = backup.read_bytes()
    rng = random.Random(20261121)  # noqa: S311
    # All of the first header and of the end, and places anywhere.
    places = [
        *range(0, 512, 9),
        *rng.sample(range(512, len(content)), 60),
        *range(len(content) - 3000, len(content), 90),
    ]
    for place in places:
        flipped = bytearray(content)
        flipped[place] ^= 1 << rng.randrange(8)
        backup.write_bytes(flipped)
        sentence = refused_and_untouched(data, backup)
        assert sentence.endswith("Nothing was restored, your data is as it was."), (place, sentence)


def test_every_cut_is_noticed(data, backup):
    content = backup.read_bytes()
    for length in (0, 1, 511, 512, 5000, len(content) // 2, len(content) - 1024, len(content) - 512, len(content) - 1):
        backup.write_bytes(content[:length])
        assert "Nothing was restored" in refused_and_untouched(data, backup)
    backup.write_bytes(content + b"\0")
    assert "added behind its end" in refused_and_untouched(data, backup)


HOSTILE = {
    "upward": {"name": TOO_FAR},
    "absolute": {"name": "/tmp/escaped-from-a-backup"},  # noqa: S108
    "a drive": {"name": "C:\\escaped"},
    "a link": {"name": "files/" + "a" * 64, "type": tarfile.SYMTYPE, "linkname": "/etc/passwd"},
    "a hard link": {"name": "files/" + "a" * 64, "type": tarfile.LNKTYPE, "linkname": "backstride.sqlite3"},
    "a device": {"name": "files/" + "a" * 64, "type": tarfile.CHRTYPE},
    "a pipe": {"name": "files/" + "a" * 64, "type": tarfile.FIFOTYPE},
    "a folder": {"name": "files", "type": tarfile.DIRTYPE},
    "a sparse file": {"name": "files/" + "a" * 64, "type": tarfile.GNUTYPE_SPARSE},
    "a long name": {"name": "files/" + "a" * 64, "type": tarfile.GNUTYPE_LONGNAME, "size": 1 << 40},
    "twice": {"name": "secret_key"},
    "colliding": {"name": "SECRET_KEY"},
    "colliding hash": {"name": "files/" + "A" * 64},
    "endless": {"name": "files/" + "a" * 64, "size": 1 << 60},
    "not in the list": {"name": "files/" + "a" * 64},
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_members_are_refused(data, backup, kind):
    with tarfile.open(backup) as tar, io.BytesIO() as target:
        for member in tar:
            if member.name == "manifest.json":
                added = tarfile.TarInfo()
                for key, value in HOSTILE[kind].items():
                    setattr(added, key, value)
                target.write(added.tobuf(tarfile.GNU_FORMAT))
            content = tar.extractfile(member).read()
            target.write(member.tobuf(tarfile.GNU_FORMAT) + content + bytes(-len(content) % 512))
        backup.write_bytes(target.getvalue() + bytes(1024))
    sentence = refused_and_untouched(data, backup)
    assert "Nothing was restored" in sentence
    assert not sentence.startswith("WRONG")


def changed(**sql):
    return {name: (lambda database, s=statement: database.executescript(s)) for name, statement in sql.items()}


FORGED = changed(
    newer="INSERT INTO django_migrations (app, name, applied) VALUES ('store', '9999_later', '2030-01-01')",
    trigger="CREATE TRIGGER t AFTER INSERT ON store_run BEGIN DELETE FROM store_check; END",
    view="CREATE VIEW v AS SELECT * FROM store_check",
    virtual="CREATE VIRTUAL TABLE v USING fts5(x)",
    dangling="UPDATE store_run SET original_id = 'ffffffffffffffffffffffffffffffff'",
    foreign_name="UPDATE store_original SET sha256 = '../../../escaped-from-a-backup'",
    missing_file="UPDATE store_run SET samples_sha256 = '" + "a" * 64 + "'",
    other="DROP TABLE django_migrations",
)


@pytest.mark.parametrize("kind", FORGED)
def test_forged_databases_are_refused(data, backup, tmp_path, kind):
    written(backup, with_database(members_of(backup), FORGED[kind], tmp_path))
    sentence = refused_and_untouched(data, backup)
    assert "Nothing was restored" in sentence
    assert not sentence.startswith("WRONG")
    if kind == "newer":
        assert "newer Backstride" in sentence


def test_other_forgeries_are_refused(data, backup, tmp_path):
    members = members_of(backup)
    broken = bytearray(dict(members)["backstride.sqlite3"])
    for place in range(8192, len(broken) - 4096, 4096):
        broken[place : place + 8] = b"\xff" * 8
    forgeries = {
        "a damaged database": [(n, bytes(broken) if n == "backstride.sqlite3" else c) for n, c in members],
        "no database": [(n, c) for n, c in members if n != "backstride.sqlite3"],
        "a text as database": [(n, b"text" if n == "backstride.sqlite3" else c) for n, c in members],
        "another file": [(n, c + b"!" if n.startswith("files/") else c) for n, c in members],
        "a file less": [(n, c) for n, c in members if not n.startswith("files/")],
    }
    for what, forged in forgeries.items():
        written(backup, forged)
        assert "Nothing was restored" in refused_and_untouched(data, backup), what
    written(backup, members, {"format": 99})
    assert "newer Backstride" in refused_and_untouched(data, backup)
    for what in (b"", b"not a backup at all" * 100, b"PK\x03\x04" + bytes(100), bytes(10_000_000)):
        backup.write_bytes(what)
        assert "Nothing was restored" in refused_and_untouched(data, backup)
    assert "Nothing was restored" in refused_and_untouched(data, tmp_path / "not there")


def test_there_has_to_be_room(data, backup, monkeypatch):
    from collections import namedtuple

    monkeypatch.setattr(
        restore_module.shutil, "disk_usage", lambda _p: namedtuple("Usage", "total used free")(9, 0, 1000)
    )
    assert "make room first" in refused_and_untouched(data, backup)


def test_a_folder_that_others_have_open_is_left_alone(data, backup, monkeypatch):
    from backstride.store import takeover

    monkeypatch.setattr(takeover, "OTHERS_PATIENCE_S", 0.1)
    with opened(data.database) as other:
        other.execute("SELECT count(*) FROM store_run").fetchone()
        with pytest.raises(FolderInUseError, match="stop it"):
            restore(data, backup)
    assert Runner.objects.get().name == "changed since"
    connection.close()
    restore(data, backup)


def careless(data, path):
    """What must not be done: unpack over the data, then look at it."""
    with tarfile.open(path) as tar:
        tar.extractall(data.root, filter="fully_trusted")  # noqa: S202
    manifest = json.loads((data.root / "manifest.json").read_bytes())
    for name, member in manifest["members"].items():
        if hashlib.sha256((data.root / name).read_bytes()).hexdigest() != member["sha256"]:
            raise RestoreError(f"{name} is damaged")


def test_a_restore_that_replaces_before_it_checks_is_noticed(data, backup):
    content = bytearray(backup.read_bytes())
    content[30_000] ^= 1
    backup.write_bytes(content)
    assert refused_and_untouched(data, backup).endswith("as it was.")
    shutil.copytree(data.root, data.root.with_name("copy"))
    assert refused_and_untouched(DataFolder(data.root.with_name("copy")), backup, careless).startswith("WRONG")


def test_rows_are_there_after_a_refusal(data, backup):
    backup.write_bytes(b"nothing")
    refused_and_untouched(data, backup)
    assert (Check.objects.count(), Original.objects.count(), Run.objects.count()) == (1, 1, 1)
