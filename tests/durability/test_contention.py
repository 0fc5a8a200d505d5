"""L1: four processes read and then write at once; nobody is locked out, nothing is overwritten unseen."""

from durability.contention import fight

PROCESSES = 4


def test_nobody_is_locked_out_and_no_update_is_lost(warm, base, soak):
    transactions = soak("TRANSACTIONS", 1000)
    tally = fight(warm, base, PROCESSES, transactions)
    print(f"L1: {tally}")
    assert tally.done == transactions
    assert tally.told_locked == 0
    assert not tally.faults
    assert tally.told_changed


def test_deferred_transactions_are_found_out(warm, base):
    assert fight(warm, base, PROCESSES, 400, mode="DEFERRED").told_locked
