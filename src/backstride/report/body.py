"""The pain drawing: the one or two views of the body map that show what was marked, as SVG, and its words."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backstride.report.words import listing, lower_first

if TYPE_CHECKING:
    from collections.abc import Sequence

BODY_MAP = Path(__file__).with_name("bodymap.svg")
SVG = "{http://www.w3.org/2000/svg}"

PAPER_STYLE = (
    ".inert path{fill:#ECE6DC;stroke:#857B6B;stroke-width:1.6}"
    ".region{fill:#FBF8F3;stroke:#857B6B;stroke-width:1.3;stroke-linejoin:round}"
    ".outline{fill:none;stroke:#857B6B;stroke-width:2.4}"
    ".marked{fill:#8A3F72;stroke:#3D0E2F;stroke-width:2.6}"
)
"""Fills for paper: a marked place is far darker than the rest, so that it reads in grey."""

FRAME = {"back": (31, 0, 298, 786), "front": (31, 0, 298, 786), "left": (84, 0, 192, 786), "right": (84, 0, 192, 786)}
"""Part of each view that holds the figure: x, y, width, height in units of the drawing."""

EDGES = {"back": ("Left", "Right"), "front": ("Right", "Left"), "left": ("Front", "Back"), "right": ("Back", "Front")}
"""What lies at the left and at the right edge of each view, as seen on the page."""


@dataclass(frozen=True, slots=True)
class View:
    """One figure: its side in words ("Behind"), the frame and shapes of its drawing, and who is where in it."""

    name: str
    label: str
    viewbox: str
    shapes: str
    edges: tuple[str, str]

    def svg(self) -> str:
        """The figure as an SVG file for paper."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{self.viewbox}">'
            f"<style>{PAPER_STYLE}</style>{self.shapes}</svg>"
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """One region as one view draws it: its id, its name, and its outline as SVG path data."""

    region: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One view taken apart, for who draws it another way: what lies behind the regions, they, what lies over them.

    `frame` is the part of the drawing that holds the figure: x, y, width, height.
    """

    name: str
    label: str
    frame: tuple[int, int, int, int]
    edges: tuple[str, str]
    behind: tuple[str, ...]
    regions: tuple[Shape, ...]
    outline: str
    over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PainDrawing:
    """The figures to show and, in words, all the places that were marked."""

    views: tuple[View, ...]
    places: tuple[str, ...]
    words: str


def pain_drawing(regions: Sequence[str]) -> PainDrawing:
    """Cut the body map to the views that show the marked places.

    Parameters
    ----------
    regions : sequence of str
        Body-map ids such as "low_back_left". Unknown ids are left out.

    Returns
    -------
    PainDrawing
        From behind or the front, whichever shows more marks (from behind where none is marked), and a second view
        where marks are left that the first cannot show.
    """
    drawn = _regions_by_view()
    names = region_names()
    marked = [region for region in dict.fromkeys(regions) if region in names]
    views = [_best_view(marked, ("back", "front"))]
    unseen = [region for region in marked if region not in drawn[views[0]]]
    if unseen:
        views.append(_best_view(unseen, tuple(drawn)))
    places = tuple(names[region] for region in marked)
    return PainDrawing(
        views=tuple(_cut(view, frozenset(marked)) for view in views),
        places=places,
        words=place_words(places) if places else "No place was marked",
    )


@cache
def figures() -> tuple[Figure, ...]:
    """The four views: from behind, the front, the left and the right side."""
    return tuple(_figure(group) for group in _map().findall(f"{SVG}g"))


def place_words(places: Sequence[str]) -> str:
    """Marked places as one phrase: "left low back and left buttock"."""
    return listing([lower_first(place) for place in places])


@cache
def region_names() -> dict[str, str]:
    """Every region of the body map with its name: "low_back_left" -> "Left low back"."""
    return {node.get("data-region"): node.get("data-label") for node in _map().iter(f"{SVG}path") if _is_region(node)}


def _best_view(regions: Sequence[str], views: Sequence[str]) -> str:
    drawn = _regions_by_view()
    return max(views, key=lambda view: sum(region in drawn[view] for region in regions))


@cache
def _regions_by_view() -> dict[str, frozenset[str]]:
    return {
        group.get("data-view"): frozenset(n.get("data-region") for n in group.iter(f"{SVG}path") if _is_region(n))
        for group in _map().findall(f"{SVG}g")
    }


def _cut(view: str, marked: frozenset[str]) -> View:
    from lxml import etree

    group = next(g for g in _map().findall(f"{SVG}g") if g.get("data-view") == view)
    label = group.get("data-label")
    group = deepcopy(group)
    for node in group.iter(f"{SVG}path"):
        if node.get("data-region") in marked:
            node.set("class", "region marked")
        for name in ("data-region", "data-label"):
            node.attrib.pop(name, None)
    group.attrib.clear()
    # Marked places last, so that no neighbour's outline cuts into theirs.
    last_region = max(i for i, node in enumerate(group) if "region" in (node.get("class") or "").split())
    for node in [n for n in group if n.get("class") == "region marked"]:
        group.insert(last_region, node)
    shapes = etree.tostring(group, encoding="unicode").replace("\n", "").replace(f' xmlns="{SVG[1:-1]}"', "")
    return View(view, label, " ".join(str(edge) for edge in FRAME[view]), shapes, EDGES[view])


def _figure(group: Any) -> Figure:
    behind, over = ([path.get("d") for path in inert] for inert in group.findall(f"{SVG}g"))
    regions = [node for node in group if _is_region(node)]
    return Figure(
        name=group.get("data-view"),
        label=group.get("data-label"),
        frame=FRAME[group.get("data-view")],
        edges=EDGES[group.get("data-view")],
        behind=tuple(behind),
        regions=tuple(Shape(n.get("data-region"), n.get("data-label"), n.get("d")) for n in regions),
        outline=group.find(f"{SVG}path[@class='outline']").get("d"),
        over=tuple(over),
    )


def _is_region(node: Any) -> bool:
    return node.get("data-region") is not None


@cache
def _map() -> Any:
    from lxml import etree

    return etree.fromstring(BODY_MAP.read_bytes())
