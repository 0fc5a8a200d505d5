"""`backstride exposures`: what each run and each day did."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .inputs import exposures_of, load_evidence, read_runs, tell_set_aside
from .terminal import print_json
from .today import today, usable_day

if TYPE_CHECKING:
    from backstride.exposure import Exposures


def exposures(
    paths: Annotated[list[Path], typer.Argument(help="Watch files or folders of them.")],
    mass_kg: Annotated[float | None, typer.Option("--mass-kg", help="Body mass, kept for the load models.")] = None,
    height_m: Annotated[float | None, typer.Option("--height-m", help="Body height, kept for the load models.")] = None,
    on: Annotated[datetime | None, typer.Option("--on", help="Last day to show.", formats=["%Y-%m-%d"])] = None,
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
        _print_weeks(result)
    return tell_set_aside(read, quiet=quiet)


def check_body(mass_kg: float | None, height_m: float | None) -> None:
    """Refuse a mass or height that no runner has."""
    from .terminal import UsageError

    for value, low, high, words in ((mass_kg, 20, 300, "--mass-kg"), (height_m, 0.8, 2.5, "--height-m")):
        if value is not None and not low <= value <= high:
            raise UsageError(f"{words}: {value:g} cannot be; give a number between {low:g} and {high:g}.")


def _print_weeks(result: Exposures) -> None:
    print("week of      runs        km   longest     climb")
    rows: list[dict[str, Any]] = result.weeks.to_dicts()
    for row in rows:
        longest = "-" if row["longest_m"] is None else f"{row['longest_m'] / 1000:.1f}"
        climb = "-" if row["ascent_m"] is None else f"{row['ascent_m']:.0f} m"
        distance = f"{row['distance_m'] / 1000:.1f}" if row["distance_m"] is not None else "-"
        print(f"{row['week_start']}   {row['runs']:4d}  {distance:>8}  {longest:>8}  {climb:>8}")
    for fact in result.facts:
        print(f"- {fact.sentence}")
