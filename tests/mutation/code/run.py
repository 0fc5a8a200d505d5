"""Row C5 of the safety list: mutates the code with mutmut in a folder of its own and says which mutants nobody noticed.

usage: python tests/mutation/code/run.py [triage | assess] [--modules NAME ...] [--sample N] [--workers N]
The triage evaluator has to reach 100 % of the mutants that change anything, `assess/` 90 %. Mutants that change nothing
are listed, with the reason, in `equivalent.yaml`. With `--modules` only those modules of the target are tried, with
`--sample` at most N mutants of each, drawn with a fixed seed; each module then has its own line.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import yaml

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).parent
WORK = ROOT / "build/mutation"
EVALUATOR = ("triage", "derive", "node", "safety_net", "facts")
TESTS = {
    "triage": (
        "tests/unit/assess/test_triage_nodes.py",
        "tests/unit/assess/test_triage_derivations.py",
        "tests/unit/assess/test_triage_result.py",
        "tests/unit/assess/test_answers_bands.py",
        "tests/spec/triage/test_triage_worked_examples.py",
    ),
    "assess": ("tests/unit/assess", "tests/spec/triage/test_triage_worked_examples.py"),
}
WANTED = {"triage": 1.0, "assess": 0.9}
SEED = 5
NOTICED = {"killed", "timeout", "suspicious", "segfault", "caught by type check"}


@dataclass(slots=True)
class Score:
    """Of the mutants of one target: how many, how many change nothing, and those that survived."""

    made: int = 0
    equivalent: int = 0
    survived: list[str] = field(default_factory=list)
    by_module: Counter[str] = field(default_factory=Counter)
    equivalent_by_module: Counter[str] = field(default_factory=Counter)
    survived_by_module: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        """Noticed, of those that change anything."""
        return 1 - len(self.survived) / max(1, self.made - self.equivalent)


def prepare(target: str) -> None:
    """A copy of code and tests with the settings of mutmut; nothing is written beside the code."""
    for part in ("src", "tests", "mutants"):
        shutil.rmtree(WORK / part, ignore_errors=True)
    for part in ("src", "tests"):
        shutil.copytree(ROOT / part, WORK / part, ignore=shutil.ignore_patterns("__pycache__"))
    names = EVALUATOR if target == "triage" else ("*",)
    chosen = ", ".join(f'"src/backstride/assess/{name}.py"' for name in names)
    tests = ", ".join(f'"{path}"' for path in TESTS[target])
    (WORK / "pyproject.toml").write_text(
        f"""[tool.mutmut]
source_paths = ["src/"]
only_mutate = [{chosen}]
also_copy = ["tests"]
pytest_add_cli_args_test_selection = [{tests}]
pytest_add_cli_args = ["-p", "fresh_bases", "-k", "not indirect_picture and not presentation"]

[tool.pytest.ini_options]
addopts = "-q -p no:cacheprovider"
markers = ["slow: takes more than a few seconds"]
""",
        encoding="utf-8",
    )


def mutmut(*arguments: str, quiet: bool = True) -> str:
    """Run mutmut in the folder; its words, or on the terminal where not quiet."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(HERE), os.environ.get("PYTHONPATH"))))}
    command = [sys.executable, "-m", "mutmut", *arguments]
    done = subprocess.run(
        command, cwd=WORK, env=environment, check=False, text=True, stdout=subprocess.PIPE if quiet else None
    )
    return done.stdout or ""


def drawn(modules: list[str], most: int | None) -> list[str]:
    """The names of the mutants to try: all of some modules, or a sample of each with a fixed seed."""
    mutmut("run", "no_such_mutant*")
    names: list[str] = []
    for module in modules:
        kept = WORK / "mutants/src/backstride/assess" / f"{module}.py.meta"
        found = sorted(json.loads(kept.read_text(encoding="utf-8"))["exit_code_by_key"])
        names += found if most is None or len(found) <= most else sorted(Random(SEED).sample(found, most))  # noqa: S311
    return names


def reviewed() -> set[tuple[str, str]]:
    """(module, line as mutated) of the mutants that change nothing."""
    content = yaml.safe_load((HERE / "equivalent.yaml").read_text(encoding="utf-8"))["equivalent"]
    if not all(entry["because"] for entry in content):
        raise ValueError("equivalent.yaml: each entry needs a reason")
    return {(entry["module"], " ".join(line.split())) for entry in content for line in entry["becomes"]}


def score(tried: set[str] | None = None) -> Score:
    """Read the results of the last run, of some mutants only where named."""
    result, known = Score(), reviewed()
    for line in mutmut("results", "--all", "true").splitlines():
        name, _, status = line.strip().rpartition(": ")
        if not name.startswith("backstride.") or (tried is not None and name not in tried):
            continue
        module = name.split(".")[2]
        result.made += 1
        result.by_module[module] += 1
        if status in NOTICED:
            continue
        diff = mutmut("show", name).splitlines()
        becomes = " ".join(" ".join(d[1:].split()) for d in diff if d.startswith("+") and not d.startswith("+++"))
        if (module, becomes) in known:
            result.equivalent += 1
            result.equivalent_by_module[module] += 1
        else:
            result.survived_by_module[module] += 1
            result.survived.append(f"{module}: {becomes or 'a line left out'} ({status}, {name.rpartition('__')[2]})")
    return result


def main() -> int:
    """Mutate, run, report; 1 where the target is missed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("target", nargs="?", default="triage", choices=WANTED)
    options.add_argument("--modules", nargs="+", default=[], help="of this target; all where left out")
    options.add_argument("--sample", type=int, help="at most so many mutants of each module")
    options.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = options.parse_args()
    target = given.target
    prepare(target)
    names = drawn(given.modules, given.sample) if given.modules else []
    mutmut("run", "--max-children", str(given.workers), *names, quiet=False)
    result = score(set(names) if names else None)
    for survivor in result.survived:
        print(f"  survived {survivor}")
    for module, made in sorted(result.by_module.items()):
        equivalent, survived = result.equivalent_by_module[module], result.survived_by_module[module]
        noticed = 100 * (1 - survived / max(1, made - equivalent))
        print(f"  {module}: {made} mutants, {equivalent} change nothing, {survived} survived: {noticed:.1f} % noticed")
    print(
        f"C5 code, {target}: {result.made} mutants, {result.equivalent} change nothing, "
        f"{len(result.survived)} survived: {100 * result.share:.1f} % noticed (wanted {100 * WANTED[target]:.0f} %)"
    )
    return 0 if result.made and result.share >= WANTED[target] else 1


if __name__ == "__main__":
    raise SystemExit(main())
