"""How long the product takes: one assessment, many, a cold start, the next question, loading the evidence."""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import child
from backstride import evidence as evidence_room
from backstride.assess import assess
from backstride.assess.answers import read_answers
from backstride.evidence.compile_names import CORE, TABLES
from development_cases import SAFETY_ASKED, read_vignettes, varied_documents
from figures import COLUMNS, Figure, median_and_p95, rows_of
from interview_steps import steps_ms
from tables import Section, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from backstride.evidence import Evidence

BUDGET_HELP_S, BUDGET_COLD_S, BUDGET_WARM_MS, BUDGET_QUESTION_MS = 0.3, 1.0, 10.0, 20.0
WARM_CASES, BATCH_CASES, LOADS, COLD_STARTS, INTERVIEWS = 1000, 10_000, 15, 11, 5
BATCH_AT_MOST_S = 120.0
"""A slower batch is measured on fewer cases, and says so, to keep the whole run short."""
BACKSTRIDE = (sys.executable, "-m", "backstride")
INTRO = (
    "Wall time on the machine named above, other work on it included: read ratios rather than absolutes. Processor "
    "time leaves the waiting for other work out. "
    "The floor is what the same step takes with nothing of ours in it."
)


def speed_section(evidence: Evidence, today: date) -> Section:
    """Every timing beside its budget and its floor."""
    measures: list[tuple[str, Callable[[], Sequence[Figure]]]] = [
        ("loading the evidence", _load),
        ("`assess`, warm, one case", partial(_warm, evidence, today)),
        ("next question", _next_question),
        ("`backstride --help`, cold", _help),
        ("`backstride assess`, cold", _cold),
        ("`backstride assess` on a .jsonl", partial(_batch, evidence, today)),
    ]
    return Section("Speed", INTRO, (Table("", COLUMNS, rows_of(measures)),))


def _load() -> list[Figure]:
    folder = evidence_room.packaged()
    files = [folder / CORE, folder / TABLES]
    size = sum(path.stat().st_size for path in files)
    load_ms = statistics.median(_times_ms(lambda: evidence_room.load(folder), LOADS))
    read_ms = statistics.median(_times_ms(lambda: [path.read_bytes() for path in files], LOADS))
    parse_ms = statistics.median(_times_ms(lambda: json.loads((folder / CORE).read_bytes()), LOADS))
    how = f"median of {LOADS}; {size / 1e6:.1f} MB in {len(files)} files"
    return [
        Figure("loading the evidence", load_ms, "ms", None, read_ms, "reading the same bytes", how),
        Figure("loading the evidence", load_ms, "ms", None, parse_ms, f"parsing {CORE} as JSON alone", how),
    ]


def _warm(evidence: Evidence, today: date) -> list[Figure]:
    documents = list(varied_documents(WARM_CASES))
    _assessed_ms(documents[0], evidence, today)
    used_s = time.process_time()
    median, p95 = median_and_p95([_assessed_ms(document, evidence, today) for document in documents])
    used_ms = (time.process_time() - used_s) * 1000 / WARM_CASES
    how = (
        f"{WARM_CASES:,} different cases, answers read and assessed, in one process; "
        f"processor time {used_ms:.1f} ms a case on average"
    )
    return [
        Figure("`assess`, warm, one case, median", median, "ms", BUDGET_WARM_MS, detail=how),
        Figure("`assess`, warm, one case, 95th percentile", p95, "ms", BUDGET_WARM_MS, detail=how),
    ]


def _next_question() -> list[Figure]:
    times: list[float] = []
    for vignette in read_vignettes()[:INTERVIEWS]:
        times += steps_ms(vignette.documents[SAFETY_ASKED])
    median, p95 = median_and_p95(times)
    how = f"{len(times)} steps of {INTERVIEWS} interviews over the line protocol, from reply to next line"
    return [
        Figure("next question, median", median, "ms", BUDGET_QUESTION_MS, detail=how),
        Figure("next question, 95th percentile", p95, "ms", BUDGET_QUESTION_MS, detail=how),
    ]


def _help() -> list[Figure]:
    bare, _ = _cold_starts([sys.executable, "-c", "pass"])
    times, how = _cold_starts([*BACKSTRIDE, "--help"])
    return [
        Figure(
            "`backstride --help`, cold, median",
            statistics.median(times),
            "s",
            BUDGET_HELP_S,
            statistics.median(bare),
            "starting Python",
            how,
        )
    ]


