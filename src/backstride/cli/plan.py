"""`backstride plan`: what to do in the runner's week, and why it looks so."""

from __future__ import annotations

import textwrap
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import plan_log
from .assess import run_assess
from .inputs import (
    exposures_of,
    load_evidence,
    parse_json,
    read_answers_file,
    read_runs,
    read_text,
    tell_set_aside,
)
from .plan_log import read_log
from .terminal import UsageError, print_json, say, waiting, width
from .today import today, usable_day, week_to_plan

if TYPE_CHECKING:
    from backstride.plan import Plan

app = typer.Typer(help="A week that respects the safety rules, or the reason why there is none.")
app.command("log", cls=plan_log.WithChecks)(plan_log.write_log)

AnswersFile = Annotated[Path, typer.Option("--answers", help="Answers as JSON.")]
RunsPaths = Annotated[list[Path] | None, typer.Option("--runs", help="Watch files or folders; several allowed.")]
Week = Annotated[
    datetime | None,
    typer.Option(
        "--week", formats=["%Y-%m-%d"], help="Any day of the week; left out: this one, from Friday on the next."
    ),
]
Availability = Annotated[
    Path | None,
    typer.Option(
        "--availability", help='JSON: {"mon": 30, "thu": [["18:00", "19:00"]], ...}; a day left out is not free.'
    ),
]
Log = Annotated[Path | None, typer.Option("--log", help="What was done, one JSON object a line; see `plan log`.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="No messages and no progress.")]


@app.callback(invoke_without_command=True)
def plan(
    context: typer.Context,
    answers: Annotated[Path | None, typer.Option("--answers", help="Answers as JSON.")] = None,
    runs: RunsPaths = None,
    week: Week = None,
    log: Log = None,
    availability: Availability = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """Make the week, or say why there is none."""
    if context.invoked_subcommand is not None:
        return 0
    if answers is None:
        raise UsageError("Give the answers to plan from: --answers FILE.")
    result, code = make_plan(answers, runs, week, log, availability, quiet=quiet)
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
    log: Log = None,
    availability: Availability = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """Why the week looks so: the rules that shaped it, with their sources."""
    from backstride.plan import explain as reasons

    result, code = make_plan(answers, runs, week, log, availability, quiet=quiet)
    notes = reasons(result)
    if as_json:
        print_json([{"id": n.id, "hard": n.hard, "text": n.text, "sources": list(n.sources)} for n in notes])
    else:
        for note in notes:
            lead = f"{note.id}: {'must' if note.hard else 'if possible'}. "
            text = f"{lead}{note.text} [{', '.join(note.sources)}]"
            print("\n".join(textwrap.wrap(text, width(), subsequent_indent="  ", break_on_hyphens=False)))
        if not quiet:
            say("More about one of them: backstride evidence show ID")
    return code


def make_plan(
    answers: Path,
    runs: list[Path] | None,
    week: datetime | None,
    log: Path | None,
    availability: Path | None,
    *,
    quiet: bool,
) -> tuple[Plan, int]:
    """Read, assess and plan; the exit code tells of files set aside."""
    from backstride.plan import PlanError, build

    day: date = today()
    wanted = usable_day(week.date(), "--week") if week else week_to_plan(day)
    evidence = load_evidence()
    given = read_answers_file(answers, evidence)
    read = read_runs(runs, quiet=quiet) if runs else None
    shown = exposures_of(read, given, evidence, on=day) if read else None
    assessment = run_assess(given, evidence, today=day, exposures=shown)
    free = _availability(availability) if availability else None
    done = read_log(log, evidence) if log else ()
    try:
        with waiting("Making the week", quiet=quiet):
            result = build(
                assessment,
                given,
                evidence,
                week=wanted,
                exposures=shown,
                log=done,
                availability=free,
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
    from backstride.plan import grouped
    from backstride.report.words import WEEKDAYS, short_day

    print(f"Week of {short_day(result.week)} to {short_day(result.week + timedelta(days=6))} {_year(result.week)}")
    for line in (result.from_log, result.stopped_because, result.running, result.clinician):
        if line:
            print("\n".join(textwrap.wrap(line, width())))
    for days, session in grouped(result):
        names = " ".join(WEEKDAYS[day.weekday()] for day in days)
        minutes = f" ({session.minutes} min)" if session.minutes else ""
        for text, lead in ((f"{names}: {session.detail}{minutes}", "- "), (f"Why: {session.why}", "  ")):
            print("\n".join(textwrap.wrap(text, width(), initial_indent=lead, subsequent_indent="  ")))
    for line in result.left_out:
        print("\n".join(textwrap.wrap(line, width())))


def _year(monday: date) -> int:
    return (monday + timedelta(days=6)).year
