"""What goes to the terminal besides results: messages and progress on stderr, colour only where somebody looks."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

WIDTH = 80
DANGER_SIGNS = (
    "If you have a danger sign (numb between the legs, new trouble peeing or pooing, a leg getting weaker, chest pain, "
    "trouble breathing, fainting, fever with back pain), get help now."
)
"""Said whenever the program cannot give an answer."""


class UsageError(Exception):
    """Unusable input or options: one clear sentence, exit code 2."""


def say(message: str) -> None:
    """One message on stderr."""
    print(message, file=sys.stderr)


def print_json(document: Any) -> None:
    """One JSON document on stdout."""
    print(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))


def print_json_line(document: Any) -> None:
    """One JSON document on one line of stdout."""
    print(json.dumps(document, ensure_ascii=False, allow_nan=False), flush=True)


def colour_wanted() -> bool:
    """True where stdout is a terminal and NO_COLOR is not set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def width() -> int:
    """Columns to fill: 80, or fewer where the terminal is narrower."""
    return max(40, min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns))


def paint(text: str, code: str) -> str:
    """The text in a colour where colour is wanted."""
    return f"\033[{code}m{text}\033[0m" if colour_wanted() else text


def wrapped(text: str, indent: int = 2, first: str | None = None) -> list[str]:
    """The text in lines of the terminal's width, all but the first indented; `first` opens the first line."""
    pad = " " * indent
    return textwrap.wrap(text, width(), initial_indent=pad if first is None else first, subsequent_indent=pad)


def progress(items: Iterable[Any], *, total: int, words: str, quiet: bool) -> Iterator[Any]:
    """The items one by one, with a progress bar on stderr where somebody looks."""
    if quiet or not sys.stderr.isatty() or total < 2:
        yield from items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=False) as bar:
        yield from bar.track(items, total=total, description=words)


@contextmanager
def steps(*, quiet: bool) -> Iterator[tuple[Callable[[int, str], None], Callable[[], None]]]:
    """Two functions: one to say how many steps there are and in which words, one to call after each.

    They move a bar on stderr where somebody looks.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda _total, _words: None, lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=False) as bar:

        def begin(total: int, words: str) -> None:
            bar.add_task(words, total=total)

        yield begin, lambda: bar.advance(bar.task_ids[-1])


@contextmanager
def waiting(words: str, *, quiet: bool) -> Iterator[None]:
    """Say what takes more than a second, while it takes it."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(words):
        yield
