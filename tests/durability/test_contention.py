"""L1: four processes read and then write at once; nobody is locked out, nothing is overwritten unseen."""

from durability.contention import at_once, fight
from durability.file_operations import gpx

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


def test_two_imports_of_one_folder_at_once_double_nothing(warm, base, tmp_path):
    names = [f"{number}.gpx" for number in range(5)]
    for number, name in enumerate(names):
        (tmp_path / name).write_bytes(gpx(number, 7))
    folder = warm.copy_of(base)
    said = at_once(warm, folder, "durability.contention:import_folder", 2, path=str(tmp_path))
    (end,) = warm.do(folder, "durability.contention:runs")
    assert sum(report["added"] for report in said) == len(names)
    assert end["files"] == end["runs"] == names
    assert not end["faults"]


def test_two_workers_that_get_the_same_job_do_it_once(warm, base):
    folder = warm.copy_of(base)
    warm.do(folder, "durability.contention:queue_one")
    said = at_once(warm, folder, "durability.contention:do_waiting_jobs", 2)
    (end,) = warm.do(folder, "durability.contention:runs")
    assert sum(len(worker["taken"]) for worker in said) == 1
    assert end["jobs"] == [["done", 1]]
    assert end["runs"] == ["job-1.gpx"]
    assert not end["faults"]
