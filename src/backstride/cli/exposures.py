"""`backstride exposures`: what each run and each day did."""

from __future__ import annotations

import textwrap
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .inputs import exposures_of, load_evidence, read_runs, tell_set_aside
from .terminal import print_json, width
from .today import today, usable_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backstride.exposure import Exposures
    from backstride.exposure.result import RunExposure


def exposures(
    paths: Annotated[list[Path], typer.Argument(help="Watch files or folders of them.")],
    mass_kg: Annotated[float | None, typer.Option("--mass-kg", help="Body mass, kept for the load models.")] = None,
    height_m: Annotated[float | None, typer.Option("--height-m", help="Body height, kept for the load models.")] = None,
    on: Annotated[datetime | None, typer.Option("--on", help="Last day to show.", formats=["%Y-%m-%d"])] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every run, not only those of the last 4 weeks.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No messages and no progress.")] = False,
) -> int:
    """Distance, time, climb, step rate and single-run spike, per run and per day."""
    check_body(mass_kg, height_m)
    evidence = load_evidence()
    read = read_runs(paths, quiet=quiet)
    last_day: date = usable_day(on.date(), "--on") if on else today()
    result = exposures_of(read, None, evidence, on=last_day)
    if as_json:
        print_json(result.as_json())
    else:
        _print(result, everything=everything)
    return tell_set_aside(read, quiet=quiet)


def check_body(mass_kg: float | None, height_m: float | None) -> None:
    """Refuse a mass or height that no runner has."""
    from .terminal import UsageError

    for value, low, high, words in ((mass_kg, 20, 300, "--mass-kg"), (height_m, 0.8, 2.5, "--height-m")):
        if value is not None and not low <= value <= high:
            raise UsageError(f"{words}: {value:g} cannot be; give a number between {low:g} and {high:g}.")


def _print(result: Exposures, *, everything: bool) -> None:
    """What stands out first, then the weeks, then the runs; newest first in both tables."""
    for fact in result.facts:
        print("\n".join(textwrap.wrap(f"- {fact.sentence}", width(), subsequent_indent="  ")))
    if result.facts:
        print()
    for line in (*_weeks(result), "", *_runs(result, everything=everything)):
        print(line)


def _weeks(result: Exposures) -> Iterator[str]:
    """The weeks that hold a run; a stretch without one is a single line."""
    yield f"{'Week of':10} {'runs':>4} {'km':>6} {'longest':>8} {'climb':>8}"
    empty = 0
    for row in reversed(result.weeks.to_dicts()):
        if not row["runs"]:
            empty += 1
            continue
        if empty:
            yield _gap(empty)
        empty = 0
        climb = "-" if row["ascent_m"] is None else f"{row['ascent_m']:.0f} m"
        yield f"{row['week_start']} {row['runs']:4d} {_km(row['distance_m']):>6} {_km(row['longest_m']):>8} {climb:>8}"
    if empty:
        yield _gap(empty)


def _gap(weeks: int) -> str:
    return f"  {'1 week' if weeks == 1 else f'{weeks} weeks'} without a run"


def _runs(result: Exposures, *, everything: bool) -> Iterator[str]:
    """One line a run, newest first; those of the last weeks unless all are asked for."""
    runs = sorted(result.runs, key=lambda run: (run.dated, str(run.started_at)), reverse=True)
    if not runs:
        yield "No runs."
        return
    last = result.days["date"].max()
    since = last - timedelta(weeks=SHOWN_WEEKS) if isinstance(last, date) else date.min
    shown = runs if everything else [run for run in runs if run.dated > since]
    yield f"{'Run on':10} {'km':>6} {'time':>8} {'climb':>8} {'pace':>10}"
    for run in shown:
        climb = "-" if run.ascent_m is None else f"{run.ascent_m:.0f} m"
        yield f"{run.dated} {_km(run.distance_m):>6} {_clock(run.time_s):>8} {climb:>8} {_pace(run):>10}"
    if len(shown) < len(runs):
        yield f"  {len(runs) - len(shown)} earlier; --all shows them"


SHOWN_WEEKS = 4


def _km(distance_m: float | None) -> str:
    return "-" if distance_m is None else f"{distance_m / 1000:.1f}"


def _clock(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    hours, rest = divmod(round(seconds), 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}"


def _pace(run: RunExposure) -> str:
    """Minutes and seconds a kilometre, by the timer."""
    if not run.distance_m or not run.time_s:
        return "-"
    minutes, seconds = divmod(round(run.time_s / run.distance_m * 1000), 60)
    return f"{minutes}:{seconds:02d} /km"
