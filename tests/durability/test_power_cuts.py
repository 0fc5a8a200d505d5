"""D3: the power is cut at a random moment; no acknowledged answer is lost with the settings of the store's engine."""

import json

import pytest

from backstride.store.sqlite import base as engine
from durability.power import cut_often, record

PIECES = 3


@pytest.fixture(scope="session")
def transactions(warm, base):
    """What the store tells SQLite while a runner checks in, plans, notes and keeps files."""
    told = warm.folder / "session.json"
    warm.do(warm.copy_of(base), "durability.power:session", pieces=PIECES, into=str(told))
    return json.loads(told.read_text(encoding="utf-8"))


def after_cuts(pragmas, base, transactions, tmp_path, random, cuts):
    work = tmp_path / "recorded"
    work.mkdir()
    disk = record(base / "backstride.sqlite3", transactions, pragmas, work)
    assert len(disk.states) == len(transactions) + 1 > 10 * PIECES
    return cut_often(disk, cuts, random, tmp_path / "cut")


def test_no_power_cut_takes_what_was_acknowledged(base, transactions, tmp_path, random, soak):
    cuts = soak("CUTS", 60)
    assert engine.JOURNAL_MODE == "WAL"
    ends = after_cuts(engine.on_connect("WAL"), base, transactions, tmp_path, random, cuts)
    print(f"D3 with the log: {cuts} cuts, {dict(ends)}")
    assert ends == {"kept": cuts}


def test_nor_where_the_library_is_too_old_for_the_log(base, transactions, tmp_path, random, soak):
    cuts = soak("CUTS", 60)
    ends = after_cuts(engine.on_connect("DELETE"), base, transactions, tmp_path, random, cuts)
    print(f"D3 with the rollback journal: {cuts} cuts, {dict(ends)}")
    assert ends == {"kept": cuts}


@pytest.mark.parametrize(
    ("journal", "synchronous", "ends_as"),
    [("WAL", "NORMAL", "lost"), ("WAL", "OFF", "corrupt"), ("DELETE", "FULL", "lost"), ("DELETE", "OFF", "corrupt")],
)
def test_weaker_settings_are_found_out(base, transactions, tmp_path, random, soak, journal, synchronous, ends_as):
    cuts = soak("CUTS", 60)
    weaker = [f"PRAGMA synchronous={synchronous}" if "synchronous" in p else p for p in engine.on_connect(journal)]
    ends = after_cuts(weaker, base, transactions, tmp_path, random, cuts)
    print(f"D3 {journal}, {synchronous}: {cuts} cuts, {dict(ends)}")
    assert ends[ends_as]
