"""The long form of the API's fuzzing: `python scripts/soak_api.py [EXAMPLES]`, 1,000 of each kind if not given.

Each operation gets that many requests that follow its description and as many that do not; every reply is held against
all checks of Schemathesis.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FUZZ = "tests/integration/api/test_api_fuzz.py"


def main() -> int:
    """Run it, say how long it took, and leave with pytest's exit code."""
    examples = sys.argv[1] if len(sys.argv) > 1 else "1000"
    if not examples.isdecimal() or int(examples) < 1:
        print("Give the number of requests as a whole number, such as 1000.", file=sys.stderr)
        return 2
    start = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-p", "no:xdist", FUZZ]
    code = subprocess.run(command, cwd=ROOT, env={**os.environ, "SOAK_EXAMPLES": examples}).returncode
    print(f"{examples} requests of each kind for each operation: {time.monotonic() - start:.0f} s, exit code {code}")
    return code


if __name__ == "__main__":
    sys.exit(main())
