"""The report on paper: one page, A4 or Letter, as a tagged PDF, the same bytes wherever it is made."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from backstride.report.chart import alternative, weekly_svg
from backstride.report.compose import ReportInput, compose
from backstride.report.identity import report_id
from backstride.report.intended_use import INTENDED_USE
from backstride.report.pictures import ICONS, LOGO, count_row
from backstride.report.trim import MORE, versions
from backstride.report.words import COMMON, LATIN, spelled

if TYPE_CHECKING:
    import re

    from backstride.report.page import Page

ROOM = Path(__file__).parent
CHART_WIDTH_PX, CHART_HEIGHT_PX, CHART_LETTERS_PX = 330, 92, 11.2


LETTER = frozenset(("US", "CA", "MX", "PH", "CO", "CL", "VE", "CR", "PA", "DO", "PR"))
"""Countries whose printers hold Letter; everywhere else it is A4."""


def sheet_of(country: str | None) -> Literal["a4", "us-letter"]:
    """The size of paper that is usual in a country, by its two-letter code; A4 where none is known."""
    return "us-letter" if (country or "").upper() in LETTER else "a4"


class ReportError(RuntimeError):
    """A report that could not be made: says which part and what to do."""


def pdf(page: ReportInput) -> bytes:
    """The report as one page of the size that `page.sheet` says.

    Parameters
    ----------
    page : ReportInput
        What to report.

    Returns
    -------
    bytes
        A PDF file, tagged (PDF/UA-1), with its fonts inside. Equal input gives equal bytes. Where the page would run
        over, lines are dropped in the order of `trim.versions` and the page says so. Signs in a story that the fonts
        lack are shown as "?", and the page says that too.

    Raises
    ------
    ReportError
        If the page can't be set.
    """
    import typst

    composed = compose(page)
    day = datetime.combine(page.on, time(), tzinfo=UTC)
    problem: RuntimeError | None = None
    # PDF/UA refuses signs that no font holds, so those are given up step by step: none, the rarer, all but Latin.
    for unprintable in (None, COMMON, LATIN):
        try:
            inputs = _longest_that_fits(composed, unprintable, page.sheet)
            made: bytes = typst.compile(
                _template(),
                format="pdf",
                font_paths=_fonts(),
                sys_inputs=inputs,
                pdf_standards=["ua-1"],
                timestamp=day,
            )
        except RuntimeError as error:
            problem = error
        else:
            return made
    raise ReportError(
        f"The page could not be set as PDF ({problem}); write it as HTML instead, and report this with your answers."
    ) from problem


def _longest_that_fits(page: Page, unprintable: re.Pattern[str] | None, sheet: str) -> dict[str, str]:
    """What to set: the first version that takes one page. They only get shorter, so each look halves the list."""
    candidates = list(versions(page))
    low, high = 0, len(candidates) - 1
    while low < high:
        middle = (low + high) // 2
        if _pages(_inputs(page, *candidates[middle], unprintable, sheet)) == 1:
            high = middle
        else:
            low = middle + 1
    return _inputs(page, *candidates[low], unprintable, sheet)


def _pages(inputs: dict[str, str]) -> int:
    import typst

    found = typst.query(_template(), "<pages>", field="value", one=True, font_paths=_fonts(), sys_inputs=inputs)
    return int(json.loads(found))


def _inputs(whole: Page, size: float, page: Page, unprintable: re.Pattern[str] | None, sheet: str) -> dict[str, str]:
    content = spelled(asdict(page), unprintable)
    views = page.drawing.views if page.drawing else ()
    content |= {
        "emergency": page.is_emergency,
        "sheet": sheet,
        "icon": ICONS[page.urgency.look.icon],
        "logo": LOGO,
        "more": MORE,
        "intended_use": INTENDED_USE,
        "report_id": report_id(whole),
        "figures": [{"svg": view.svg(), "label": view.label, "edges": view.edges} for view in views],
        "chart": _chart(page),
        "unprintable": UNPRINTABLE if unprintable else "",
    }
    if page.causes is not None:
        for shown, cause in zip(content["causes"]["causes"], page.causes.causes, strict=True):
            shown["row"] = count_row(*cause.counts) if cause.counts else ""
    return {"page": json.dumps(content, default=str), "size": str(size)}


UNPRINTABLE = "Signs that our letters lack are shown as a question mark."


def _chart(page: Page) -> dict[str, str] | None:
    runs = page.runs
    if runs is None:
        return None
    svg = _drawn(runs.weeks, runs.stand_out, runs.pain_began)
    return {"svg": svg, "alt": alternative(runs.weeks, runs.stand_out, runs.pain_began)}


@cache
def _drawn(weeks: Any, stand_out: Any, pain_began: Any) -> str:
    return weekly_svg(
        weeks,
        stand_out=stand_out,
        pain_began=pain_began,
        width=CHART_WIDTH_PX,
        height=CHART_HEIGHT_PX,
        letters=CHART_LETTERS_PX,
    )


@cache
def _template() -> bytes:
    return (ROOM / "templates" / "page.typ").read_bytes()


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(ROOM / "fonts")])
