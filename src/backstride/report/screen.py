"""The report on a screen: one HTML file with its style, letters and drawings inside, phone first, light and dark."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Any

from backstride.report.beside import STRENGTHS
from backstride.report.chart import alternative, weekly_svg
from backstride.report.compose import ReportInput, compose
from backstride.report.identity import report_id
from backstride.report.intended_use import INTENDED_USE
from backstride.report.pictures import ICONS, LOGO, count_row
from backstride.report.words import day_words

ROOM = Path(__file__).parent
CHART_WIDTH_PX, CHART_HEIGHT_PX, CHART_LETTERS_PX = 290, 150, 13
FONT_FILES = (
    ("Atkinson Hyperlegible Next", 400, "AtkinsonHyperlegibleNext-Regular.woff2"),
    ("Atkinson Hyperlegible Next", 700, "AtkinsonHyperlegibleNext-Bold.woff2"),
    ("Fraunces", 400, "Fraunces-Heading.woff2"),
)


def html(page: ReportInput) -> str:
    """The report as one HTML file that asks nothing of any server.

    Parameters
    ----------
    page : ReportInput
        What to report.

    Returns
    -------
    str
        A whole document. Nothing is left out of it for length. Everything a runner typed is escaped.
    """
    from markupsafe import Markup

    composed = compose(page)
    runs = composed.runs
    chart = None
    if runs is not None:
        chart = weekly_svg(
            runs.weeks,
            stand_out=runs.stand_out,
            pain_began=runs.pain_began,
            width=CHART_WIDTH_PX,
            height=CHART_HEIGHT_PX,
            letters=CHART_LETTERS_PX,
        )
    text: str = _template().render(
        page=composed,
        icon=_inline(ICONS[composed.urgency.look.icon]),
        logo=_inline(LOGO),
        views=[
            {"viewbox": view.viewbox, "shapes": Markup(view.shapes), "label": view.label, "edges": view.edges}  # noqa: S704
            for view in (composed.drawing.views if composed.drawing else ())
        ],
        rows=[
            _inline(count_row(*cause.counts), "people") if cause.counts else ""
            for cause in (composed.causes.causes if composed.causes else ())
        ],
        chart=_inline(chart) if chart else "",
        chart_words=alternative(runs.weeks, runs.stand_out, runs.pain_began) if runs else "",
        strengths=STRENGTHS,
        intended_use=INTENDED_USE,
        report_id=report_id(composed),
        fonts=Markup(_font_faces()),  # noqa: S704
        style=Markup((ROOM / "templates" / "page.css").read_text(encoding="utf-8")),  # noqa: S704
    )
    return text


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(ROOM / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = day_words
    return environment.get_template("page.html.jinja")


def _inline(svg: str, css_class: str = "") -> Any:
    """One of our own drawings for use inside HTML: no namespace, hidden from readers of words."""
    from markupsafe import Markup

    for namespace in (' xmlns="http://www.w3.org/2000/svg"', ' xmlns:xlink="http://www.w3.org/1999/xlink"'):
        svg = svg.replace(namespace, "")
    named = f' class="{css_class}"' if css_class else ""
    return Markup(svg.replace("<svg", f'<svg aria-hidden="true"{named}', 1))  # noqa: S704


@cache
def _font_faces() -> str:
    faces = []
    for family, weight, name in FONT_FILES:
        data = b64encode((ROOM / "fonts" / name).read_bytes()).decode()
        faces.append(
            f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;'
            f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
        )
    return "\n".join(faces)
