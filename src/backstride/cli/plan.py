"""`backstride plan`: what to do in the runner's week, and why it looks so."""

from __future__ import annotations

import json
import textwrap
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .assess import run_assess
from .files import write_whole
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
from .terminal import UsageError, print_json, waiting, width
from .today import today

if TYPE_CHECKING:
    from backstride.plan import Logged, Plan

app = typer.Typer(help="A week that respects the safety rules, or the reason why there is none.")

AnswersFile = Annotated[Path, typer.Option("--answers", help="Answers as JSON.")]
RunsPaths = Annotated[list[Path] | None, typer.Option("--runs", help="Watch files or folders; several allowed.")]
Week = Annotated[
    datetime | None, typer.Option("--week", formats=["%Y-%m-%d"], help="Any day of the week; this week if left out.")
]
Availability = Annotated[
    Path | None, typer.Option("--availability", help='JSON: {"mon": 30, "tue": 0, ...}, minutes for each day.')
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
            print(f"{note.id:4} {'must' if note.hard else 'if possible':11} {note.text} [{', '.join(note.sources)}]")
    return code


@app.command("log")
def write_log(
    log: Annotated[Path, typer.Option("--log", help="The log to add to; made if it is not there.")],
    kind: Annotated[str, typer.Option("--kind", help="run, walk, strength, gentle, cross, day or check.")],
    day: Annotated[datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="Today if left out.")] = None,
    done: Annotated[bool, typer.Option("--done/--left-out", help="Whether the session was done.")] = True,
    stage: Annotated[int | None, typer.Option("--stage", help="Step of the return-to-run table.")] = None,
    pain_during: Annotated[float | None, typer.Option("--pain-during", help="Worst pain in the session, 0-10.")] = None,
    morning_change: Annotated[
        float | None, typer.Option("--morning-change", help="Next morning against the usual, in points of 10.")
    ] = None,
    settled_24h: Annotated[bool | None, typer.Option("--settled/--not-settled", help="Back to usual in 24 h.")] = None,
    new_leg_symptom: Annotated[
        bool | None, typer.Option("--new-leg-symptom/--no-new-leg-symptom", help="Numb, tingling or further down.")
    ] = None,
    danger_sign: Annotated[bool, typer.Option("--danger-sign", help="A danger sign came up.")] = False,
    effort: Annotated[float | None, typer.Option("--effort", help="How hard it felt, 0-10.")] = None,
    pain_mean: Annotated[float | None, typer.Option("--pain-mean", help="Mean pain of the day, 0-10.")] = None,
    sleep_h: Annotated[float | None, typer.Option("--sleep-h", help="Sleep of the night before, in hours.")] = None,
    check: Annotated[str | None, typer.Option("--check", help="Id of a check, such as walk_test.")] = None,
    met: Annotated[bool | None, typer.Option("--met/--not-met", help="Whether the check was met.")] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Note what was done and how it was borne; the next plan goes by it."""
    from backstride.plan import Logged, PlanError

    values = {
        "day": (day.date() if day else today()).isoformat(),
        "kind": kind,
        "done": done,
        "stage": stage,
        "pain_during": pain_during,
        "morning_change": morning_change,
        "settled_24h": settled_24h,
        "new_leg_symptom": new_leg_symptom,
        "danger_sign": danger_sign,
        "effort": effort,
        "pain_mean": pain_mean,
        "sleep_h": sleep_h,
        "check": check,
        "met": met,
    }
    entry = {name: value for name, value in values.items() if value is not None}
    try:
        Logged.from_json(entry)
    except PlanError as error:
        raise UsageError(str(error)) from None
    known = read_log(log) if log.exists() else ()
    before = log.read_text(encoding="utf-8") if known else ""
    text = before + ("" if not before or before.endswith("\n") else "\n") + json.dumps(entry) + "\n"
    write_whole(log, partial(Path.write_text, data=text, encoding="utf-8"))
    if as_json:
        print_json({"entries": len(known) + 1, "added": entry})
    elif not quiet:
        print(f"Noted in {log}: {len(known) + 1} entries.")


def read_log(path: Path) -> tuple[Logged, ...]:
    """The entries of a log, one JSON object a line."""
    from backstride.plan import Logged, PlanError

    entries = []
    for number, line in lines_of(path):
        where = f"{path}, line {number}"
        document = parse_json(line, where)
        if not isinstance(document, dict):
            raise UsageError(f"{where}: give one JSON object a line, as `backstride plan log` writes it.")
        try:
            entries.append(Logged.from_json(document))
        except PlanError as error:
            raise UsageError(f"{where}: {error}") from None
    return tuple(entries)


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

    evidence = load_evidence()
    given = read_answers_file(answers, evidence)
    read = read_runs(runs, quiet=quiet) if runs else None
    day: date = today()
    shown = exposures_of(read, given, evidence, on=day) if read else None
    assessment = run_assess(given, evidence, today=day, exposures=shown)
    free = _availability(availability) if availability else None
    done = read_log(log) if log else ()
    try:
        with waiting("Making the week", quiet=quiet):
            result = build(
                assessment,
                given,
                evidence,
                week=week.date() if week else day,
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
    from backstride.report.words import WEEKDAYS

    print(f"Week of {result.week.isoformat()}")
    for line in (result.stopped_because, result.running, result.clinician):
        if line:
            print("\n".join(textwrap.wrap(line, width())))
    for days, session in grouped(result):
        names = " ".join(WEEKDAYS[day.weekday()] for day in days)
        minutes = f" ({session.minutes} min)" if session.minutes else ""
        for text, lead in ((f"{names}: {session.detail}{minutes}", "- "), (f"Why: {session.why}", "  ")):
            print("\n".join(textwrap.wrap(text, width(), initial_indent=lead, subsequent_indent="  ")))
