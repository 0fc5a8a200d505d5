"""Reading what a command was given: answers, runs and earlier results, each bad input as one sentence."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .terminal import DANGER_SIGNS, UsageError, progress, say
from .today import today

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from backstride.assess.answers import Answers
    from backstride.evidence import Evidence
    from backstride.exposure import Exposures
    from backstride.recording import Run


@dataclass(frozen=True)
class RunsRead:
    """Runs that could be read, and the files that were set aside with their reasons."""

    runs: tuple[Run, ...]
    set_aside: tuple[tuple[str, str], ...]
    not_counted: dict[str, None] = field(default_factory=dict)
    """Recordings that were read but do not count as runs, each with its reason; filled by `exposures_of`."""


def load_evidence() -> Evidence:
    """The evidence that came with the package."""
    from backstride import evidence

    try:
        return evidence.load(evidence.packaged())
    except evidence.EvidenceNotBuiltError as error:
        raise UsageError(f"{error} {DANGER_SIGNS}") from error


def require_evidence() -> None:
    """Refuse to begin where the evidence that came with the package is missing or damaged."""
    from backstride import evidence

    try:
        evidence.require(evidence.packaged())
    except evidence.EvidenceNotBuiltError as error:
        raise UsageError(f"{error} {DANGER_SIGNS}") from error


def read_text(path: Path, what: str) -> str:
    """The text of a file, or one sentence why not."""
    try:
        if path.is_dir():
            raise UsageError(f"{path}: this is a folder; name the {what} file itself.")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: byte {error.start} is not UTF-8 text; save the {what} file as UTF-8.") from None
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise UsageError(f"{path}: cannot read the {what} file ({reason}); check the path.") from None
    if not text.strip():
        written_by = "plan log" if what == "log" else "interview"
        raise UsageError(
            f"{path}: the {what} file is empty; give one JSON object as `backstride {written_by}` writes it."
        )
    return text


def parse_json(text: str, where: str) -> Any:
    """A JSON document without NaN or repeated keys, or one sentence why not."""

    def no_constants(name: str) -> None:
        raise UsageError(f"{where}: {name} is not a value; leave the answer out instead.")

    def no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        for key, value in pairs:
            if key in seen:
                raise UsageError(f"{where}: `{key}` is given twice; keep one of them.")
            seen[key] = value
        return seen

    try:
        return json.loads(text, parse_constant=no_constants, object_pairs_hook=no_repeats)
    except json.JSONDecodeError as error:
        raise UsageError(
            f"{where}: this is not JSON (line {error.lineno}, column {error.colno}: {error.msg}); "
            "correct it or write the file again."
        ) from None
    except RecursionError:
        raise UsageError(f"{where}: this JSON is nested too deeply; give one plain object.") from None
    except ValueError:
        raise UsageError(f"{where}: a number has too many digits; write it shorter.") from None


def read_answers_file(path: Path, evidence: Evidence) -> Answers:
    """The answers of one file."""
    from backstride.assess.answers import AnswersError, read_answers

    document = parse_json(read_text(path, "answers"), str(path))
    try:
        return read_answers(document, evidence)
    except AnswersError as error:
        raise UsageError(f"{path}: {error}") from None


def find_runs(paths: Sequence[Path]) -> list[Path]:
    """The watch files of files and folders."""
    from backstride.recording import WatchFileError, find, prepare_for

    try:
        files = find(paths)
    except WatchFileError as error:
        raise UsageError(str(error)) from None
    prepare_for(files)
    return files


def read_runs(paths: Sequence[Path], *, quiet: bool) -> RunsRead:
    """Read every watch file; those that cannot be read are set aside.

    Raises
    ------
    UsageError
        If a path cannot be used at all, or no file could be read.
    """
    from backstride.recording import WatchFileError, read

    files = find_runs(paths)
    # A watch's clock may run in another time zone than this machine's; two days ahead can still be now.
    latest = today() + timedelta(days=2)
    runs: list[Run] = []
    set_aside: list[tuple[str, str]] = []
    for file in progress(files, total=len(files), words=f"Reading {len(files)} files", quiet=quiet):
        try:
            found = read(file)
        except WatchFileError as error:
            set_aside.append((str(file), str(error)))
            continue
        ahead = [run for run in found if run.started_at is not None and run.started_at.date() > latest]
        runs.extend(run for run in found if all(run is not other for other in ahead))
        if ahead:
            set_aside.append((str(file), f"{file.name}: {_ahead_of_time(ahead[0])}"))
    if not runs:
        raise UsageError(f"None of the {len(files)} files could be read; the first: {set_aside[0][1]}")
    return RunsRead(tuple(runs), tuple(set_aside))


def _ahead_of_time(run: Run) -> str:
    day = "" if run.started_at is None else f"{run.started_at:%d %b %Y}"
    return f"the run is dated {day}, which has not come yet; set the clock of the watch and export it again."


def tell_set_aside(read: RunsRead | None, *, quiet: bool) -> int:
    """List on stderr the files that were set aside, and the recordings that do not count; the exit code for it."""
    if read is None or not (read.set_aside or read.not_counted):
        return 0
    if not quiet:
        _list_aside("set aside", [reason for _, reason in read.set_aside])
        _list_aside("read but not counted as a run", list(read.not_counted))
    return 1


def _list_aside(how: str, reasons: Sequence[str]) -> None:
    if not reasons:
        return
    count = len(reasons)
    say(f"{count} {'file was' if count == 1 else 'files were'} {how}:")
    for reason in reasons[:MOST_LISTED]:
        say(f"  {reason}")
    if count > MOST_LISTED:
        say(f"  and {count - MOST_LISTED} more; `backstride exposures --json` lists all of them.")


MOST_LISTED = 40
"""An archive may hold thousands of rides; the first ones say enough."""


def exposures_of(read: RunsRead, answers: Answers | None, evidence: Evidence, *, on: date) -> Exposures:
    """What the runs did, seen from the day the pain began; what does not count is noted for `tell_set_aside`."""
    from backstride import exposure

    pain_began = exposure.pain_began_on(on, None if answers is None else answers.duration_days)
    result = exposure.of_runs(read.runs, on=on, pain_began=pain_began, rules=evidence.sections["exposure"])
    for aside in result.left_aside:
        # Runs after a day that was asked for lie outside the question; they are not set aside.
        if aside.day is None or not on < aside.day <= today():
            read.not_counted[f"{aside.source}: {aside.reason}"] = None
    return result


def lines_of(path: Path, what: str = "answers") -> Iterator[tuple[int, str]]:
    """The lines of a `.jsonl` file that hold something, with their numbers."""
    for number, line in enumerate(read_text(path, what).split("\n"), start=1):
        if line.strip():
            yield number, line
