"""The picture of the runs: weekly distance over twelve weeks, the run that stands out, and the first day of pain."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from backstride.report.words import MONTHS, day_words

if TYPE_CHECKING:
    from collections.abc import Sequence

WEEKS = 12
FONTS = Path(__file__).with_name("fonts")
LABEL_WEEKS = 4
"""Bars that the label of a run may lie over."""
FONT = "Atkinson Hyperlegible Next"

SEA, CLAY, INK, INK_2, LINE, CARD, PLUM = "#2B6489", "#B4532A", "#1F2E2C", "#55615E", "#E2D9CB", "#FFFFFF", "#6A2455"
"""Colours of the theme on paper; the HTML page swaps them in the dark."""

THEME: dict[str, Any] = {
    "background": None,
    "font": FONT,
    "aria": False,
    "padding": 2,
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "ticks": False,
        "grid": False,
        "labelColor": INK_2,
        "labelPadding": 5,
        "title": None,
    },
    "axisY": {"grid": True, "gridColor": LINE, "tickCount": 3},
    "text": {"color": INK},
}
"""The Altair theme `backstride`: tokens of the design, no frame, few lines."""


@dataclass(frozen=True, slots=True)
class Week:
    """Distance of one week and its longest run; `start` is a Monday."""

    start: date
    distance_m: float
    longest_m: float


@dataclass(frozen=True, slots=True)
class StandOut:
    """The run to point at: its day, its distance and what to write beside it."""

    on: date
    distance_m: float
    label: str


def twelve_weeks(weeks: Sequence[Week], on: date) -> tuple[Week, ...]:
    """The twelve calendar weeks that end with the week of `on`, oldest first; weeks without a run are zero."""
    known = {week.start: week for week in weeks}
    last = on - timedelta(days=on.weekday())
    starts = [last - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    return tuple(known.get(start, Week(start, 0.0, 0.0)) for start in starts)


def reading(weeks: Sequence[Week]) -> str:
    """The chart in one sentence: the fullest week beside the middle one of the others that had runs."""
    fullest = max(weeks, key=lambda week: week.distance_m)
    others = [week.distance_m for week in weeks if week is not fullest and week.distance_m > 0]
    beside = f"; your middle week was {_km(median(others))}" if others else ""
    return f"Your fullest week was {_km(fullest.distance_m)}, from {day_words(fullest.start)}{beside}."


def alternative(weeks: Sequence[Week], stand_out: StandOut | None, pain_began: date | None) -> str:
    """The chart for those who can't see it: every week, the run that stands out, and when the pain began."""
    each = ", ".join(f"{day_words(week.start)} {_km(week.distance_m)}" for week in weeks)
    text = f"Weekly running distance over {len(weeks)} weeks: {each}."
    if stand_out is not None:
        text += f" Marked run: {stand_out.label}."
    if pain_began is not None and pain_began >= weeks[0].start:
        text += f" Dashed line: the pain began on {day_words(pain_began)}."
    return text


