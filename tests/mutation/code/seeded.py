"""Three changes whose fate is known: a run that says otherwise of them measures nothing."""

from __future__ import annotations

from mutants import Mutant, changed, path_of

TESTS = ("tests/unit/assess/test_safety_net.py",)
LINE = "return tuple(worded)[:MOST_LINES] or EMERGENCY_LIST"
FATES = {
    "return tuple([*worded])[:MOST_LINES] or EMERGENCY_LIST": ("survived", ""),
    "return tuple(worded)[:1] or EMERGENCY_LIST": ("noticed", ""),
    "while True: pass": ("noticed", "ran for ever"),
}


def seeded() -> dict[Mutant, tuple[str, str]]:
    """The changes to `safety_net.lines`, and what has to be said of each."""
    before = path_of("safety_net").read_text(encoding="utf-8")
    if before.count(LINE) != 1:
        raise ValueError(f"safety_net.py does not hold {LINE!r} once: choose another line for the seeded changes")
    first = before[: before.index("def lines(")].count("\n") + 1
    made = {}
    for line, fate in FATES.items():
        after = before.replace(LINE, line)
        becomes, where = changed(before, after)
        made[Mutant(f"seeded: {line}", "safety_net", "lines", (first, where, where), becomes, after)] = fate
    return made
