"""Contrast of the page's colours in both themes, by the formula of WCAG 2.2 (relative luminance)."""

import re
from pathlib import Path

import pytest

from backstride import report

STYLE = (Path(report.__file__).parent / "templates" / "page.css").read_text(encoding="utf-8")
TEXT, SHAPE = 4.5, 3.0
PAIRS = (
    ("ink", "paper", TEXT), ("ink", "card", TEXT), ("ink-2", "paper", TEXT), ("ink-2", "card", TEXT),
    ("pine", "paper", TEXT), ("pine", "card", TEXT), ("plum", "card", TEXT), ("red", "card", TEXT),
    ("clay", "card", SHAPE), ("sea", "card", SHAPE), ("edge", "card", SHAPE), ("mark", "body", SHAPE),
    ("focus", "paper", SHAPE),
)  # fmt: skip


def tokens(theme):
    light, dark = (
        dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6});", part))
        for part in (
            STYLE.split("@media (prefers-color-scheme: dark)")[0].split("html.emergency")[0],
            STYLE.split("@media (prefers-color-scheme: dark)")[1].split("* {")[0],
        )
    )
    return light if theme == "light" else light | dark


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one, other):
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_the_formula_gives_21_for_black_on_white():
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_colours_differ_enough_to_be_read(theme, front, ground, least):
    colours = tokens(theme)
    assert ratio(colours[front], colours[ground]) >= least


@pytest.mark.parametrize("tint", ["emergency", "urgent", "routine", "self-care"])
def test_white_heads_of_urgency_can_be_read(tint):
    assert ratio("#FFFFFF", tokens("light")[tint]) >= TEXT


def test_the_yellow_head_is_read_with_dark_letters():
    colours = tokens("light")
    assert ratio(colours["on-soon"], colours["soon"]) >= TEXT


def test_a_marked_place_stands_out_in_grey():
    colours = tokens("light")
    assert ratio(colours["mark"], colours["body"]) >= TEXT
