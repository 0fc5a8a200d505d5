"""The long safety checks of triage and ranking, one after another, and one table with their figures.

usage: python scripts/soak_assess.py [--pairs N] [--others N] [--around N] [--no-code]
Rows C1 to C6 of the safety list. The short form of each runs in `make test`.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ASSESS = "tests/property/assess"


def main() -> int:
    """Run every row; 1 where one fails."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pairs", type=int, default=2_000_000, help="C1: pairs of check-ins")
    options.add_argument("--others", type=int, default=1_000, help="C3: random other answers for every rule")
    options.add_argument("--around", type=int, default=2_000, help="C4: check-ins for each rule with redundant parts")
    options.add_argument("--no-code", action="store_true", help="leave out C5, the longest")
    given = options.parse_args()
    rows = [
        ("C1 monotone", f"{given.pairs} pairs", pytest(f"{ASSESS}/test_triage_monotone.py", PAIRS=given.pairs)),
        ("C2 unknown never reassures", "every set", pytest(f"{ASSESS}/test_triage_unknown_never_reassures.py")),
        (
            "C3 each rule alone",
            f"{given.others} others",
            pytest(f"{ASSESS}/test_triage_rules_alone.py", OTHERS=given.others),
        ),
        ("C4 mutated knowledge", "every mutant", pytest("tests/mutation", AROUND=given.around)),
        ("C6 branches of assess", "100 %", branches()),
    ]
    if not given.no_code:
        rows.append(("C5 mutated code", "every mutant", command("tests/mutation/code/run.py")))
    failed = False
    table = []
    for name, size, work in rows:
        print(f"== {name}", flush=True)
        begun = time.monotonic()
        done = subprocess.run(work[0], cwd=ROOT, env=work[1], check=False, text=True, stdout=subprocess.PIPE)
        print(done.stdout[-4000:], flush=True)
        figures = re.findall(r"^(?:C\d .*, all: |C5 .*?: )(.*)$|^TOTAL.*?(\d+%)$", done.stdout, re.MULTILINE)
        said = "; ".join(part for figure in figures for part in figure if part)
        failed |= done.returncode != 0
        table.append(
            (name, size, "holds" if done.returncode == 0 else "FAILS", f"{time.monotonic() - begun:.0f} s", said)
        )
    print(
        "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(row, (28, 16, 6, 8, 0), strict=True)) for row in table
        )
    )
    return int(failed)


Work = tuple[list[str], dict[str, str]]


def pytest(*paths: str, **sizes: int) -> Work:
    """The tests of some paths at the sizes asked for."""
    environment = {f"BACKSTRIDE_SOAK_{name}": str(size) for name, size in sizes.items()}
    return [sys.executable, "-m", "pytest", "-q", "-s", *paths], {**os.environ, **environment}


def branches() -> Work:
    """Branch coverage of `assess/` by its unit tests, which have to reach all of it."""
    measure = ["--cov=backstride.assess", "--cov-branch", "--cov-report=term-missing", "--cov-fail-under=100"]
    work, environment = pytest("tests/unit/assess", "tests/integration/assess/test_triage_without_evidence.py")
    return [*work, *measure], environment


def command(script: str, *arguments: str) -> Work:
    """A script of the project."""
    return [sys.executable, script, *arguments], dict(os.environ)


if __name__ == "__main__":
    raise SystemExit(main())
