"""`backstride runs`: what is in the data folder."""

from __future__ import annotations

import shutil
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .data import DataOption, open_data
from .files import write_whole
from .terminal import UsageError, print_json, say, width

if TYPE_CHECKING:
    from backstride.store.models import Run

app = typer.Typer(no_args_is_help=True, help="The runs in the data folder: list, show, export, accept, delete.")

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The run, as `runs list` names it.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
QuietOption = Annotated[bool, typer.Option("-q", "--quiet", help="No messages.")]


@app.command("list")
def list_runs(
    data: DataOption = None,
    everything: Annotated[bool, typer.Option("--all", help="Other sports too, not only running.")] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """The runs, newest first, dated where they were run."""
    open_data(data, only_reads=True)
    from backstride.store import runs
    from backstride.store.local import local_runner

    rows = runs.of_runner(local_runner())
    shown = [runs.summary(row) for row in (rows if everything else rows.filter(sport="running"))]
    if as_json:
        print_json(shown)
        return 0
    for row in shown:
        _print_line(row)
    hidden = 0 if everything else rows.count() - len(shown)
    if not quiet and not shown:
        say("Your runs appear here after your first import: `backstride import PATH`.")
    if not quiet and hidden:
        say(f"{hidden} of other sports are not shown; --all shows them.")
    return 0


@app.command("show")
def show(run_id: IdArgument, data: DataOption = None, as_json: JsonOption = False, quiet: QuietOption = False) -> int:
    """One run: its totals, where they came from, and what is doubtful."""
    open_data(data, only_reads=True)
    from backstride.store import runs

    row = _one(run_id)
    found = runs.summary(row) | {"samples": None}
    try:
        found["samples"] = runs.samples(row).height
        lost = ""
    except runs.SamplesLostError as error:
        lost = str(error)
    if as_json:
        print_json(found)
    else:
        for name, value in found.items():
            text = ", ".join(value) if isinstance(value, list) else "-" if value is None else str(value)
            print("\n".join(textwrap.wrap(f"{name + ':':20} {text}", width(), subsequent_indent=" " * 21)))
    if lost and not quiet:
        say(lost)
    return 1 if lost else 0


@app.command("export")
def export(
    run_id: IdArgument,
    to: Annotated[Path, typer.Argument(help="File to write, or the folder to write it into.")],
    data: DataOption = None,
    parquet: Annotated[
        bool, typer.Option("--parquet", help="The samples as Parquet, not the file as it came.")
    ] = False,
    csv: Annotated[bool, typer.Option("--csv", help="The samples as CSV, not the file as it came.")] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Write the file as it came from the watch, or the samples of the run."""
    if parquet and csv:
        raise UsageError("--parquet and --csv: choose one of them.")
    open_data(data, only_reads=True)
    from backstride.store import runs

    row = _one(run_id)
    if to.is_dir():
        # The name came with a file from outside: it names a file in this folder and nothing else.
        name = Path(row.original.name.replace("\\", "/")).name or "run"
        to = to / (f"{name}.{row.number + 1}.{'csv' if csv else 'parquet'}" if parquet or csv else name)
        if to.exists():
            raise UsageError(f"{to}: there is such a file already; name the file to write.")
    try:
        if parquet or csv:
            frame = runs.samples(row)
            write_whole(to, frame.write_csv if csv else frame.write_parquet)
        else:
            original = runs.original_file(row)
            write_whole(to, lambda part: shutil.copyfile(original, part))
    except runs.SamplesLostError as error:
        raise UsageError(str(error)) from None
    if as_json:
        print_json({"files": [str(to)]})
    elif not quiet:
        print(to)
    return 0


@app.command("accept")
def accept(run_id: IdArgument, data: DataOption = None, as_json: JsonOption = False, quiet: QuietOption = False) -> int:
    """Let a doubtful run count, because you know it is right."""
    open_data(data)
    from backstride.store import runs
    from backstride.store.models.runner import ChangedMeanwhileError

    row = _one(run_id)
    if not row.trusted and not row.accepted:
        try:
            row.change(row.version, accepted=True)
        except ChangedMeanwhileError as error:
            raise UsageError(str(error)) from None
    if as_json:
        print_json(runs.summary(row))
    elif not quiet:
        print("This run counts.")
    return 0


@app.command("delete")
def delete(
    run_id: IdArgument,
    data: DataOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Remove a run and its samples for good; with the last run of a file the file goes too."""
    open_data(data)
    from backstride.store import runs
    from backstride.store.remove_run import remove_run

    row = _one(run_id)
    removed = runs.summary(row)
    if not yes:
        if as_json or not sys.stdin.isatty():
            raise UsageError("This removes the run for good; add --yes if you are sure.")
        _print_line(removed)
        if not typer.confirm("Remove this run for good?"):
            raise UsageError("Nothing was removed.")
    remove_run(row)
    if as_json:
        print_json({"removed": removed["id"]})
    elif not quiet:
        print("Removed.")
    return 0


def _one(run_id: str) -> Run:
    """The one run whose id begins so."""
    from backstride.store import runs
    from backstride.store.local import local_runner

    wanted = run_id.strip().lower()
    rows = [row for row in runs.of_runner(local_runner()) if str(row.pk).startswith(wanted)] if wanted else []
    if len(rows) == 1:
        return rows[0]
    if rows:
        raise UsageError(f"{run_id}: {len(rows)} runs begin so; give more of the id.")
    raise UsageError(f"{run_id}: there is no such run; `backstride runs list --all` shows them.")


def _print_line(row: dict[str, Any]) -> None:
    kilometres = "-" if row["distance_m"] is None else f"{row['distance_m'] / 1000:.2f} km"
    seconds = row["timer_s"] if row["timer_s"] is not None else row["elapsed_s"]
    minutes = "-" if seconds is None else f"{seconds / 60:.0f} min"
    started = (row["started_local"] or "no date")[:16].replace("T", " ")
    lead = f"{row['id'][:8]}  {started:16}  {row['sport'][:12]:12} {kilometres:>10} {minutes:>8}"
    device = row["device"] or ""
    if len(lead) + 2 + len(device) <= width():
        print(f"{lead}  {device}".rstrip())
    else:
        print("\n".join([*textwrap.wrap(lead, width()), *textwrap.wrap(device, width(), initial_indent="  ")]))
    for note in row["warnings"]:
        print("\n".join(textwrap.wrap(note, width(), initial_indent="    ", subsequent_indent="    ")))
