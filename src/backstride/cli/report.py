"""`backstride report`: the one-page summary as PDF and HTML."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .country import known_country
from .inputs import load_evidence, read_answers_file, read_runs, tell_set_aside
from .page import check_places, make_page, write_page
from .terminal import UsageError, print_json, waiting
from .today import today


def report(
    answers: Annotated[Path, typer.Option("--answers", help="Answers as JSON.")],
    runs: Annotated[list[Path] | None, typer.Option("--runs", help="Watch files or folders; several allowed.")] = None,
    pdf: Annotated[Path | None, typer.Option("--pdf", help="Write the page as PDF (A4, or Letter by country).")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write the page as one HTML file.")] = None,
    name: Annotated[str | None, typer.Option("--name", help="Name to print on the page.")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Country for numbers to call, such as GB.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No messages and no progress.")] = False,
) -> int:
    """Write a page to keep, print or take to a clinician."""
    if pdf is None and html is None:
        raise UsageError("Say what to write: --pdf FILE, --html FILE, or both.")
    check_places(pdf=pdf, html=html)
    evidence = load_evidence()
    country = known_country(country, evidence, quiet=quiet)
    given = read_answers_file(answers, evidence)
    read = read_runs(runs, quiet=quiet) if runs else None
    with waiting("Writing the page", quiet=quiet):
        page = make_page(given, read, evidence, today=today(), name=name, country=country)
        files = write_page(page, pdf=pdf, html=html)
    if as_json:
        print_json({"files": files})
    elif not quiet:
        for file in files:
            print(file)
    return tell_set_aside(read, quiet=quiet)
