"""Every test report once as PDF and once as HTML: setting pages is what takes the time."""

from __future__ import annotations

from functools import cache

import pytest
import report_cases

from backstride import report


@cache
def _pdf(name):
    return report.pdf(report_cases.ALL[name]())


@cache
def _html(name):
    return report.html(report_cases.ALL[name]())


@pytest.fixture(scope="session")
def pdf_of():
    """A test report's PDF by name."""
    return _pdf


@pytest.fixture(scope="session")
def text_of():
    """The words of a test report's PDF in reading order, on one line."""

    def text(name):
        return report_cases.words_of(_pdf(name))

    return text


@pytest.fixture(scope="session")
def html_of():
    """A test report's HTML by name."""
    return _html
