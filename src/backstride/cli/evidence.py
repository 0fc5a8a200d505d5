"""`backstride evidence`: prove, show and publish the evidence base."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .claims import claims
from .guide import page
from .terminal import UsageError, print_json, say, width

if TYPE_CHECKING:
    from backstride.evidence.check import CheckReport
    from backstride.evidence.source import Source

app = typer.Typer(help="The evidence base: check it, show an entry, render it to pages.", no_args_is_help=True)
app.command("claims")(claims)
app.command("page")(page)

Folder = Annotated[Path | None, typer.Option("--data", help="Another evidence folder than the packaged one.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="No messages.")]
ByCondition = Annotated[
    bool,
    typer.Option("--conditions", help="Also list each condition: share of judgement, rivals, what separates them."),
]


def _read(folder: Path | None) -> Source:
    from backstride.evidence import packaged_sources
    from backstride.evidence.source import EvidenceError, read

    try:
        return read(folder or packaged_sources())
    except EvidenceError as error:
        raise UsageError(str(error)) from None


@app.command()
def check(data: Folder = None, as_json: AsJson = False, quiet: Quiet = False, by_condition: ByCondition = False) -> int:
    """Prove that ids resolve, each clinical number has a source, rules can fire and near rivals are told apart."""
    from backstride.evidence.check import BASES
    from backstride.evidence.check import check as run_check

    report = run_check(_read(data))
    if as_json:
        print_json(
            {
                "problems": list(report.problems),
                "sizes": report.sizes,
                "numbers": {basis: report.totals[basis] for basis in BASES},
                "by_part": {part: {basis: counts[basis] for basis in BASES} for part, counts in report.by_part.items()},
                "expert_share": report.expert_share,
                "separation": {
                    cid: {"rivals": {r.condition: r.separating for r in s.rivals}, "against": s.against}
                    for cid, s in report.separation.items()
                },
            }
        )
    elif not quiet:
        part_width = min(32, width() - 34)
        for words, size in report.sizes.items():
            print(f"{size:7d}  {words}")
        print(f"\n{'numbers by kind':{part_width + 2}}{'retrieved':>10}{'background':>12}{'expert':>8}")
        for part, counts in report.by_part.items():
            name = textwrap.shorten(part, part_width, placeholder="...")
            print(f"  {name:{part_width}}{counts['retrieved']:10d}{counts['background']:12d}{counts['expert']:8d}")
        totals = "".join(f"{report.totals[b]:{w}d}" for b, w in zip(BASES, (10, 12, 8), strict=True))
        print(f"  {'all':{part_width}}{totals}")
        print(
            _folded("retrieved: published and read; background: published, recalled, to be checked; expert: judgement")
            + "\n"
        )
        if by_condition:
            _print_conditions(report)
    for problem in report.problems:
        say(problem)
    if report.problems:
        say(f"{len(report.problems)} problems.")
        return 2
    if not as_json and not quiet:
        print("No problems.")
    return 0


def _print_conditions(report: CheckReport) -> None:
    """For each ranked condition: what rests on judgement, its nearest rivals and how many records separate it."""
    for cid, separation in report.separation.items():
        rivals = ", ".join(f"{rival.condition} ({len(rival.separating)})" for rival in separation.rivals)
        share = f"{100 * report.expert_share[cid]:.0f} % judgement alone"
        said = f"{cid}: {share}; {len(separation.against)} records against; nearest rivals, records between: {rivals}"
        print(textwrap.fill(said, width(), subsequent_indent="    "))
    print()


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Id of a finding, condition, rule, claim, reference, safety net ...")],
    all_records: Annotated[bool, typer.Option("--all", help="Every record of a condition, not the strongest.")] = False,
    data: Folder = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Show one entry with its sources, in plain words."""
    from backstride.evidence.describe import show as describe
    from backstride.evidence.source import EvidenceError

    try:
        text = describe(_read(data), name, all_records=all_records)
    except EvidenceError as error:
        raise UsageError(str(error)) from None
    if as_json:
        print_json({"id": name, "text": text.splitlines()})
        return
    for line in text.splitlines():
        print(_folded(line))
    if not quiet and not all_records and MORE.search(text):
        say(f"All of them: backstride evidence show {name} --all")


MORE = re.compile(r"^ +and \d+ more", re.MULTILINE)


def _folded(line: str) -> str:
    """A line within the columns of the terminal; what is carried over stands under its own first word."""
    body = line.lstrip()
    indent = len(line) - len(body)
    if " in 10" in body[:14] or " in 1000" in body[:14]:
        indent += body.index("  ") + 2 if "  " in body else 0
    under = " " * min(indent + 2, width() // 3)
    return "\n".join(
        textwrap.wrap(line, width(), subsequent_indent=under, break_long_words=False, break_on_hyphens=False)
    )


@app.command()
def schema(as_json: AsJson = False, quiet: Quiet = False) -> None:  # noqa: ARG001 - what it prints is JSON either way
    """Print the JSON Schema of every evidence file: one JSON document, with or without --json."""
    from backstride.evidence.schema.files import json_schemas

    print_json(json_schemas())


@app.command()
def docs(
    out: Annotated[Path, typer.Option("--out", help="Folder for the pages.")] = Path("docs/site"),
    data: Folder = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Render the whole base to pages."""
    from backstride.evidence.pages import write_pages

    try:
        pages = write_pages(_read(data), out)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise UsageError(f"{out}: cannot write the pages ({reason}); choose another folder with --out.") from None
    if as_json:
        print_json({"files": [str(page) for page in pages]})
    elif not quiet:
        print(f"{len(pages)} pages in {out}; start with {out / 'index.html'}")
