"""The long form of the backup, restore, upgrade and erasure tests, before a release.

    python scripts/soak_safekeeping.py [--backups 50]

Backups beside two writing processes, each restored and checked; a restore, an upgrade and an erasure killed at every
one of their steps on the disk. The figures are printed.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests" / "integration" / "store"


def main() -> None:
    """Run them and leave with their exit code."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--backups", type=int, default=50, help="how many backups to take beside the writers")
    given = arguments.parse_args()
    environment = os.environ | {"SOAK_BACKUPS": str(given.backups), "SOAK_EVERY_STEP": "1"}
    files = [str(TESTS / name) for name in ("test_backup_under_load.py", "test_killed_while_changing.py")]
    command = [sys.executable, "-m", "pytest", "-s", "-p", "no:xdist", "--durations=10", *files]
    sys.exit(subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode)


if __name__ == "__main__":
    main()