def _cold() -> list[Figure]:
    with_numpy, _ = _cold_starts([sys.executable, "-c", "import numpy"])
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.json"
        answers.write_text(json.dumps(read_vignettes()[0].documents[SAFETY_ASKED]), encoding="utf-8")
        times, how = _cold_starts([*BACKSTRIDE, "assess", "--answers", str(answers), "--json"])
    return [
        Figure(
            "`backstride assess`, cold, median",
            statistics.median(times),
            "s",
            BUDGET_COLD_S,
            statistics.median(with_numpy),
            "starting Python and importing numpy",
            how,
        )
    ]


def _batch(evidence: Evidence, today: date) -> list[Figure]:
    probe = statistics.mean(_assessed_ms(document, evidence, today) for document in varied_documents(100))
    count = min(BATCH_CASES, int(BATCH_AT_MOST_S * 1000 / probe))
    with tempfile.TemporaryDirectory() as folder:
        answers, results = Path(folder) / "answers.jsonl", Path(folder) / "results.jsonl"
        answers.write_text("".join(json.dumps(d) + "\n" for d in varied_documents(count)), encoding="utf-8")
        done = child.run([*BACKSTRIDE, "assess", "--answers", str(answers), "--json"], results)
        floor_s = _parse_and_print_s(answers, results, count)
        size = results.stat().st_size
    what = f"`backstride assess` on {count:,} lines"
    case_ms, floor_ms = done.wall_s * 1000 / count, floor_s * 1000 / count
    fewer = "" if count == BATCH_CASES else f"; fewer than {BATCH_CASES:,} because these took {BATCH_AT_MOST_S:.0f} s"
    how = (
        f"one process, start included, {size / 1e6:.0f} MB of results into a file; "
        f"processor time {done.cpu_s * 1000 / count:.1f} ms a case{fewer}"
    )
    words = "parsing and printing the same lines as JSON"
    return [
        Figure(what, done.wall_s, "s", BUDGET_WARM_MS * count / 1000, floor_s, words, how),
        Figure(f"{what}, per case", case_ms, "ms", BUDGET_WARM_MS, floor_ms, words, how),
        Figure(f"{what}, peak memory", done.peak_bytes / 2**20, "MiB", detail=how),
    ]


def _assessed_ms(document: dict[str, Any], evidence: Evidence, today: date) -> float:
    began = time.perf_counter()
    assess(read_answers(document, evidence), evidence, today=today)
    return (time.perf_counter() - began) * 1000


def _times_ms(step: Callable[[], object], repeats: int) -> list[float]:
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        step()
        times.append((time.perf_counter() - began) * 1000)
    return times


def _cold_starts(command: Sequence[str]) -> tuple[list[float], str]:
    """Wall time of several processes [s], and how they went; the first is left out, as it also fills the disk cache."""
    with tempfile.TemporaryDirectory() as folder:
        done = [child.run(command, Path(folder) / "out") for _ in range(COLD_STARTS + 1)][1:]
    times = [each.wall_s for each in done]
    cpu_s = statistics.median(each.cpu_s for each in done)
    peak = max(each.peak_bytes for each in done) / 2**20
    how = f"{COLD_STARTS} processes, best {min(times):.2f} s, processor time {cpu_s:.2f} s, peak memory {peak:.0f} MiB"
    return times, how


def _parse_and_print_s(answers: Path, results: Path, count: int) -> float:
    """Time to parse each line of answers and to print each result again, nothing else.

    Raises
    ------
    RuntimeError
        If a case has no result, or an error instead of one: then the batch was no batch.
    """
    took, seen = 0.0, 0
    with (
        answers.open(encoding="utf-8") as given,
        results.open(encoding="utf-8") as came,
        Path(os.devnull).open("w", encoding="utf-8") as null,
    ):
        for line, result_line in zip(given, came, strict=True):
            result = json.loads(result_line)
            if "error" in result:
                raise RuntimeError(f"line {seen + 1} of the batch: {result['error']}")
            began = time.perf_counter()
            json.loads(line)
            null.write(json.dumps(result, ensure_ascii=False) + "\n")
            took += time.perf_counter() - began
            seen += 1
    if seen != count:
        raise RuntimeError(f"{seen} results for {count} cases")
    return took
