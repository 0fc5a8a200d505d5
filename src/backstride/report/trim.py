"""Ever shorter versions of a page for paper: what can be spared goes first, urgency box and danger signs stay."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from backstride.report.words import clipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from backstride.report.page import Page

MORE = "More on the web page of this report."
LARGE = (1.4, 1.3, 1.2)
"""Sizes of the type for an emergency, read at arm's length by somebody frightened."""
SIZES = (1.08, 1.03)
"""Sizes of the type with room for a clinician's notes."""
LEAST = (1.03, 1.0, 0.97, 0.94)
"""Sizes tried before any line is dropped; lines are dropped at the last."""
SMALLEST = (0.9, 0.85, 0.8, 0.74, 0.68, 0.62, 0.56, 0.5)
"""Sizes tried when nothing is left to drop."""
SHORT_SOURCE, SHORT_SESSION, SHORTEST_SESSION = 40, 120, 60


def versions(page: Page) -> Iterator[tuple[float, Page]]:
    """The page at ever less length: larger type first, then fewer lines, in the end smaller type; sources cut short.

    Parameters
    ----------
    page : Page

    Yields
    ------
    tuple of float and Page
        Size of the type (1 is normal) and the page; each version is at most as long as the one before.
    """
    page = _short_sources(page)
    for size in (*LARGE, *SIZES) if page.is_emergency else SIZES:
        yield size, page
    page = replace(page, notes_box=False)
    for size in LEAST:
        yield size, page
    for step in _steps(page):
        page = step(page)
        yield LEAST[-1], page
    for size in SMALLEST:
        yield size, page


def _steps(page: Page) -> Iterator[Callable[[Page], Page]]:
    yield _without_beside
    yield _without_advice
    yield _without_grounds
    yield partial(_shorter_week, SHORT_SESSION)
    yield _without_why_in_mind
    if page.is_emergency:
        yield from (partial(_fewer_sources, kept) for kept in range(len(page.sources) - 1, -1, -3))
        yield from (partial(_fewer_rules, kept) for kept in range(len(page.urgency.why) - 1, 2, -1))
    for kept in range(len(page.history) - 1, 1, -1):
        yield partial(_fewer_lines, kept)
    for kept in (2, 1, 0):
        yield partial(_fewer_reasons, kept)
    for kept in range(len(page.sources) - 1, -1, -3):
        yield partial(_fewer_sources, kept)
    for kept in (2, 1):
        yield partial(_fewer_facts, kept)
    yield partial(_shorter_week, SHORTEST_SESSION)
    for kept in (2, 1):
        yield partial(_fewer_causes, kept)
    yield partial(_fewer_lines, 1)
    yield _only_the_urgent
    for kept in (8, 5, 3):
        yield partial(_fewer_rules, kept)


def _without_beside(page: Page) -> Page:
    """What stands beside the answer is read at leisure, on the screen."""
    return _dropped(replace(page, beside=()), "beside") if page.beside else page


def _without_advice(page: Page) -> Page:
    """The box at the top, the danger signs and the date of the next check say the same."""
    if page.week is None or not page.week.advice:
        return page
    return _dropped(replace(page, week=replace(page.week, advice=())), "week")


def _without_grounds(page: Page) -> Page:
    if page.week is None or not any(row.why for row in page.week.rows):
        return page
    rows = tuple(replace(row, why="") for row in page.week.rows)
    return _dropped(replace(page, week=replace(page.week, rows=rows)), "week")


def _without_why_in_mind(page: Page) -> Page:
    """The answers behind each condition stand in the history too."""
    if not any(item.why for item in page.rule_out):
        return page
    return _dropped(replace(page, rule_out=tuple(replace(item, why="") for item in page.rule_out)), "rule_out")


def _fewer_lines(kept: int, page: Page) -> Page:
    if len(page.history) <= kept:
        return page
    return _dropped(replace(page, history=page.history[:kept]), "history")


def _dropped(page: Page, section: str) -> Page:
    return page if section in page.left_out else replace(page, left_out=(*page.left_out, section))


def _fewer_reasons(kept: int, page: Page) -> Page:
    if page.causes is None or not any(max(len(c.speaks_for), len(c.speaks_against)) > kept for c in page.causes.causes):
        return page
    causes = tuple(
        replace(cause, speaks_for=cause.speaks_for[:kept], speaks_against=cause.speaks_against[:kept])
        for cause in page.causes.causes
    )
    return _dropped(replace(page, causes=replace(page.causes, causes=causes)), "reasons")


def _short_sources(page: Page) -> Page:
    return replace(page, sources=tuple(replace(source, citation=_short(source.citation)) for source in page.sources))


def _short(citation: str) -> str:
    """First author and year: the id beside it and the web page lead to the rest."""
    years = re.findall(r"\b(?:19|20)\d\d\b", citation)
    author = clipped(re.split(r",|\. |\(", citation.lstrip("("), maxsplit=1)[0].strip(" .)"), SHORT_SOURCE)
    return f"{author} {years[-1]}" if years and years[-1] not in author else author


def _fewer_sources(kept: int, page: Page) -> Page:
    if len(page.sources) <= kept:
        return page
    return _dropped(replace(page, sources=page.sources[:kept]), "sources")


def _fewer_facts(kept: int, page: Page) -> Page:
    if page.runs is None or len(page.runs.facts) <= kept:
        return page
    return _dropped(replace(page, runs=replace(page.runs, facts=page.runs.facts[:kept])), "facts")


def _shorter_week(most: int, page: Page) -> Page:
    if page.week is None or all(len(row.what) <= most for row in page.week.rows):
        return page
    rows = tuple(replace(row, what=_session(row.what, most)) for row in page.week.rows)
    return _dropped(replace(page, week=replace(page.week, rows=rows)), "week")


def _session(what: str, most: int) -> str:
    """A session cut after a whole sentence where one ends in its second half, so that no exercise is halved."""
    if len(what) <= most:
        return what
    ends = [found.end() for found in re.finditer(r"\.(?=\s)", what[:most])]
    return f"{what[: ends[-1]]} …" if ends and ends[-1] > most // 2 else clipped(what, most)


def _fewer_causes(kept: int, page: Page) -> Page:
    if page.causes is None or len(page.causes.causes) <= kept:
        return page
    return _dropped(replace(page, causes=replace(page.causes, causes=page.causes.causes[:kept], others="")), "causes")


def _only_the_urgent(page: Page) -> Page:
    return _dropped(replace(page, causes=None, runs=None, no_runs="", drawing=None, week=None), "sections")


def _fewer_rules(kept: int, page: Page) -> Page:
    """Rules of the highest level stand first; the box itself and its count of what is left out stay."""
    if len(page.urgency.why) <= kept:
        return page
    return _dropped(replace(page, urgency=replace(page.urgency, why=page.urgency.why[:kept])), "rules")
