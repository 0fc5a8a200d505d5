"""The command-line program: its commands, and the one place where an error becomes one sentence and an exit code."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated, Any

import typer

from backstride import __version__

from . import (
    account,
    assess,
    backup,
    config,
    decode,
    demo,
    erase,
    evidence,
    export,
    exposures,
    imports,
    interview,
    plan,
    report,
    runs,
    serve,
)
from .arguments import repeat_list_options
from .terminal import DANGER_SIGNS, UsageError, say

# Typer bundles its own copy of Click in newer versions: the error class is the one its own errors derive from.
CommandLineError: type[Exception] = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")

app = typer.Typer(
    name="backstride",
    help="For runners whose back, buttock or leg hurts: how soon to be seen, what it could be, what the runs did "
    "before, what to do this week. Education and self-management support, not a diagnosis.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"backstride {__version__}")
        raise typer.Exit


@app.callback()
def _global(
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version and leave.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """For runners whose back, buttock or leg hurts."""


app.command("demo")(demo.demo)
app.command("assess")(assess.assess)

app.command("interview")(interview.interview)
app.command("decode")(decode.decode)
app.command("import")(imports.import_files)
app.command("exposures")(exposures.exposures)
app.command("report")(report.report)
app.command("serve")(serve.serve)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("export")(export.export)
app.command("erase")(erase.erase)
app.add_typer(runs.app, name="runs")
app.add_typer(plan.app, name="plan")
app.add_typer(config.app, name="config")
app.add_typer(account.app, name="account")
app.add_typer(evidence.app, name="evidence")


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit code; no traceback reaches a runner."""
    given = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        # A pipe on some systems knows neither "■" nor "°": the answer must come out all the same.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = app(args=repeat_list_options(given), prog_name="backstride", standalone_mode=False)
    except CommandLineError as error:
        say(_usage_sentence(error))
        code = 2
    except typer.Abort:
        say("Stopped. Nothing was saved.")
        code = 2
    except UsageError as error:
        say(str(error))
        code = 2
    except BrokenPipeError:
        # The reader of a pipe has left (`| head`): that is its right, not an error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        if os.environ.get("BACKSTRIDE_DEBUG"):
            raise
        say(
            f"Backstride could not finish ({type(error).__name__}: {' '.join(str(error).split())[:300]}). "
            f"This is a fault of the program. {DANGER_SIGNS} Set BACKSTRIDE_DEBUG=1 to see where it stopped."
        )
        code = 2
    sys.exit(code or 0)


def _usage_sentence(error: Any) -> str:
    context: Any = getattr(error, "ctx", None)
    if context and type(error).__name__ == "NoArgsIsHelpError":
        return f"Say what to do: `{context.command_path} --help` lists it."
    text = " ".join(error.format_message().split())
    text = text if text.endswith((".", "?", "!")) else text + "."
    return f"{text} Try `{context.command_path} --help`." if context else text
