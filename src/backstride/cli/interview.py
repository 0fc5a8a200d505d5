"""`backstride interview`: questions in the terminal, or a line protocol on stdin and stdout."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .answer import print_answer
from .converse import converse
from .country import known_country
from .files import check_place, write_whole
from .inputs import exposures_of, load_evidence, parse_json, read_answers_file, read_runs, read_text, tell_set_aside
from .story import tell_story
from .terminal import UsageError, print_json_line, say
from .today import today

if TYPE_CHECKING:
    from backstride.assess.interview import Interview
    from backstride.evidence import Evidence
    from backstride.exposure import Exposures


def interview(
    answers: Annotated[
        Path | None, typer.Option("--answers", help="Answers known already (JSON); not asked again.")
    ] = None,
    runs: Annotated[list[Path] | None, typer.Option("--runs", help="Watch files or folders; several allowed.")] = None,
    story: Annotated[str | None, typer.Option("--story", help="Your own words, in English; you confirm them.")] = None,
    save: Annotated[Path | None, typer.Option("--save", help="Write the answers here when the interview ends.")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Country for numbers to call, such as GB.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Speak the line protocol on stdin and stdout.")] = False,
    screens: Annotated[
        bool, typer.Option("--screens", help="With --json: several yes/no questions on one screen.")
    ] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No messages and no progress.")] = False,
) -> int:
    """Ask the safety questions first, then what could change what to do; ends with the answer."""
    from backstride.assess.interview import begin

    if save is not None:
        check_place(save)
    evidence = load_evidence()
    country = known_country(country, evidence, quiet=quiet)
    document: dict[str, Any] = {}
    known = None
    if answers is not None:
        known = read_answers_file(answers, evidence)
        document = parse_json(read_text(answers, "answers"), str(answers))
    if story is not None:
        document = {**document, "story": story}
    if not as_json:
        document = tell_story(document, evidence)
    read = read_runs(runs, quiet=quiet) if runs else None
    shown = exposures_of(read, known, evidence, on=today()) if read else None
    state = begin(evidence, today=today(), document=document, exposures=shown, grouped=screens or not as_json)
    if as_json:
        state = _protocol(state)
    else:
        state = converse(state, country)
        _print_result(state, evidence, shown, country)
    _save(state, save, ask=not as_json)
    return tell_set_aside(read, quiet=quiet)


def _protocol(state: Interview) -> Interview:
    """One JSON object a line each way; the end of the input means stop."""
    from backstride.assess.interview import respond

    print_json_line(state.message())
    while state.pending is not None:
        line = sys.stdin.readline()
        try:
            reply = {"stop": True} if not line else json.loads(line)
        except (ValueError, RecursionError):
            reply = None
        state, message = respond(state, reply)
        print_json_line(message)
    return state


def _print_result(state: Interview, evidence: Evidence, shown: Exposures | None, country: str | None) -> None:
    from backstride.assess import read_answers

    from .assess import run_assess
    from .page import plan_if_possible

    given = read_answers(state.document, evidence)
    result = run_assess(given, evidence, today=state.today, exposures=shown)
    plan = plan_if_possible(result, given, evidence, today=state.today, exposures=shown)
    print()
    print_answer(result, given, evidence, exposures=shown, plan=plan, country=country)


def _save(state: Interview, path: Path | None, *, ask: bool) -> None:
    """Keep the answers: where asked for, else where the runner says at the prompt."""
    if path is None and ask and sys.stdin.isatty():
        try:
            typed = input("\nSave your answers to a file? Name, or Enter for no: ").strip()
        except (EOFError, KeyboardInterrupt):
            typed = ""
        path = Path(typed).expanduser() if typed else None
    if path is None:
        return
    text = json.dumps(dict(state.document), ensure_ascii=False, indent=2) + "\n"
    try:
        write_whole(path, partial(Path.write_text, data=text, encoding="utf-8"))
    except UsageError as error:
        say(f"{error} Your answers: {json.dumps(dict(state.document), ensure_ascii=False)}")
        raise
    say(f"Your answers are in {path}.")
