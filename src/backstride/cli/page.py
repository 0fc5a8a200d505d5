"""Everything a page needs, gathered; and files written whole or not at all."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .assess import run_assess
from .files import check_place, write_whole
from .inputs import exposures_of
from .terminal import UsageError, say
from .today import week_to_plan

if TYPE_CHECKING:
    from datetime import date

    from backstride.assess.answers import Answers
    from backstride.assess.result import Assessment
    from backstride.evidence import Evidence
    from backstride.exposure import Exposures
    from backstride.plan import Plan
    from backstride.report import ReportInput

    from .inputs import RunsRead

__all__ = ["check_places", "make_page", "plan_if_possible", "week_to_plan", "write_page"]


def make_page(
    given: Answers,
    read: RunsRead | None,
    evidence: Evidence,
    *,
    today: date,
    name: str | None = None,
    country: str | None = None,
    is_sample: bool = False,
) -> ReportInput:
    """Assess, plan and gather what the page shows."""
    from backstride.report import ReportInput, country_words, sheet_of

    shown = exposures_of(read, given, evidence, on=today) if read else None
    assessment = run_assess(given, evidence, today=today, exposures=shown)
    plan = plan_if_possible(assessment, given, evidence, today=today, exposures=shown)
    return ReportInput(
        person=_person(name, given),
        on=today,
        answers=given,
        assessment=assessment,
        evidence=evidence,
        exposures=shown,
        plan=plan,
        is_sample=is_sample,
        country=country_words(country, evidence),
        sheet=sheet_of(country),
    )


def plan_if_possible(
    assessment: Assessment, given: Answers, evidence: Evidence, *, today: date, exposures: Exposures | None
) -> Plan | None:
    """The week, or none where it cannot be made: the answer must come out all the same."""
    from backstride.plan import PlanError, build

    try:
        return build(assessment, given, evidence, week=week_to_plan(today), exposures=exposures)
    except (PlanError, KeyError) as error:
        say(f"No week could be planned ({error}). The answer stands without it.")
        return None


def _person(name: str | None, given: Answers) -> str:
    parts = [name or "Runner"]
    if given.age is not None:
        parts.append(f"{given.age:g}")
    if given.sex:
        parts.append(given.sex)
    return ", ".join(parts)


def check_places(*, pdf: Path | None, html: Path | None) -> None:
    """Refuse places that cannot be written before any work is done for them.

    Raises
    ------
    UsageError
        If a place is a folder or cannot be written, or both forms would go to one file.
    """
    for path in (pdf, html):
        if path is not None:
            check_place(path)
    if pdf is not None and html is not None and pdf.resolve() == html.resolve():
        raise UsageError(f"{pdf}: the PDF and the HTML cannot be one file; give two names.")


def write_page(page: ReportInput, *, pdf: Path | None, html: Path | None) -> list[str]:
    """Write the page in the forms asked for; a file appears whole or not at all."""
    from backstride import report

    contents: list[tuple[Path, bytes]] = []
    if pdf is not None:
        contents.append((pdf, report.pdf(page)))
    if html is not None:
        contents.append((html, report.html(page).encode("utf-8")))
    for path, content in contents:
        write_whole(path, partial(Path.write_bytes, data=content))
    return [str(path) for path, _ in contents]
