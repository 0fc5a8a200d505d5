"""`backstride import`: files and folders into the data folder."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .data import DataOption, open_data
from .terminal import UsageError, print_json, say, steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from backstride.store.imports import Report
    from backstride.store.imports.finding import Found


def import_files(
    paths: Annotated[
        list[Path], typer.Argument(help="FIT, GPX or TCX files (also .gz), exports of Apple Health, or folders.")
    ],
    data: DataOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No messages and no progress.")] = False,
) -> int:
    """Keep your runs in the data folder; a file that is there already is not kept twice."""
    open_data(data)
    from django.db import DatabaseError

    from backstride.store.imports.finding import NothingToImportError, walk
    from backstride.store.jobs import LeaseLostError, StopWantedError
    from backstride.store.trouble import in_words

    try:
        found = walk(paths)
        report = _imported(found, quiet=quiet)
    except NothingToImportError as error:
        raise UsageError(str(error)) from None
    except (LeaseLostError, StopWantedError):
        raise UsageError(
            "The import was stopped from elsewhere. What was read so far is kept. Give the same command again for the "
            "rest."
        ) from None
    except (OSError, DatabaseError) as error:
        trouble = in_words(error)
        if trouble is None:
            raise
        raise UsageError(trouble) from None
    return _tell(report, found, as_json=as_json, quiet=quiet)


def _imported(found: Found, *, quiet: bool) -> Report:
    from backstride.store.imports import import_paths
    from backstride.store.imports.work import Watch
    from backstride.store.local import local_runner

    with _stopped_by_ctrl_c() as stop, steps(quiet=quiet) as (begin, step):
        watch = Watch(
            begin=lambda count: begin(count, f"Reading {count} {'file' if count == 1 else 'files'}"),
            tell=lambda _report: step(),
            stop=stop,
        )
        return import_paths(local_runner(), found, watch)


@contextmanager
def _stopped_by_ctrl_c() -> Iterator[Callable[[], bool]]:
    """Ctrl-C asks for an end between two files; pressed again, it ends the program at once."""
    asked = threading.Event()
    before = signal.getsignal(signal.SIGINT)

    def ask(_signal: int, _frame: object) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return
    signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def _tell(report: Report, found: Found, *, as_json: bool, quiet: bool) -> int:
    aside = [(out.file, out.reason) for out in report.set_aside] + found.problems
    ignored = report.ignored + found.others
    if as_json:
        listed = [{"file": file, "reason": reason} for file, reason in aside]
        print_json(report.as_json() | {"ignored": ignored, "set_aside": listed})
    else:
        print(_summary(report, ignored, len(aside)))
    if not quiet:
        _list("set aside", [reason for _, reason in aside])
        _list(
            "not counted until you say so (`backstride runs accept ID`)",
            [f"{Path(out.file).name}: {' '.join(out.doubtful)}" for out in report.not_counted],
        )
        if report.first_ignored and not (report.imported or report.duplicates or aside):
            say(report.first_ignored)
        if report.stopped:
            say("Stopped. What was read so far is kept. Give the same command again for the rest.")
    if report.stopped or not (report.imported or report.duplicates or aside):
        return 2
    return 1 if aside else 0


def _summary(report: Report, ignored: int, aside: int) -> str:
    others = report.imported - report.runs
    added = f"{report.runs} {'run' if report.runs == 1 else 'runs'}"
    if others:
        added += f" and {others} other {'activity' if others == 1 else 'activities'}"
    return f"{added} added · {report.duplicates} already here · {ignored} not runs · {aside} set aside"


def _list(how: str, reasons: list[str]) -> None:
    if not reasons:
        return
    say(f"{len(reasons)} {'file was' if len(reasons) == 1 else 'files were'} {how}:")
    for reason in reasons[:MOST_LISTED]:
        say(f"  {reason.removeprefix('Not counted: ')}")
    if len(reasons) > MOST_LISTED:
        say(f"  and {len(reasons) - MOST_LISTED} more; --json lists all of them.")


MOST_LISTED = 40
