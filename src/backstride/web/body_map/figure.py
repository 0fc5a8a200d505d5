"""The four views as the page draws them, with what is marked on each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from backstride.report.body import figures

from .words import NAMES, STRENGTHS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from .marks import Marks

TABS = {"back": _("Behind"), "front": _("Front"), "left": _("Left"), "right": _("Right")}
LABELS = {
    "back": _("Your body from behind"),
    "front": _("Your body from the front"),
    "left": _("Your left side"),
    "right": _("Your right side"),
}
EDGES = {
    "Left": _("Your left"),
    "Right": _("Your right"),
    "Front": _("Front"),
    "Back": pgettext_lazy("side of the body", "Back"),
}
ROOM = 2
"""Units round the figure, so that the outline of what lies at its edge is not cut off."""
TOP = 34
"""Where the views begin: the head takes no mark, and a phone has little room."""


@dataclass(frozen=True)
class Place:
    """A region of one view: what it is called, how strongly it is marked, its outline."""

    region: str
    name: str
    strength: str
    path: str

    @property
    def said(self) -> str:
        """What a screen reader says of it."""
        return self.name if self.strength == "none" else f"{self.name}: {STRENGTHS[self.strength]}"


@dataclass(frozen=True)
class View:
    """One view with its places, from the head down."""

    name: str
    tab: _StrPromise
    label: _StrPromise
    edges: tuple[_StrPromise, _StrPromise]
    viewbox: str
    behind: tuple[str, ...]
    places: tuple[Place, ...]
    outline: str
    over: tuple[str, ...]
    shown: bool


def views(marks: Marks) -> list[View]:
    """The four views; the first that shows a mark is open, from behind where none is marked."""
    open_one = _first_with(marks)
    return [
        View(
            name=figure.name,
            tab=TABS[figure.name],
            label=LABELS[figure.name],
            edges=(EDGES[figure.edges[0]], EDGES[figure.edges[1]]),
            viewbox=_viewbox(figure.frame),
            behind=figure.behind,
            places=tuple(
                Place(shape.region, str(NAMES[shape.region]), marks.get(shape.region, "none"), shape.path)
                for shape in figure.regions
            ),
            outline=figure.outline,
            over=figure.over,
            shown=figure.name == open_one,
        )
        for figure in figures()
    ]


def _first_with(marks: Marks) -> str:
    return next((name for name, drawn in _drawn().items() if drawn & set(marks)), "back")


@cache
def _drawn() -> dict[str, frozenset[str]]:
    return {figure.name: frozenset(shape.region for shape in figure.regions) for figure in figures()}


def _viewbox(frame: tuple[int, int, int, int]) -> str:
    x, y, width, height = frame
    return f"{x - ROOM} {TOP} {width + 2 * ROOM} {y + height + ROOM - TOP}"
