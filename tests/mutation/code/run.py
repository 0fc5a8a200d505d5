"""Row C5 of the safety list: small wrong changes to the code of `assess/`; says which of them no test notices.

usage: python tests/mutation/code/run.py [MODULE ...] [--sample N] [--seed N] [--seconds S] [--workers N]
                                         [--tests PATH ...]
       python tests/mutation/code/run.py --seeded
Tries every mutant of the modules named (`evaluator`: those of triage; none: all of `assess/`); with `--sample` at most
N of each module outside the evaluator, drawn with a fixed seed (another with `--seed`). The evaluator has to reach
100 % of the mutants that change anything, each other module 90 %. Mutants that change nothing are listed, with the
reason, in `equivalent.yaml`, and tried for a second only. Every run first tries three changes whose fate is known;
`--seeded` tries nothing else and does without mutmut. Needs `os.fork`: Linux or macOS.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
import seeded  # noqa: E402 - they lie beside this script
from mutants import SEED, made_by_mutmut, modules  # noqa: E402
from trial import Trial  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mutants import Mutant

ROOT = HERE.parents[2]
EVALUATOR = ("triage", "derive", "node", "criteria", "safety_net", "facts")
TESTS = ("tests/unit/assess", "tests/spec/triage/test_triage_worked_examples.py", "tests/spec/story")
LISTED_SECONDS = 1.0


@dataclass(slots=True)
class Score:
    """Of the mutants of one module: how many there are, are to be tried, were, change nothing, and nobody noticed."""

    made: int
    wanted: int
    tried: int = 0
    equivalent: int = 0
    for_ever: int = 0
    survived: int = 0

    @property
    def share(self) -> float:
        """Noticed, of those that change anything."""
        return 1 - self.survived / max(1, self.tried - self.equivalent)

    def line(self, module: str) -> str:
        """One row of the table."""
        cells = (module, self.made, self.tried, self.equivalent, self.for_ever, self.survived, f"{self.share:.1%}")
        return f"| {' | '.join(map(str, cells))} |"


def main() -> int:
    """Mutate, try, report; 1 where a module misses what is wanted of it."""
    given = arguments()
    chosen = [] if given.seeded else [*dict.fromkeys(expanded(given.modules))]
    scores: dict[str, Score] = {}
    mutants: list[Mutant] = []
    for module in chosen:
        there, tried = made_by_mutmut(module, None if module in EVALUATOR else given.sample, given.seed)
        scores[module] = Score(there, len(tried))
        mutants += tried
    known, fates = reviewed(), seeded.seeded()
    wrong_fates = dict(fates)

    def told(mutant: Mutant, verdict: str, why: str) -> None:
        if mutant in fates:
            if fates[mutant] == (verdict, why):
                del wrong_fates[mutant]
            return
        score = scores[mutant.module]
        count(score, mutant, verdict, why, known)
        if score.tried == score.wanted:
            print(score.line(mutant.module), flush=True)

    def seconds(mutant: Mutant) -> float:
        if mutant in fates:
            return float("inf")
        return LISTED_SECONDS if (mutant.module, mutant.becomes) in known else given.seconds

    trial = Trial([*fates, *mutants], told, seconds, given.workers)
    ended = pytest.main(["-s", "-p", "no:cacheprovider", "--rootdir", str(ROOT), *given.tests], plugins=[trial])
    if ended != pytest.ExitCode.OK or wrong_fates:
        print(f"C5 code: measures nothing (pytest ended {ended}; wrong about {[m.becomes for m in wrong_fates]})")
        return 2
    print(f"C5 code: all {len(fates)} changes whose fate is known met it")
    return report(scores) if scores else 0


def arguments() -> argparse.Namespace:
    """What was asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("modules", nargs="*", help="such as triage or story.read; evaluator; all where left out")
    options.add_argument("--sample", type=int, help="at most so many mutants of each module")
    options.add_argument("--seed", type=int, default=SEED, help="another sample: one that no test was written against")
    options.add_argument("--seconds", type=float, default=60, help="of processor time for the tests of one mutant")
    options.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options.add_argument("--tests", nargs="+", default=None, help="try them by these tests only")
    options.add_argument("--seeded", action="store_true", help="only the changes whose fate is known")
    given = options.parse_args()
    os.chdir(ROOT)
    given.tests = [*(given.tests or (() if given.seeded else TESTS)), *seeded.TESTS]
    return given


def expanded(names: list[str]) -> list[str]:
    """The modules meant, those of the evaluator first."""
    every = [*EVALUATOR, *(module for module in modules() if module not in EVALUATOR)]
    wanted = {part for name in names for part in (EVALUATOR if name == "evaluator" else (name,))} or set(every)
    if unknown := wanted - set(every):
        raise SystemExit(f"{', '.join(sorted(unknown))}: no module of assess/")
    return [module for module in every if module in wanted]


def reviewed() -> set[tuple[str, str]]:
    """(module, line as mutated) of the mutants that change nothing."""
    content = yaml.safe_load((HERE / "equivalent.yaml").read_text(encoding="utf-8"))["equivalent"]
    if not all(entry["because"] for entry in content):
        raise ValueError("equivalent.yaml: each entry needs a reason")
    return {(entry["module"], " ".join(line.split())) for entry in content for line in entry["becomes"]}


def count(score: Score, mutant: Mutant, verdict: str, why: str, known: set[tuple[str, str]]) -> None:
    """Add one verdict, and print the mutant where nobody noticed it."""
    score.tried += 1
    score.for_ever += why == "ran for ever"
    if verdict == "noticed":
        return
    if (mutant.module, mutant.becomes) in known:
        score.equivalent += 1
        return
    score.survived += 1
    print(f"  survived {mutant.name} ({why or 'every test passes'}): {mutant.becomes}", flush=True)


def report(scores: Mapping[str, Score]) -> int:
    """The table, and one line for the evaluator and one for the rest."""
    print("| module | mutants | tried | change nothing | ran for ever | not noticed | noticed |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for module, score in scores.items():
        print(score.line(module))
    missed = False
    for name, wanted in (("evaluator", 1.0), ("assess", 0.9)):
        parts = {module: score for module, score in scores.items() if (module in EVALUATOR) == (name == "evaluator")}
        short = [module for module, score in parts.items() if score.share < wanted]
        missed |= bool(short)
        if parts:
            tried, survived = sum(s.tried for s in parts.values()), sum(s.survived for s in parts.values())
            below = f"; below {wanted:.0%}: {', '.join(short)}" if short else ""
            print(f"C5 code, {name}: {tried} mutants tried, {survived} not noticed{below}")
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
