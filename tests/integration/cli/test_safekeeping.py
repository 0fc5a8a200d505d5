"""`backup`, `restore`, `export` and `erase` from outside: what they write, say and refuse."""

import io
import json
import os
import subprocess
import sys
import zipfile

import pytest
from django.db import connection

from backstride.store.local import local_runner
from backstride.store.models import Account, ErasureReceipt, Runner, Shoe


@pytest.fixture
def shoe(data):
    """A data folder with one row to lose."""
    assert data.database.exists()
    return Shoe.objects.create(runner=local_runner(), name="Blue")


@pytest.fixture
def at_a_terminal(monkeypatch):
    """Somebody sits there and types."""

    def types(words):
        typed = io.StringIO(words + "\n")
        typed.isatty = lambda: True
        monkeypatch.setattr(sys, "stdin", typed)

    return types


def test_out_and_back(run, shoe, tmp_path):
    made = run("backup", tmp_path / "mine", "--json")
    assert made.code == 0
    assert made.json["rows"] == {"store.Account": 1, "store.Runner": 1, "store.Shoe": 1}
    assert (made.json["files"], made.json["encrypted"]) == (0, False)
    shoe.delete()
    back = run("restore", tmp_path / "mine", "--yes", "--json").json
    assert (back["made_at"], back["rows"]) == (made.json["made_at"], made.json["rows"])
    assert Shoe.objects.get().name == "Blue"
    assert back["previous"]


def test_messages_go_to_stderr_and_quiet_is_quiet(run, shoe, tmp_path):
    assert shoe
    said = run("backup", tmp_path / "mine")
    assert said.out == ""
    assert "It is not encrypted" in said.err
    for command in (("backup", tmp_path / "b"), ("restore", tmp_path / "b", "--yes"), ("export", tmp_path / "e")):
        ran = run(*command, "-q")
        assert (ran.code, ran.out, ran.err) == (0, "", "")
    ran = run("erase", "--yes", "-q")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


@pytest.mark.parametrize("command", ["backup", "export"])
def test_no_file_is_replaced_without_being_told_to(run, shoe, tmp_path, command):
    assert shoe
    path = tmp_path / "mine"
    path.write_bytes(b"precious")
    ran = run(command, path)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "--force" in ran.err
    assert path.read_bytes() == b"precious"
    assert run(command, path, "--force").code == 0
    assert path.read_bytes() != b"precious"
    assert "this is a folder" in run(command, tmp_path).err


def test_a_key_file_as_age_writes_it(run, shoe, tmp_path):
    import pyrage

    assert shoe
    key = pyrage.x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(f"# created: today\n# public key: {key.to_public()}\n{key}\n")
    assert run("backup", tmp_path / "mine", "--recipient", key.to_public(), "--json").json["encrypted"]
    assert "--identity" in run("restore", tmp_path / "mine", "--yes").err
    assert run("restore", tmp_path / "mine", "--yes", "--identity", tmp_path / "key.txt").code == 0
    (tmp_path / "key.txt").write_text("# nothing but words\nhello\n")
    assert "holds no key" in run("restore", tmp_path / "mine", "--yes", "--identity", tmp_path / "key.txt").err


def test_bad_input_is_one_sentence_and_changes_nothing(run, shoe, tmp_path):
    (tmp_path / "short").write_text("short\n")
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "no backup").write_bytes(b"not a backup" * 1000)
    bad = {
        ("backup", tmp_path / "b", "--passphrase-file", tmp_path / "short"): "shorter than 12",
        ("backup", tmp_path / "b", "--passphrase-file", tmp_path / "empty"): "is empty",
        ("backup", tmp_path / "b", "--passphrase-file", tmp_path / "none"): "cannot read",
        ("backup", tmp_path / "b", "--recipient", "age1nobody"): "not a public key",
        ("backup", tmp_path / "b", "--recipient", "a", "--passphrase-file", tmp_path / "short"): "exclude each other",
        ("restore", tmp_path / "none", "--yes"): "no such file",
        ("restore", tmp_path / "no backup", "--yes"): "not a backup of Backstride",
        ("restore", tmp_path / "no backup"): "add --yes",
        ("export", tmp_path / "e", "--account", "nobody@example.org"): "check the spelling",
        ("erase", "--account", "nobody@example.org", "--yes"): "check the spelling",
        ("erase",): "add --yes",
    }
    for arguments, why in bad.items():
        ran = run(*arguments)
        assert (ran.code, ran.out) == (2, ""), arguments
        assert why in ran.err
        assert "Traceback" not in ran.err
    assert Shoe.objects.get() == shoe
    assert not (tmp_path / "b").exists()
    assert not (tmp_path / "e").exists()


def test_erase_asks_for_the_word_and_offers_the_export_first(run, shoe, at_a_terminal):
    at_a_terminal("yes")
    ran = run("erase")
    assert (ran.code, Shoe.objects.get()) == (2, shoe)
    assert "backstride export FILE" in ran.err
    assert "Nothing was changed" in ran.err
    at_a_terminal("erase")
    ran = run("erase")
    assert ran.code == 0
    assert ErasureReceipt.objects.get().reference in ran.out
    assert not Shoe.objects.exists()


def test_restore_asks_for_the_word(run, shoe, tmp_path, at_a_terminal):
    run("backup", tmp_path / "mine")
    shoe.delete()
    at_a_terminal("no")
    assert run("restore", tmp_path / "mine").code == 2
    assert not Shoe.objects.exists()
    at_a_terminal("restore")
    assert run("restore", tmp_path / "mine").code == 0
    assert Shoe.objects.exists()


def test_one_account_is_exported_and_erased_alone(run, shoe, tmp_path):
    other = Account.objects.create_user("her@example.org")
    Runner.objects.create(account=other, name="Anna")
    assert run("export", tmp_path / "e.zip", "--account", "HER@example.org", "--json").json["rows"] == {
        "store.Account": 1,
        "store.Runner": 1,
    }
    with zipfile.ZipFile(tmp_path / "e.zip") as file:
        assert json.loads(file.read("tables/store.Runner.json"))[0]["name"] == "Anna"
    done = run("erase", "--account", "her@example.org", "--yes", "--json").json
    assert (done["rows"], done["files"], done["backups_left"], done["traces_left"]) == (2, 0, [], False)
    assert list(Runner.objects.all()) == [shoe.runner]


def test_backups_that_still_hold_it_are_named(run, shoe, tmp_path):
    assert shoe
    run("backup", tmp_path / "mine")
    run("restore", tmp_path / "mine", "--yes")
    assert "previous/" in run("erase", "--yes").err
    assert run("erase", "--yes", "--backups", "--json").json["backups_left"] == []


def test_the_folder_named_on_the_command_line_is_the_one_used(data, tmp_path):
    Runner.objects.create(account=Account.objects.create_user("her@example.org"))
    connection.close()
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}

    def backstride(*arguments):
        command = [sys.executable, "-m", "backstride", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)

    made = backstride("backup", tmp_path / "mine", "--data", data.root, "--json")
    assert json.loads(made.stdout)["rows"]["store.Runner"] == 1
    back = backstride("restore", tmp_path / "mine", "--data", tmp_path / "new machine", "--json")
    assert json.loads(back.stdout)["rows"]["store.Runner"] == 1, back.stderr
    assert json.loads(back.stdout)["previous"] is None
    said = backstride("export", tmp_path / "e.zip", "--data", tmp_path / "new machine")
    assert (said.returncode, said.stdout) == (0, "")
