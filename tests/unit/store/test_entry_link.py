"""A link opens the app once, soon after it was made, and for nobody who only sees the folder."""

import threading
from datetime import timedelta

import time_machine

from backstride.store.entry_link import LIFE, make_entry_link, use_entry_link
from backstride.store.folder import DataFolder


def made(tmp_path):
    folder = DataFolder(tmp_path / "data")
    folder.prepare()
    return folder


def test_it_opens_once(tmp_path):
    folder = made(tmp_path)
    token = make_entry_link(folder)
    assert use_entry_link(folder, token)
    assert not use_entry_link(folder, token)


def test_each_link_stands_for_itself(tmp_path):
    folder = made(tmp_path)
    one, two = make_entry_link(folder), make_entry_link(folder)
    assert one != two
    assert use_entry_link(folder, two)
    assert use_entry_link(folder, one)


def test_it_holds_for_ten_minutes(tmp_path):
    folder = made(tmp_path)
    with time_machine.travel("2026-11-21T08:00:00Z", tick=False) as clock:
        early, late = make_entry_link(folder), make_entry_link(folder)
        clock.shift(LIFE - timedelta(seconds=1))
        assert use_entry_link(folder, early)
        clock.shift(timedelta(seconds=1))
        assert not use_entry_link(folder, late)


def test_the_folder_holds_a_hash_for_its_owner_alone_and_old_ones_go(tmp_path):
    folder = made(tmp_path)
    with time_machine.travel("2026-11-21T08:00:00Z", tick=False) as clock:
        token = make_entry_link(folder)
        (kept,) = (folder.scratch / "links").iterdir()
        assert token not in kept.name + kept.read_text()
        assert kept.stat().st_mode & 0o777 == 0o600
        clock.shift(LIFE * 2)
        make_entry_link(folder)
        assert kept not in (folder.scratch / "links").iterdir()


def test_a_name_that_leads_elsewhere_opens_nothing(tmp_path):
    folder = made(tmp_path)
    assert not use_entry_link(folder, "../../secret_key")
    assert not use_entry_link(folder, "")


def opened_by_many(use, folder, token, tries=8):
    """How many of several threads that start together are let in."""
    start = threading.Barrier(tries)
    let_in = []

    def go():
        start.wait()
        if use(folder, token):
            let_in.append(1)

    threads = [threading.Thread(target=go) for _ in range(tries)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(let_in)


def test_of_many_at_once_one_is_let_in(tmp_path):
    folder = made(tmp_path)
    assert [opened_by_many(use_entry_link, folder, make_entry_link(folder)) for _ in range(20)] == [1] * 20


def test_the_race_catches_a_link_that_is_looked_at_before_it_is_removed(tmp_path):
    folder = made(tmp_path)
    inside = threading.Barrier(8)

    def careless(folder, _token):
        path = next(iter((folder.scratch / "links").iterdir()))
        there = path.is_file()
        inside.wait()
        path.unlink(missing_ok=True)
        return there

    assert opened_by_many(careless, folder, make_entry_link(folder)) == 8
