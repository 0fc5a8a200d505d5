"""Row C5 of the safety list: mutates the code with mutmut in a folder of its own and says which mutants nobody noticed.

usage: python tests/mutation/code/run.py [triage | assess]
The triage evaluator has to reach 100 % of the mutants that change anything, `assess/` 90 %. Mutants that change nothing
are listed, with the reason, in `equivalent.yaml`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

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
NOTICED = {"killed", "timeout", "suspicious", "segfault", "caught by type check"}


@dataclass(slots=True)
class Score:
    """Of the mutants of one target: how many, how many change nothing, and those that survived."""

    made: int = 0
    equivalent: int = 0
    survived: list[str] = field(default_factory=list)
    by_module: Counter[str] = field(default_factory=Counter)

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
    environment = {**os.environ, "PYTHONPATH": str(HERE)}
    command = [str(Path(sys.executable).parent / "mutmut"), *arguments]
    done = subprocess.run(
        command, cwd=WORK, env=environment, check=False, text=True, stdout=subprocess.PIPE if quiet else None
    )
    return done.stdout or ""


def reviewed() -> set[tuple[str, str]]:
    """(module, line as mutated) of the mutants that change nothing."""
    content = yaml.safe_load((HERE / "equivalent.yaml").read_text(encoding="utf-8"))["equivalent"]
    if not all(entry["because"] for entry in content):
        raise ValueError("equivalent.yaml: each entry needs a reason")
    return {(entry["module"], " ".join(line.split())) for entry in content for line in entry["becomes"]}


def score() -> Score:
    """Read the results of the last run."""
    result, known = Score(), reviewed()
    for line in mutmut("results", "--all", "true").splitlines():
        name, _, status = line.strip().rpartition(": ")
        if not name.startswith("backstride."):
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
        else:
            result.survived.append(f"{module}: {becomes or 'a line left out'} ({status}, {name.rpartition('__')[2]})")
    return result


def main(target: str) -> int:
    """Mutate, run, report; 1 where the target is missed."""
    prepare(target)
    mutmut("run", "--max-children", str(os.cpu_count() or 1), quiet=False)
    result = score()
    for survivor in result.survived:
        print(f"  survived {survivor}")
    print(
        f"C5 code, {target}: {result.made} mutants, {result.equivalent} change nothing, "
        f"{len(result.survived)} survived: {100 * result.share:.1f} % noticed (wanted {100 * WANTED[target]:.0f} %)"
    )
    return 0 if result.made and result.share >= WANTED[target] else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1] if len(sys.argv) > 1 else "triage"))
