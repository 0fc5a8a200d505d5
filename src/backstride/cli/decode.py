"""`backstride decode`: watch files to tables, with no database."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .files import check_place, write_whole
from .inputs import find_runs
from .terminal import print_json, progress, say, width

if TYPE_CHECKING:
    from backstride.recording import Run


def decode(
    paths: Annotated[list[Path], typer.Argument(help="FIT, GPX or TCX files (also .gz), or folders of them.")],
    to: Annotated[Path | None, typer.Option("--to", help="Write each activity's samples into this folder.")] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Write CSV instead of Parquet.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No messages and no progress.")] = False,
) -> int:
    """Read watch files and say what is in them."""
    from backstride.recording import WatchFileError, read, summary

    files = find_runs(paths)
    if to is not None:
        check_place(to / "run")
    rows: list[dict[str, Any]] = []
    failed = 0
    for file in progress(files, total=len(files), words=f"Reading {len(files)} files", quiet=quiet):
        try:
            runs = read(file)
        except WatchFileError as error:
            failed += 1
            rows.append({"file": str(file), "error": str(error)})
            if not quiet:
                say(str(error))
            continue
        for number, run in enumerate(runs, start=1):
            row = summary(run) | {"file": str(file)}
            if to is not None:
                row["written"] = str(_write(run, to, file, number if len(runs) > 1 else None, csv=csv))
            rows.append(row)
    if as_json:
        print_json(rows)
    else:
        _print_table([row for row in rows if "error" not in row])
    if failed == len(files):
        return 2
    return 1 if failed else 0


def _write(run: Run, folder: Path, file: Path, number: int | None, *, csv: bool) -> Path:
    path = folder / (file.name + (f".{number}" if number else "") + (".csv" if csv else ".parquet"))
    write_whole(path, run.samples.write_csv if csv else run.samples.write_parquet)
    return path


def _print_table(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        kilometres = "-" if row["distance_m"] is None else f"{row['distance_m'] / 1000:.2f} km"
        minutes = "-" if row["timer_s"] is None else f"{row['timer_s'] / 60:.0f} min"
        started = (row["started_at"] or "no date")[:16].replace("T", " ")
        lead = f"{started:16}  {row['sport']:12} {kilometres:>10} {minutes:>8}"
        name = Path(row["file"]).name
        if len(lead) + 2 + len(name) <= width():
            print(f"{lead}  {name}")
        else:
            # On a narrow terminal the name gets a line of its own, whole.
            print("\n".join([*textwrap.wrap(lead, width()), f"  {name}"]))
        for warning in row["warnings"]:
            print("\n".join(textwrap.wrap(warning, width(), initial_indent="    ", subsequent_indent="    ")))
