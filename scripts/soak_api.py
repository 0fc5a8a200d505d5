"""The long form of the API's fuzzing: `python scripts/soak_api.py [REQUESTS]`, 1,000 an operation if not given.

Half of them follow the description of the operation, half do not; every reply is held against the checks of
Schemathesis.
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
    requests = sys.argv[1] if len(sys.argv) > 1 else "1000"
    if not requests.isdecimal() or int(requests) < 2:
        print("Give the number of requests as a whole number from 2 on, such as 1000.", file=sys.stderr)
        return 2
    start = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-p", "no:xdist", "-rP", FUZZ]
    code = subprocess.run(command, cwd=ROOT, env={**os.environ, "SOAK_EXAMPLES": str(int(requests) // 2)}).returncode
    print(f"{requests} requests for each operation: {time.monotonic() - start:.0f} s, exit code {code}")
    return code


if __name__ == "__main__":
    sys.exit(main())
