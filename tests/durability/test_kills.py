"""D1: the process is killed at a random moment; nothing acknowledged is lost, doubled or half."""

import pytest

from durability.kills import kill_often
from durability.wrong import ALL

LONGEST_START_S = 5.0


@pytest.mark.parametrize("name", ALL)
def test_nothing_acknowledged_is_lost_doubled_or_half(warm, base, random, soak, name):
    kills = soak("KILLS", 2)
    timed = kills // 20 or int(name == "check-in") * kills
    tally = kill_often(warm, base, name, kills, random, time_every=timed)
    print(f"D1 {name}: {tally}")
    assert not tally.faults
    assert tally.kills == kills
    assert tally.acknowledged
    assert max(tally.starts_s, default=0) <= LONGEST_START_S


@pytest.mark.parametrize("name", ["acknowledges first", "finishes in two"])
def test_a_store_with_a_mistake_is_found_out(warm, base, random, name):
    assert kill_often(warm, base, name, 60, random).faults
