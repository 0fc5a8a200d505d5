"""D2: every call that changes the disk fails in turn; D3, files: bytes, name and row reach the disk in this order."""

import os
import shutil

import pytest

from durability.injections import TracingForbidden, calls_in_order, inject, points, sequences
from durability.sync_order import open_at_commits
from durability.wrong import ALL


@pytest.fixture(scope="session")
def tracing(warm, base):
    """strace, able to trace; in CI it has to be there, and only a kernel that forbids it is an excuse."""
    if shutil.which("strace") is None:
        if os.environ.get("CI"):
            pytest.fail("strace is not installed; the fault injection needs it (apt install strace)")
        pytest.skip("strace is not installed")
    try:
        calls_in_order(warm, base, ["shoes"])
    except TracingForbidden as error:
        pytest.skip(f"the kernel forbids tracing here, so no fault could be injected: {error}")


@pytest.mark.usefixtures("tracing")
@pytest.mark.parametrize(
    ("name", "most"), [("file", 30), ("check-in", 15), ("import", 4), ("erase", 15), ("restore", 15)]
)
def test_every_failing_call_leaves_no_half_and_a_second_try_completes(warm, base, random, name, most):
    all_points = points(warm, base, [name])
    tally = inject(warm, base, [name], random.sample(all_points, min(most, len(all_points))))
    print(f"D2 {name}: {tally} (of {len(all_points)} points)")
    assert not tally.faults
    assert tally.injected >= most * 0.8


@pytest.mark.usefixtures("tracing")
def test_every_sequence_of_store_operations(warm, base, random, soak):
    """Long form: BACKSTRIDE_SOAK_LONGEST=3; the short one takes pairs, and of each some points of its last work."""
    longest, most = soak("LONGEST", 2), soak("POINTS", 1)
    chosen = list(sequences(list(ALL), longest))
    chosen = chosen if longest > 2 or most > 1 else random.sample(chosen, 5)
    for sequence in chosen:
        all_points = points(warm, base, sequence)
        tally = inject(warm, base, sequence, random.sample(all_points, min(most, len(all_points))))
        if most > 1:
            print(f"D2 {' > '.join(sequence)}: {tally} (of {len(all_points)} points)", flush=True)
        assert not tally.faults


@pytest.mark.usefixtures("tracing")
def test_a_row_before_its_file_is_found_out(warm, base):
    wrong = [point for point in points(warm, base, ["row before file"], ["killed"]) if point.call in ("write", "mkdir")]
    assert inject(warm, base, ["row before file"], wrong).faults


@pytest.mark.usefixtures("tracing")
@pytest.mark.parametrize("name", ["file", "import"])
def test_bytes_and_name_are_durable_before_the_row(warm, base, name):
    commits, found = open_at_commits(calls_in_order(warm, base, [name]))
    assert commits >= 1
    assert found == []


@pytest.mark.usefixtures("tracing")
@pytest.mark.parametrize(
    ("name", "says"), [("no sync", "named before its bytes were synced"), ("row before file", None)]
)
def test_a_wrong_order_is_found_out(warm, base, name, says):
    commits, found = open_at_commits(calls_in_order(warm, base, [name]))
    assert commits == 0 if says is None else any(says in fault for fault in found)
