"""`backstride config check`: every setting, where its value came from, and what is wrong."""

from __future__ import annotations

from typing import Annotated

import typer

from .terminal import UsageError, print_json, say, wrapped

app = typer.Typer(help="The settings: which hold, where they came from, what is wrong.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """The settings."""


@app.command()
def check(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Only the exit code.")] = False,
) -> int:
    """Show every setting with its value and origin; secrets are never shown. Exit code 2 where something is wrong."""
    from backstride.web import config
    from backstride.web.config_check import problems

    wrong = problems()
    values = list(config.read().values())
    known = {value.setting.variable for value in values}
    if as_json:
        rows = [
            {
                "setting": value.setting.variable,
                "value": value.shown,
                "origin": value.origin,
                "problem": wrong.get(value.setting.variable) or None,
            }
            for value in values
        ]
        rows += [
            {"setting": name, "value": None, "origin": name, "problem": problem}
            for name, problem in wrong.items()
            if name not in known
        ]
        print_json(rows)
    elif not quiet:
        for value in values:
            print(f"{value.setting.variable} = {value.shown or '-'}   ({value.origin})")
            print("\n".join(wrapped(value.setting.words)))
        for problem in wrong.values():
            say("\n".join(wrapped(problem, first="! ")))
        if not wrong:
            say("Nothing is wrong.")
    return 2 if wrong else 0


def refuse_problems() -> None:
    """Stop before a server starts with settings that are wrong.

    Raises
    ------
    UsageError
        With the first problem, and how many more there are.
    """
    from backstride.web.config_check import problems

    found = list(problems().values())
    if found:
        more = f" There are {len(found) - 1} more: `backstride config check` lists them." if len(found) > 1 else ""
        raise UsageError(found[0] + more)
