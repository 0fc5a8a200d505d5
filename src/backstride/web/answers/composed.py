"""A kept answer in the words of the report, with the numbers and names of the reader's country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backstride.assess.kept import answers_in, read_result
from backstride.report import ReportInput, country_words, sheet_of
from backstride.report.compose import compose
from backstride.report.runs_shown import from_document
from backstride.store.knowledge import the_evidence

if TYPE_CHECKING:
    from backstride.report.page import Page
    from backstride.store.models import Assessment


def input_of(assessment: Assessment, country: str) -> ReportInput:
    """What the report is made from, all of it as it was kept."""
    evidence = the_evidence()
    given = answers_in(assessment.result, evidence)
    parts = [assessment.runner.name or "Runner"]
    parts += [f"{given.age:g}"] if given.age is not None else []
    parts += [given.sex] if given.sex else []
    return ReportInput(
        person=", ".join(parts),
        on=assessment.made_of.day,
        answers=given,
        assessment=read_result(assessment.result, evidence),
        evidence=evidence,
        country=country_words(country, evidence),
        runs=from_document(assessment.runs),
        sheet=sheet_of(country),
    )


def page_of(assessment: Assessment, country: str) -> Page:
    """The page of the report, section by section."""
    return compose(input_of(assessment, country))
