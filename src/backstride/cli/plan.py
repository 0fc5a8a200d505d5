"""`backstride plan`: what to do in the runner's week, and why it looks so."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .assess import run_assess
from .inputs import exposures_of, load_evidence, parse_json, read_answers_file, read_runs, read_text, tell_set_aside
from .terminal import UsageError, print_json, waiting
from .today import today

if TYPE_CHECKING:
    from backstride.plan import Plan

app = typer.Typer(help="A week that respects the safety rules, or the reason why there is none.")

AnswersFile = Annotated[Path, typer.Option("--answers", help="Answers as JSON.")]
RunsPaths = Annotated[list[Path] | None, typer.Option("--runs", help="Watch files or folders; several allowed.")]
Week = Annotated[
    datetime | None, typer.Option("--week", formats=["%Y-%m-%d"], help="Any day of the week; this week if left out.")
]
Availability = Annotated[
    Path | None, typer.Option("--availability", help='JSON: {"mon": 30, "tue": 0, ...}, minutes for each day.')
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="No messages and no progress.")]


@app.callback(invoke_without_command=True)
def plan(
    context: typer.Context,
    answers: Annotated[Path | None, typer.Option("--answers", help="Answers as JSON.")] = None,
    runs: RunsPaths = None,
    week: Week = None,
    availability: Availability = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """Make the week, or say why there is none."""
    if context.invoked_subcommand is not None:
        return 0
    if answers is None:
        raise UsageError("Give the answers to plan from: --answers FILE.")
    result, code = make_plan(answers, runs, week, availability, quiet=quiet)
    if as_json:
        print_json(result.as_json())
    else:
        _print_week(result)
    return code


@app.command()
def explain(
    answers: AnswersFile,
    runs: RunsPaths = None,
    week: Week = None,
    availability: Availability = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """Why the week looks so: the rules that shaped it, with their sources."""
    from backstride.plan import explain as reasons

    result, code = make_plan(answers, runs, week, availability, quiet=quiet)
    notes = reasons(result)
    if as_json:
        print_json([{"id": n.id, "hard": n.hard, "text": n.text, "sources": list(n.sources)} for n in notes])
    else:
        for note in notes:
            print(f"{note.id:4} {'must' if note.hard else 'if possible':11} {note.text} [{', '.join(note.sources)}]")
    return code


def make_plan(
    answers: Path, runs: list[Path] | None, week: datetime | None, availability: Path | None, *, quiet: bool
) -> tuple[Plan, int]:
    """Read, assess and plan; the exit code tells of files set aside."""
    from backstride.plan import PlanError, build

    evidence = load_evidence()
    given = read_answers_file(answers, evidence)
    read = read_runs(runs, quiet=quiet) if runs else None
    day: date = today()
    shown = exposures_of(read, given, evidence, today=day) if read else None
    assessment = run_assess(given, evidence, today=day, exposures=shown)
    free = _availability(availability) if availability else None
    try:
        with waiting("Making the week", quiet=quiet):
            result = build(
                assessment, given, evidence, week=week.date() if week else day, exposures=shown, availability=free
            )
    except PlanError as error:
        raise UsageError(str(error)) from None
    return result, tell_set_aside(read, quiet=quiet)


def _availability(path: Path) -> dict[str, Any]:
    document = parse_json(read_text(path, "availability"), str(path))
    if not isinstance(document, dict):
        raise UsageError(f'{path}: give an object such as {{"mon": 30, "wed": 45}}, minutes for each day.')
    return document


def _print_week(result: Plan) -> None:
    from backstride.report.words import short_day

    if result.stopped_because:
        print(result.stopped_because)
    print(result.running)
    for session in result.sessions:
        print(f"{short_day(session.day):11} {session.minutes:3d} min  {session.detail}")
        print(f"{'':21}why: {session.why}")
