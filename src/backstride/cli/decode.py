"""`backstride decode`: watch files to tables, with no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, count
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
    from collections.abc import Iterator

    from backstride.recording import Run

_MANY = "apple"
"""Files of this format may hold thousands of runs, each of which then gets a line and no card."""
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
    from backstride.recording import WatchFileError

    tables = _tables(to, csv=csv, every_s=every_s)
    files = find_runs(paths)
    if to is not None:
        check_place(to / "run")
    rows: list[dict[str, Any]] = []
    for file in progress(files, total=len(files), words=f"Reading {len(files)} files", quiet=quiet):
        try:
            for run, number in _numbered(file):
                rows.append(_row(run, file, number, tables))
                if not as_json:
                    whole = len(files) == 1 and not (number and run.format == _MANY)
                    shown = run_card.lines(run, imperial=imperial) if whole else run_card.line(run, file.name)
                    print("\n".join([*shown, *([f"  Written to {rows[-1]['written']}"] if tables is not None else [])]))
        except WatchFileError as error:
            rows.append({"file": str(file), "error": str(error)})
            if not quiet:
                say(str(error))
    if as_json:
        print_json(rows)
    failed = ["error" in row for row in rows]
    return 2 if all(failed) else 1 if any(failed) else 0


def _numbered(file: Path) -> Iterator[tuple[Run, int | None]]:
    """The runs of a file, one in memory at a time, counted from 1 where there are several."""
    from backstride.recording import read_each

    runs = read_each(file)
    first, second = next(runs), next(runs, None)
    yield first, None if second is None else 1
    if second is not None:
        del first
        yield from zip(chain([second], runs), count(2), strict=False)


def _row(run: Run, file: Path, number: int | None, tables: _Tables | None) -> dict[str, Any]:
    from backstride.recording import summary

    row = summary(run) | {"file": str(file)}
    if tables is not None:
        row["written"] = str(tables.write(run, file, number))
    return row


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
