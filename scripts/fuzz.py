"""Coverage-guided fuzzing of everything that reads what comes from outside: any bytes, one sentence or a result.

usage: python scripts/fuzz.py [--only fit gpx ...] [--seconds 20] [--workers 2] [--grow]
Row B3 of the reliability list. `atheris` (libFuzzer for Python) changes inputs so that they reach new branches. A
finding is an error that nobody declared, a hang of more than 10 s, or more than 1.5 GiB; its input is kept in
`fuzz-findings/`. `--grow` adds inputs that reach something new to the corpus in `tests/data/fuzz/`.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "tests/data/fuzz"
FINDINGS = ROOT / "fuzz-findings"
SEEDS = ROOT / "tests/data/watchfiles"
SEED_BYTES, INPUT_BYTES = 12_000, 16_000
CORPUS_BYTES = 60_000
"""Of each target, in the repository."""
HANG_S, MEMORY_MIB = 10, 1500
SLACK_S = 120
"""Loading with every branch watched, and the end."""
LAST_LINES = 12


def main() -> None:
    """Fuzz every target, print a line each; exit code 1 on any finding."""
    from fuzz_targets import TARGETS

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="*", choices=sorted(TARGETS), help="all but `planted` if not given")
    parser.add_argument("--seconds", type=int, default=20, help="for each target")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--findings", type=Path, default=FINDINGS, help="where inputs that fail are kept")
    parser.add_argument("--grow", action="store_true", help="add what reaches something new to the corpus")
    parser.add_argument("--target", choices=sorted(TARGETS), help=argparse.SUPPRESS)
    options, rest = parser.parse_known_args()
    if options.target:
        _fuzz_here(options.target, rest)
        return
    try:
        import atheris  # noqa: F401 - only whether it is there
    except ImportError:
        print("Not fuzzed: atheris is there for Linux on x86-64 alone.")
        return
    names = options.only or [name for name in TARGETS if name != "planted"]
    with ThreadPoolExecutor(options.workers) as pool:
        outcomes = list(pool.map(lambda name: _fuzz(name, options.seconds, options.findings, grow=options.grow), names))
    sys.exit(1 if any(outcomes) else 0)


def _fuzz(name: str, seconds: int, findings: Path, *, grow: bool) -> bool:
    """Fuzz one target in a process of its own; whether there is a finding."""
    with tempfile.TemporaryDirectory(prefix="backstride-fuzz-") as folder:
        new, seeds, found = (Path(folder) / part for part in ("new", "seeds", "found"))
        for part in (new, seeds, found):
            part.mkdir()
        for path in _seeds(name):
            shutil.copy(path, seeds / path.name)
        command = [sys.executable, __file__, "--target", name, f"-max_total_time={seconds}", f"-timeout={HANG_S}"]
        command += [f"-rss_limit_mb={MEMORY_MIB}", f"-max_len={INPUT_BYTES}", f"-artifact_prefix={found}/"]
        ran = subprocess.run(
            [*command, "-print_final_stats=1", "-verbosity=1", str(new), str(seeds)],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds + SLACK_S,
            check=False,
        )
        tried = re.search(r"number_of_executed_units:\s*(\d+)", ran.stderr)
        bad = ran.returncode != 0 or tried is None
        print(f"{name}: {int(tried[1]) if tried else 0:,} inputs, {'a finding' if bad else '0 findings'}", flush=True)
        if bad:
            print("\n".join(_told(ran.stdout) or ran.stderr.splitlines()[-LAST_LINES:]), flush=True)
            findings.mkdir(exist_ok=True)
            for path in found.iterdir():
                print(f"  kept: {shutil.copy(path, findings / f'{name}-{path.name}')}", flush=True)
        if grow:
            _grow(name, new)
    return bad


def _told(printed: str) -> list[str]:
    """The error, without the lines about coverage."""
    start = printed.find("Uncaught Python exception")
    return [line[:200] for line in printed[start:].splitlines()[:LAST_LINES]] if start >= 0 else []


def _seeds(name: str) -> list[Path]:
    from fuzz_targets import TARGETS

    mine = [path for path in SEEDS.iterdir() if path.suffix == TARGETS[name].seeds] if TARGETS[name].seeds else []
    small = [path for path in mine if path.stat().st_size <= SEED_BYTES]
    return [*small, *(path for path in (CORPUS / name).glob("*") if path.is_file())]


def _grow(name: str, new: Path) -> None:
    """Keep what reached something new, smallest first, up to the size of a corpus."""
    kept = CORPUS / name
    kept.mkdir(parents=True, exist_ok=True)
    room = CORPUS_BYTES - sum(path.stat().st_size for path in kept.iterdir())
    for path in sorted(new.iterdir(), key=lambda one: one.stat().st_size):
        room -= path.stat().st_size
        if room < 0:
            return
        shutil.copy(path, kept / path.name[:12])


def _fuzz_here(name: str, arguments: list[str]) -> None:
    import atheris

    sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "src")]
    with atheris.instrument_imports(include=["backstride"]):
        from fuzz_targets import TARGETS

        run = TARGETS[name].ready()
    atheris.Setup([sys.argv[0], *arguments], run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
