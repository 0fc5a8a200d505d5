"""`backstride assess`: is it dangerous, what is it probably, what did the runs do, what now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .answer import print_answer
from .answer_causes import LOCKED
from .country import known_country
from .inputs import (
    exposures_of,
    lines_of,
    load_evidence,
    parse_json,
    read_answers_file,
    read_runs,
    read_text,
    tell_set_aside,
)
from .terminal import UsageError, print_json, print_json_line, say
from .today import today

if TYPE_CHECKING:
    from datetime import date

    from backstride.assess.answers import Answers
    from backstride.assess.result import Assessment
    from backstride.evidence import Evidence
    from backstride.exposure import Exposures


def assess(
    answers: Annotated[Path | None, typer.Option("--answers", help="Answers as JSON, or many as .jsonl.")] = None,
    story: Annotated[
        str | None, typer.Option("--story", help="Your own words, in English. They can raise the level.")
    ] = None,
    age: Annotated[float | None, typer.Option("--age", help="Age in years, with --story.")] = None,
    sex: Annotated[str | None, typer.Option("--sex", help="female or male, with --story.")] = None,
    runs: Annotated[list[Path] | None, typer.Option("--runs", help="Watch files or folders; several allowed.")] = None,
    previous: Annotated[Path | None, typer.Option("--previous", help="Earlier result (JSON) to compare with.")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Country for numbers to call, such as GB.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: one document, or a line for each line.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No messages and no progress.")] = False,
) -> int:
    """Say how soon to be seen, what it could be, what the runs did before, and what to do now."""
    if (answers is None) == (story is None):
        raise UsageError("Give either --answers FILE or --story TEXT.")
    evidence = load_evidence()
    country = known_country(country, evidence, quiet=quiet)
    day = today()
    if answers is not None and answers.suffix == ".jsonl":
        if previous is not None:
            raise UsageError("--previous goes with one answer, not with a .jsonl file of many.")
        read = read_runs(runs, quiet=quiet) if runs else None
        code = _batch(answers, evidence, read)
        return max(code, tell_set_aside(read, quiet=quiet))
    given = read_answers_file(answers, evidence) if answers else _from_story(story or "", age, sex, evidence)
    result, shown, read = run_assess(given, evidence, today=day), None, None
    try:
        earlier = _previous(previous) if previous else None
        read = read_runs(runs, quiet=quiet) if runs else None
        if read is not None or earlier is not None:
            shown = exposures_of(read, given, evidence, on=day) if read else None
            result = run_assess(given, evidence, today=day, exposures=shown, previous=earlier)
    except UsageError as error:
        if result.urgency not in LOCKED:
            raise
        # Whatever is wrong with a file beside the answers, somebody who should be seen today has to read so.
        say(str(error))
        _show(result, given, evidence, None, country, as_json=as_json)
        return 1
    _show(result, given, evidence, shown, country, as_json=as_json)
    if not as_json and not quiet:
        if result.story_findings:
            print("\nConfirm what we understood: backstride interview --story TEXT")
        print("\nNext: backstride report --answers FILE --pdf page.pdf    all detail: --json")
    return tell_set_aside(read, quiet=quiet)


def _show(
    result: Assessment,
    given: Answers,
    evidence: Evidence,
    shown: Exposures | None,
    country: str | None,
    *,
    as_json: bool,
) -> None:
    if as_json:
        print_json(result.as_json())
        return
    from .page import plan_if_possible

    # The week belongs to the answer: without it the limit on running would read differently here and in `plan`.
    plan = (
        None if result.urgency in LOCKED else plan_if_possible(result, given, evidence, today=today(), exposures=shown)
    )
    print_answer(result, given, evidence, exposures=shown, plan=plan, country=country)


def run_assess(
    given: Any,
    evidence: Evidence,
    *,
    today: date,
    exposures: Exposures | None = None,
    previous: dict[str, Any] | None = None,
) -> Assessment:
    """Assess one check-in; an earlier result that cannot be used is a `UsageError`."""
    from backstride.assess import AnswersError
    from backstride.assess import assess as run

    try:
        return run(given, evidence, today=today, exposures=exposures, previous=previous)
    except AnswersError as error:
        raise UsageError(str(error)) from None


def _from_story(story: str, age: float | None, sex: str | None, evidence: Evidence) -> Any:
    from backstride.assess.answers import AnswersError, read_answers

    try:
        return read_answers({"age": age, "sex": sex, "story": story, "answers": {}}, evidence)
    except AnswersError as error:
        raise UsageError(str(error)) from None


def _previous(path: Path) -> dict[str, Any]:
    document = parse_json(read_text(path, "earlier result"), str(path))
    if not isinstance(document, dict) or "urgency" not in document:
        raise UsageError(f"{path}: this is not a result of `backstride assess --json`; give such a file.")
    return document


def _batch(path: Path, evidence: Evidence, read: Any) -> int:
    """One result line for each input line, in order; a bad line gives its error and the rest goes on."""
    from backstride.assess.answers import AnswersError, read_answers

    day = today()
    failed = 0
    for number, line in lines_of(path):
        identity: Any = None
        try:
            document = parse_json(line, f"{path}, line {number}")
            identity = document.get("id") if isinstance(document, dict) else None
            given = read_answers(document, evidence)
        except (UsageError, AnswersError) as error:
            failed += 1
            print_json_line({"id": identity, "error": str(error)})
            continue
        shown = exposures_of(read, given, evidence, on=day) if read else None
        print_json_line({"id": identity, **run_assess(given, evidence, today=day, exposures=shown).as_json()})
    return 1 if failed else 0
