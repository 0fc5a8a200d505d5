"""The long checks that nothing acknowledged is lost, one after another, and one table with their figures.

usage: python scripts/soak_store.py [--only D1 D2 D3 D10 L1] [--kills N] [--longest N] [--points N] [--cuts N] ...
Rows D1 to D3, D10 and L1 of the reliability list. The short form of each runs in `make test`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
TESTS = "tests/durability"
MORE_KILLS = ("check-in", "import", "plan")
"""Work that holds most of what a runner tells; it is killed more often than the rest."""


def main() -> int:
    """Run every part; 1 where one fails."""
    given = _options()
    table = []
    for row, size, paths, sizes in _parts(given):
        if row not in given.only:
            continue
        print(f"== {row}, {size}", flush=True)
        begun = time.monotonic()
        failed, figures = _run(paths, {**sizes, "SEED": given.seed})
        table.append((row, size, "FAILS" if failed else "holds", f"{time.monotonic() - begun:.0f} s", figures))
    for row, size, holds, seconds, figures in table:
        print(f"{row:4} {size:38} {holds:6} {seconds:>7}")
        print("".join(f"     {figure}\n" for figure in figures), end="")
    return int(any(holds == "FAILS" for _, _, holds, _, _ in table))


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    rows = ("D1", "D2", "D3", "D10", "L1")
    options.add_argument("--only", nargs="+", choices=rows, default=rows, help="parts to run")
    options.add_argument("--kills", type=int, default=200, help=f"D1: kills for {', '.join(MORE_KILLS)}")
    options.add_argument("--other-kills", type=int, default=50, help="D1: kills for each other kind of work")
    options.add_argument("--longest", type=int, default=3, help="D2: operations in a sequence")
    options.add_argument("--points", type=int, default=10**6, help="D2: faults in each sequence; all if fewer")
    options.add_argument("--cuts", type=int, default=500, help="D3: power cuts")
    options.add_argument("--examples", type=int, default=5_000, help="D10: random lives")
    options.add_argument("--steps", type=int, default=100, help="D10: steps of each")
    options.add_argument("--transactions", type=int, default=10_000, help="L1: transactions of 4 processes together")
    options.add_argument("--seed", type=int, default=int(time.time()), help="what chance begins with; printed")
    given = options.parse_args()
    print(f"seed {given.seed}")
    return given


Part = tuple[str, str, list[str], dict[str, int]]


def _parts(given: argparse.Namespace) -> Iterator[Part]:
    kills = [f"{TESTS}/test_kills.py"]
    yield (
        "D1",
        f"{given.kills} kills of {', '.join(MORE_KILLS)}",
        [*kills, "-k", " or ".join(MORE_KILLS)],
        {"KILLS": given.kills},
    )
    others = [*kills, "-k", " and ".join(f"not {name}" for name in MORE_KILLS)]
    yield "D1", f"{given.other_kills} kills of the rest", others, {"KILLS": given.other_kills}
    faults = {"LONGEST": given.longest, "POINTS": given.points}
    yield "D2", f"sequences of up to {given.longest}", [f"{TESTS}/test_injections.py"], faults
    yield "D3", f"{given.cuts} power cuts", [f"{TESTS}/test_power_cuts.py"], {"CUTS": given.cuts}
    machine = {"EXAMPLES": given.examples, "STEPS": given.steps}
    yield "D10", f"{given.examples} lives, {given.steps} steps each", [f"{TESTS}/test_whole_store.py"], machine
    fight = {"TRANSACTIONS": given.transactions}
    yield "L1", f"{given.transactions} transactions", [f"{TESTS}/test_contention.py"], fight


def _run(paths: list[str], sizes: dict[str, int]) -> tuple[bool, list[str]]:
    """Run some tests at these sizes; whether one failed, and the figures they printed."""
    environment = {**os.environ, **{f"BACKSTRIDE_SOAK_{name}": str(size) for name, size in sizes.items()}}
    command = [sys.executable, "-m", "pytest", "-q", "-s", *paths]
    figures = []
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as tests:
        for line in tests.stdout or ():
            print(line, end="", flush=True)
            if line.lstrip(".F").startswith(("D1 ", "D2 ", "D3 ", "D10: ", "L1: ")):
                figures.append(line.lstrip(".F").strip())
    return tests.returncode != 0, figures


if __name__ == "__main__":
    raise SystemExit(main())
