"""Run one command in a small process of its own and tell its wall time and peak memory.

A process of its own, because the peak that the system keeps for children is the highest of all children ever, and
because a forked child starts with the size of its parent.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

RSS_UNIT_BYTES = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Finished:
    """What a command took: wall and processor time [s], highest resident memory [bytes]."""

    wall_s: float
    cpu_s: float
    peak_bytes: int


def run(command: Sequence[str], out: Path) -> Finished:
    """Run `command` with its output into the file `out`.

    Raises
    ------
    RuntimeError
        If the command fails: its exit code and the end of what it said.
    """
    shown = f"`{' '.join(['python' if word == sys.executable else word for word in command])}`"
    wrapper = [sys.executable, "-S", str(Path(__file__)), str(out), *command]
    done = subprocess.run(wrapper, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{shown} could not be started: {done.stderr.strip()[-300:]}")
    told = json.loads(done.stdout)
    if told["code"]:
        raise RuntimeError(f"{shown} left with {told['code']}: {done.stderr.strip()[-300:]}")
    return Finished(told["wall_s"], told["cpu_s"], told["peak_bytes"])


def main() -> None:
    """`child.py OUT COMMAND...`: run the command, print what it took as JSON; its stderr passes through."""
    out, *command = sys.argv[1:]
    with Path(out).open("wb") as output:
        began = time.perf_counter()
        code = subprocess.call(command, stdout=output, stdin=subprocess.DEVNULL)
        wall_s = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = used.ru_maxrss * RSS_UNIT_BYTES
    print(json.dumps({"code": code, "wall_s": wall_s, "cpu_s": used.ru_utime + used.ru_stime, "peak_bytes": peak}))


if __name__ == "__main__":
    main()
