"""`backstride decode`: watch files to tables, with no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import run_card
from .files import check_place, write_whole
from .inputs import find_runs
from .terminal import UsageError, print_json, progress, say

if TYPE_CHECKING:
    pass

if TYPE_CHECKING:
    from backstride.recording import Run

EVERY_MIN_S, EVERY_MAX_S = 0.1, 3600.0


def decode(
    paths: Annotated[
        list[Path],
        typer.Argument(help="FIT, GPX or TCX files (also .gz), exports of Apple Health, or folders of them."),
    ],
    to: Annotated[Path | None, typer.Option("--to", help="Write each activity's samples into this folder.")] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Write CSV instead of Parquet.")] = False,
    every_s: Annotated[
        float | None,
        typer.Option("--every", help="One row every so many seconds, instead of the samples as they are."),
    ] = None,
    imperial: Annotated[bool, typer.Option("--imperial", help="Show miles and feet.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No messages and no progress.")] = False,
) -> int:
    """Read watch files and say what is in them."""
    from backstride.recording import WatchFileError, read, summary

    tables = _tables(to, csv=csv, every_s=every_s)
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
            if tables is not None:
                row["written"] = str(tables.write(run, file, number if len(runs) > 1 else None))
            rows.append(row)
            if not as_json:
                shown = run_card.lines(run, imperial=imperial) if len(files) == 1 else run_card.line(run, file.name)
                print("\n".join([*shown, *([f"  Written to {row['written']}"] if tables is not None else [])]))
    if as_json:
        print_json(rows)
    if failed == len(files):
        return 2
    return 1 if failed else 0


def _tables(to: Path | None, *, csv: bool, every_s: float | None) -> _Tables | None:
    if every_s is not None and to is None:
        raise UsageError("--every: it changes what --to writes; say where with --to FOLDER.")
    if every_s is not None and not EVERY_MIN_S <= every_s <= EVERY_MAX_S:
        raise UsageError(f"--every: {every_s:g} is not between {EVERY_MIN_S:g} and {EVERY_MAX_S:g} seconds.")
    return None if to is None else _Tables(to, "csv" if csv else "parquet", every_s)


@dataclass
class _Tables:
    """Where and how samples are written."""

    folder: Path
    ending: str
    every_s: float | None
    taken: set[Path] = field(default_factory=set)

    def write(self, run: Run, file: Path, number: int | None) -> Path:
        """Write the samples of a run, the `number`th of `file` where there are several; gives the path."""
        from backstride.recording import every

        samples = run.samples if self.every_s is None else every(run, self.every_s)
        path = self._place(file, number)
        write_whole(path, samples.write_csv if self.ending == "csv" else samples.write_parquet)
        return path

    def _place(self, file: Path, number: int | None) -> Path:
        """Files of one name from several folders do not overwrite each other."""
        stem = file.name + (f".{number}" if number else "")
        path, copy = self.folder / f"{stem}.{self.ending}", 1
        while path in self.taken:
            copy += 1
            path = self.folder / f"{stem}-{copy}.{self.ending}"
        self.taken.add(path)
        return path
