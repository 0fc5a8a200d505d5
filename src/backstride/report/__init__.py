"""The answer on one page: for paper as a PDF, for the screen as one HTML file."""

from __future__ import annotations

from backstride.report.compose import ReportInput
from backstride.report.intended_use import INTENDED_USE
from backstride.report.paper import ReportError, pdf, sheet_of
from backstride.report.screen import html
from backstride.report.words import CountryWords, country_words

__all__ = [
    "INTENDED_USE",
    "CountryWords",
    "ReportError",
    "ReportInput",
    "country_words",
    "html",
    "pdf",
    "sheet_of",
]
