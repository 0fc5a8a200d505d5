"""The look keeps to its sizes, its contrasts and its licences."""

import gzip
import re
from pathlib import Path

import pytest

import backstride.web
from backstride.report import INTENDED_USE
from backstride.web import context

STATIC = Path(backstride.web.__file__).parent / "static" / "backstride"
TEMPLATES = Path(backstride.web.__file__).parent / "templates"
ROOT = Path(__file__).resolve().parents[3]
KB = 1024


def test_the_fonts_fit_into_their_budget_and_carry_their_licences():
    fonts = list((STATIC / "fonts").glob("*.woff2"))
    assert len(fonts) == 2
    assert sum(font.stat().st_size for font in fonts) <= 36 * KB
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for font in fonts:
        name = font.name.partition("-")[0]
        assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / f"LICENSE-{name}.txt").read_text(encoding="utf-8").upper()
    assert "Fraunces and Atkinson Hyperlegible Next" in notice
    assert "Lucide" in notice


def test_styles_and_icons_are_small():
    for name, most in (("tokens.css", 2 * KB), ("layout.css", 4 * KB), ("icons/icons.svg", 2 * KB)):
        assert len(gzip.compress((STATIC / name).read_bytes())) <= most, name


def test_every_icon_of_the_sprite_is_used_and_every_used_one_is_there():
    from backstride.report.words import LEVEL_LOOK
    from backstride.web.pages.latest import ICONS

    shipped = set(re.findall(r'symbol id="([\w-]+)"', (STATIC / "icons/icons.svg").read_text(encoding="utf-8")))
    written = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    used = set(re.findall(r'{% icon "([\w-]+)" %}', written))
    used |= {place.name for place in context.PLACES} | {look.icon for look in LEVEL_LOOK.values()}
    used |= {*ICONS.values(), "check"}
    assert used == shipped


def colours(theme):
    """Token -> colour of one theme, from the style sheet itself."""
    text = (STATIC / "tokens.css").read_text(encoding="utf-8")
    found = dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6})", text[text.index(":root {") : text.index("@media")]))
    if theme == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6})", text[text.index(':root[data-theme="dark"]') :]))
    return found


def contrast(one, other):
    """WCAG 2 ratio of two colours."""

    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_ratio_of_black_on_white_is_21():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        *[(front, back, 4.5) for front in ("ink", "ink-2", "pine") for back in ("paper", "card", "sunk")],
        ("on-pine", "pine", 4.5),
        ("pine-dark", "pine-tint", 4.5),
        ("clay", "card", 4.5),
        ("clay", "paper", 4.5),
        ("on-soon", "soon", 4.5),
        *[("edge", back, 3) for back in ("paper", "card", "sunk")],
        *[("focus", back, 3) for back in ("paper", "card", "sunk", "pine-tint")],
        ("sea", "sea-tint", 3),
        ("danger-edge", "card", 3),
    ],
)
def test_text_and_edges_stand_out(theme, front, back, least):
    known = colours(theme)
    assert contrast(known[front], known[back]) >= least


@pytest.mark.parametrize("level", ["emergency", "urgent", "routine", "self-care"])
def test_white_words_stand_out_on_every_level(level):
    assert contrast("#FFFFFF", colours("light")[level]) >= 4.5


def test_both_ways_into_the_dark_show_the_same_colours():
    text = (STATIC / "tokens.css").read_text(encoding="utf-8")
    by_device = text[text.index("@media") : text.index(':root[data-theme="dark"]')]
    assert dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6})", by_device)).items() <= colours("dark").items()


def test_no_template_holds_a_script_or_a_style_of_its_own():
    # The content policy would not let them run; a page that needs one is broken.
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r'<script(?! (type="module" )?src="{% static)|<style|\sstyle=|\son\w+=|https?://', text), (
            path.name
        )


def test_the_foot_says_what_it_is_for_in_the_agreed_words():
    assert context.INTENDED_USE == INTENDED_USE
    assert "{{ intended_use }}" in (TEMPLATES / "base.html").read_text(encoding="utf-8")
