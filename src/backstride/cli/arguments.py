"""Options that take several paths after one name (`--runs a.fit b.fit`), as the commands promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LIST_OPTIONS = ("--runs",)


def repeat_list_options(arguments: Sequence[str]) -> list[str]:
    """Write `--runs a b` as `--runs a --runs b`; everything up to the next option belongs to the list."""
    result: list[str] = []
    current: str | None = None
    taken = False
    for argument in arguments:
        if argument in LIST_OPTIONS:
            current, taken = argument, False
            result.append(argument)
        elif current and not argument.startswith("-"):
            if taken:
                result.append(current)
            result.append(argument)
            taken = True
        else:
            current = None
            result.append(argument)
    return result
