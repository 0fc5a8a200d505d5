"""`backstride demo`: the main job on the sample runner shipped with the package."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from .answer import print_answer
from .country import known_country
from .inputs import load_evidence, read_answers_file, read_runs, tell_set_aside
from .page import check_places, make_page, write_page
from .terminal import print_json, say, waiting


def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder for report.pdf and report.html.")] = Path(),
    country: Annotated[str | None, typer.Option("--country", help="Country for numbers to call, such as GB.")] = "GB",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No messages and no progress.")] = False,
) -> int:
    """Read real watch files and a check-in of a composite runner, print the answer, write the page."""
    import yaml

    from backstride import sample

    folder = Path(sample.__file__).parent
    about = yaml.safe_load((folder / "sample.yaml").read_text(encoding="utf-8"))
    day = date.fromisoformat(str(about["today"]))
    pdf, html = out / "report.pdf", out / "report.html"
    check_places(pdf=pdf, html=html)
    evidence = load_evidence()
    country = known_country(country, evidence, quiet=quiet)
    given = read_answers_file(folder / "checkin.json", evidence)
    read = read_runs([folder / "runs"], quiet=quiet)
    with waiting("Writing the page", quiet=quiet):
        page = make_page(given, read, evidence, today=day, name=about["name"], country=country, is_sample=True)
        files = write_page(page, pdf=pdf, html=html)
    if as_json:
        print_json({**page.assessment.as_json(), "files": files, "sample": about["name"]})
        return tell_set_aside(read, quiet=quiet)
    if not quiet:
        say(f"{about['name']}: made from several real recordings, not a person. {len(read.runs)} runs read.\n")
    print_answer(page.assessment, page.answers, evidence, exposures=page.exposures, plan=page.plan, country=country)
    if not quiet:
        print(f"\nThe page to keep: {files[0]}\n            also: {files[1]}")
        print("Your own: backstride interview    or: backstride assess --answers me.json --runs FOLDER")
    return tell_set_aside(read, quiet=quiet)
