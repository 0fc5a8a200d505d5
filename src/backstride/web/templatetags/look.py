"""Pictures and numbers in our templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join

from backstride.report.pictures import PERSON
from backstride.report.words import TEN

from ..styles import FRAME, address

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from backstride.report.page import Fact

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of the icons of the sprite; a word always stands beside it, so readers of the screen skip it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("backstride/icons/icons.svg"),
        name,
    )


@register.simple_tag
def styles(*sheets: str) -> SafeString:
    """The style sheets of a page with the frame, and those of its own."""
    return bare_styles(*FRAME, *sheets)


@register.simple_tag
def bare_styles(*sheets: str) -> SafeString:
    """These style sheets alone."""
    return format_html('<link rel="stylesheet" href="{}">', address(*sheets))


@register.filter
def without_name(sentence: str, name: str) -> str:
    """A sentence about a file without the file's name, where that stands right above it."""
    rest = sentence.removeprefix(f"{name}: ")
    return rest[:1].upper() + rest[1:]


@register.filter
def initials(name: str) -> str:
    """At most two first letters of a name."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


@register.simple_tag
def ten(counts: tuple[int, int]) -> SafeString:
    """Ten people in a row: filled up to the low end, tinted up to the high end, the rest in outline.

    The words beside it say the same, so readers of the screen skip it.
    """
    low, high = counts
    kinds = ("sure" if place < low else "maybe" if place < high else "rest" for place in range(TEN))
    people = format_html_join(
        "",
        '<path class="{}" d="{}" transform="translate({} 1)"/>',
        ((kind, PERSON, 1 + 13 * place) for place, kind in enumerate(kinds)),
    )
    return format_html('<svg class="ten" viewBox="0 0 130 18" aria-hidden="true" focusable="false">{}</svg>', people)


@register.simple_tag
def weeks(fact: Fact) -> SafeString:
    """The weeks of a fact as small bars, the week it happened in marked; the sentence beside it says it in words."""
    highest = max(fact.bars, default=0.0)
    if highest <= 0:
        return format_html("")
    bars = []
    for place, amount in enumerate(fact.bars):
        height = round(30 * amount / highest, 1)
        bars.append(("marked" if place == fact.marked else "week", 9 * place, 31 - max(1, height), max(1, height)))
    drawn = format_html_join("", '<rect class="{}" x="{}" y="{}" width="7" height="{}" rx="1.5"/>', bars)
    return format_html(
        '<svg class="weeks" viewBox="0 0 {} 32" aria-hidden="true" focusable="false">{}</svg>',
        9 * len(fact.bars) - 2,
        drawn,
    )


@register.simple_tag
def share_of(width: int) -> SafeString:
    """A bar that is so many per cent full; the word beside it says how much that is."""
    return format_html(
        '<svg class="bar-of" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="ground" width="100" height="8"/><rect class="full" width="{}" height="8"/></svg>',
        width,
    )
