"""Small drawings as SVG: the sign of each level of urgency, the row of ten people, and the mark of the product."""

from __future__ import annotations

from backstride.report.words import TEN

STROKE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'


def _icon(shapes: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24" {STROKE}>{shapes}</svg>'


ICONS = {
    "octagon": _icon('<path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z"/><path d="M12 7v6"/><path d="M12 17v.01"/>'),
    "triangle": _icon('<path d="M12 3 22 20H2z"/><path d="M12 9v5"/><path d="M12 17v.01"/>'),
    "clock": _icon('<circle cx="12" cy="12" r="9.5"/><path d="M12 6.5V12l3.5 2.5"/>'),
    "calendar": _icon('<rect x="3" y="5" width="18" height="16" rx="2"/><path d="M3 10h18M8 2.5v5M16 2.5v5"/>'),
    "house": _icon('<path d="M3 11.5 12 3.5l9 8"/><path d="M5.5 10v10.5h13V10"/>'),
}
"""One shape for each level of urgency, so that colour never speaks alone."""

PERSON = "M5 0a2.9 2.9 0 1 1 0 5.8a2.9 2.9 0 0 1 0-5.8zM.6 16V10.4a3.4 3.4 0 0 1 3.4-3.4h2a3.4 3.4 0 0 1 3.4 3.4V16z"
PINE, PINE_TINT, EDGE = "#1C5A53", "#B9D6CE", "#857B6B"


def count_row(low: int, high: int) -> str:
    """Ten people in a row: the first `low` filled, up to `high` tinted, the rest in outline.

    Parameters
    ----------
    low, high : int
        Ends of the range out of ten.

    Returns
    -------
    str
        An SVG file. It repeats what the words beside it say.
    """
    people = []
    for place in range(TEN):
        kind = "sure" if place < low else "maybe" if place < high else "rest"
        fill, edge = {"sure": (PINE, PINE), "maybe": (PINE_TINT, PINE), "rest": ("none", EDGE)}[kind]
        people.append(
            f'<path class="{kind}" d="{PERSON}" transform="translate({1 + 13 * place} 1)"'
            f' fill="{fill}" stroke="{edge}" stroke-width="1"/>'
        )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 129 18">{"".join(people)}</svg>'


LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 34" fill="#1C5A53">'
    '<circle cx="14.5" cy="3" r="2.3"/><circle cx="9.5" cy="7.6" r="2.5"/><circle cx="7" cy="13.6" r="2.7"/>'
    '<circle cx="8.6" cy="19.8" r="2.8"/><circle cx="12.4" cy="25.2" r="2.9"/><circle cx="14" cy="31" r="2.7"/></svg>'
)
"""A spine in mid-stride, as six dots."""
