"""`backstride plan log`: what was done and how it was borne, and reading such a log back."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from .files import check_place, write_whole
from .inputs import lines_of, load_evidence, parse_json
from .terminal import UsageError, print_json
from .today import today, usable_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backstride.evidence import Evidence
    from backstride.plan import Logged, Rulebook


class WithChecks(TyperCommand):
    """A command whose help lists the checks that may be logged; the rulebook is only read where help is asked for."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the usual help, then the checks."""
        from backstride.plan import known_checks

        super().format_help(ctx, formatter)
        with formatter.section("Checks for --check"):
            formatter.write_dl(list(known_checks(_rules(load_evidence())).items()))


def _rules(evidence: Evidence) -> Rulebook:
    from backstride.plan import PlanError, Rulebook

    try:
        return Rulebook.of(evidence.sections)
    except PlanError as error:
        raise UsageError(str(error)) from None


def write_log(
    log: Annotated[Path, typer.Option("--log", help="The log to add to; made if it is not there.")],
    kind: Annotated[str, typer.Option("--kind", help="run, walk, strength, gentle, cross, day or check.")],
    day: Annotated[datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="Today if left out.")] = None,
    done: Annotated[bool, typer.Option("--done/--left-out", help="Whether the session was done.")] = True,
    stage: Annotated[int | None, typer.Option("--stage", help="Step of the return-to-run table.")] = None,
    pain_during: Annotated[float | None, typer.Option("--pain-during", help="Worst pain in the session, 0-10.")] = None,
    morning_change: Annotated[
        float | None, typer.Option("--morning-change", help="Next morning against the usual, in points of 10.")
    ] = None,
    settled_24h: Annotated[bool | None, typer.Option("--settled/--not-settled", help="Back to usual in 24 h.")] = None,
    pain_rising: Annotated[bool | None, typer.Option("--rising/--not-rising", help="Pain rose in the session.")] = None,
    limp: Annotated[bool | None, typer.Option("--limp/--no-limp", help="A limp in the session or after.")] = None,
    pain_spread_down: Annotated[
        bool | None, typer.Option("--spread-down/--no-spread-down", help="Pain moved further down the leg.")
    ] = None,
    new_leg_symptom: Annotated[
        bool | None,
        typer.Option("--new-leg-symptom/--no-new-leg-symptom", help="New in a leg: numb, tingling, less strength."),
    ] = None,
    danger_sign: Annotated[
        bool, typer.Option("--danger-sign", help="Such as numb where you sit, new bladder trouble, chest pain.")
    ] = False,
    effort: Annotated[float | None, typer.Option("--effort", help="How hard it felt, 0-10.")] = None,
    pain_mean: Annotated[float | None, typer.Option("--pain-mean", help="Mean pain of the day, 0-10.")] = None,
    sleep_h: Annotated[float | None, typer.Option("--sleep-h", help="Sleep of the night before, in hours.")] = None,
    check: Annotated[str | None, typer.Option("--check", help="Id of a check, for --kind check; see below.")] = None,
    met: Annotated[bool | None, typer.Option("--met/--not-met", help="Whether the check was met.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No messages and no progress.")] = False,
) -> None:
    """Note what was done and how it was borne; the next plan goes by it."""
    check_place(log)
    rules = _rules(load_evidence())
    values = {
        "day": (usable_day(day.date(), "--day") if day else today()).isoformat(),
        "kind": kind,
        "done": done,
        "stage": stage,
        "pain_during": pain_during,
        "morning_change": morning_change,
        "settled_24h": settled_24h,
        "pain_rising": pain_rising,
        "limp": limp,
        "pain_spread_down": pain_spread_down,
        "new_leg_symptom": new_leg_symptom,
        "danger_sign": danger_sign,
        "effort": effort,
        "pain_mean": pain_mean,
        "sleep_h": sleep_h,
        "check": check,
        "met": met,
    }
    entry = {name: value for name, value in values.items() if value is not None}
    _entry(entry, rules, "")
    known = _entries(log, rules) if log.exists() else ()
    before = log.read_text(encoding="utf-8-sig") if known else ""
    text = before + ("" if not before or before.endswith("\n") else "\n") + json.dumps(entry) + "\n"
    write_whole(log, partial(Path.write_text, data=text, encoding="utf-8"))
    if as_json:
        print_json({"entries": len(known) + 1, "added": entry})
    elif not quiet:
        print(f"Noted in {log}: {len(known) + 1} {'entry' if not known else 'entries'}.")


def read_log(path: Path, evidence: Evidence) -> tuple[Logged, ...]:
    """The entries of a log, one JSON object a line.

    Raises
    ------
    UsageError
        If a line cannot be used; names the file and the line.
    """
    return _entries(path, _rules(evidence))


def _entries(path: Path, rules: Rulebook) -> tuple[Logged, ...]:
    entries = []
    for number, line in lines_of(path, "log"):
        where = f"{path}, line {number}"
        document = parse_json(line, where)
        if not isinstance(document, dict):
            raise UsageError(f"{where}: give one JSON object a line, as `backstride plan log` writes it.")
        entries.append(_entry(document, rules, f"{where}: "))
    return tuple(entries)


def _entry(document: Mapping[str, Any], rules: Rulebook, where: str) -> Logged:
    from backstride.plan import Logged, PlanError, check_entry

    try:
        entry = Logged.from_json(document)
        check_entry(entry, rules, today=today())
    except PlanError as error:
        raise UsageError(f"{where}{error}") from None
    return entry
