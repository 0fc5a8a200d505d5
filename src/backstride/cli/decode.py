"""`backstride decode`: watch files to tables, with no database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import run_card
from .files import check_place, write_whole
from .inputs import find_runs
from .terminal import print_json, progress, say

if TYPE_CHECKING:
    pass


def decode(
    paths: Annotated[
        list[Path],
        typer.Argument(help="FIT, GPX or TCX files (also .gz), exports of Apple Health, or folders of them."),
    ],
    to: Annotated[Path | None, typer.Option("--to", help="Write each activity's samples into this folder.")] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Write CSV instead of Parquet.")] = False,
    imperial: Annotated[bool, typer.Option("--imperial", help="Show miles and feet.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No messages and no progress.")] = False,
) -> int:
    """Read watch files and say what is in them."""
    from backstride.recording import WatchFileError, read, summary

    files = find_runs(paths)
    if to is not None:
        check_place(to / "run")
    rows: list[dict[str, Any]] = []
    taken: set[Path] = set()
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
                path = _place(to, file, number if len(runs) > 1 else None, taken, ending="csv" if csv else "parquet")
                write_whole(path, run.samples.write_csv if csv else run.samples.write_parquet)
                row["written"] = str(path)
            rows.append(row)
            if not as_json:
                shown = run_card.lines(run, imperial=imperial) if len(files) == 1 else run_card.line(run, file.name)
                print("\n".join([*shown, *([f"  Written to {row['written']}"] if to is not None else [])]))
    if as_json:
        print_json(rows)
    if failed == len(files):
        return 2
    return 1 if failed else 0


def _place(folder: Path, file: Path, number: int | None, taken: set[Path], *, ending: str) -> Path:
    """Where the samples go; files of one name from several folders do not overwrite each other."""
    stem = file.name + (f".{number}" if number else "")
    path, copy = folder / f"{stem}.{ending}", 1
    while path in taken:
        copy += 1
        path = folder / f"{stem}-{copy}.{ending}"
    taken.add(path)
    return path