def weekly_svg(
    weeks: Sequence[Week],
    *,
    stand_out: StandOut | None,
    pain_began: date | None,
    width: int,
    height: int,
    letters: float,
) -> str:
    """Draw the twelve weeks.

    Parameters
    ----------
    weeks : sequence of Week
        The weeks shown, oldest first.
    stand_out : StandOut or None
        The run to point at.
    pain_began : date or None
        First day of pain; drawn where it falls inside the weeks.
    width, height : int
        Size of the plot without its axes. [px]
    letters : float
        Height of the letters. [px]

    Returns
    -------
    str
        An SVG file whose letters are text in the report's own font.
    """
    import altair as alt

    _register_fonts()
    first, end = weeks[0].start, weeks[-1].start + timedelta(weeks=1)
    days = (end - first).days
    top_km = max(1.0, max(week.distance_m for week in weeks) / 1000)
    room = 1.4 if pain_began is not None else 1.2 if stand_out is not None else 1.05
    scales = {
        "x": alt.Scale(domain=[0, days], nice=False),
        "y": alt.Scale(domain=[0, top_km * room], nice=False),
    }
    bars = [_bar(week, (week.start - first).days) for week in weeks]
    layers: list[Any] = [_bars(alt, bars, scales)]
    if stand_out is not None and first <= stand_out.on < end:
        layers += _pointer(alt, bars, (stand_out.on - first).days // 7, stand_out, top_km)
    if pain_began is not None and first <= pain_began < end:
        layers += _pain_line(alt, (pain_began - first).days, day_words(pain_began), days, top_km * (room - 0.02))
    return _svg(alt.layer(*layers).properties(width=width, height=height), letters)


def _bar(week: Week, day: int) -> dict[str, Any]:
    return {
        "from": day + 0.7,
        "to": day + 6.3,
        "middle": day + 3.5,
        "zero": 0,
        "km": week.distance_m / 1000,
        "name": f"{week.start.day} {MONTHS[week.start.month - 1][:3]}",
    }


def _bars(alt: Any, bars: list[dict[str, Any]], scales: dict[str, Any]) -> Any:
    names = {round(bar["middle"] * 2): bar["name"] for bar in bars[1::2]}
    x_axis = alt.Axis(values=[key / 2 for key in names], labelExpr=f"{json.dumps(names)}[round(datum.value*2)]")
    y_axis = alt.Axis(labelExpr="datum.value + ' km'", tickCount=3)
    return (
        alt.Chart(alt.Data(values=bars))
        .mark_bar(color=SEA)
        .encode(
            x=alt.X("from:Q", scale=scales["x"], axis=x_axis),
            x2="to:Q",
            y=alt.Y("km:Q", scale=scales["y"], axis=y_axis),
            y2="zero:Q",
        )
    )


def _pointer(alt: Any, bars: list[dict[str, Any]], week: int, stand_out: StandOut, top_km: float) -> list[Any]:
    """The run as the marked upper part of its week's bar, a gap below it, and its label above, inside the plot."""
    bar = bars[week]
    late = week >= len(bars) / 2
    beneath = bars[max(0, week - LABEL_WEEKS) : week + 1] if late else bars[week : week + LABEL_WEEKS + 1]
    point = {
        **bar,
        "foot": max(0.0, bar["km"] - stand_out.distance_m / 1000),
        "text": stand_out.label,
        "above": max(other["km"] for other in beneath) + top_km * 0.03,
        "edge": bar["to"] if late else bar["from"],
    }
    base = alt.Chart(alt.Data(values=[point]))
    return [
        base.mark_bar(color=CLAY).encode(x="from:Q", x2="to:Q", y="km:Q", y2="foot:Q"),
        base.mark_rule(color=CARD, strokeWidth=2).encode(x="from:Q", x2="to:Q", y="foot:Q"),
        base.mark_text(color=INK, fontWeight="bold", align="right" if late else "left", baseline="bottom").encode(
            x="edge:Q", y="above:Q", text="text:N"
        ),
    ]


def _pain_line(alt: Any, day: int, words: str, days: int, height_km: float) -> list[Any]:
    late = day > days * 0.58
    data = alt.Data(values=[{"day": day, "text": f"Pain began {words}", "y": height_km}])
    base = alt.Chart(data)
    return [
        base.mark_rule(color=PLUM, strokeDash=[4, 3], strokeWidth=1.6).encode(x="day:Q"),
        base.mark_text(
            color=PLUM, fontWeight="bold", align="right" if late else "left", dx=-5 if late else 5, baseline="top"
        ).encode(x="day:Q", y="y:Q", text="text:N"),
    ]


def _svg(chart: Any, letters: float) -> str:
    import altair as alt
    import vl_convert

    spec = chart.to_dict()
    spec["config"] = {
        **THEME,
        "axis": {**THEME["axis"], "labelFontSize": letters},
        "text": {**THEME["text"], "fontSize": letters},
    }
    version = "_".join(alt.SCHEMA_VERSION.split(".")[:2])
    svg: str = vl_convert.vegalite_to_svg(spec, vl_version=version)
    return svg


@cache
def _register_fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))


def _km(distance_m: float) -> str:
    return f"{distance_m / 1000:.0f} km"
