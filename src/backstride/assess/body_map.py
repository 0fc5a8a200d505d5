"""Marks on the body drawing -> weighed rows: places are a tree, a fine mark adds what it says beyond its parent."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

from .likelihood import MAP, Item

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backstride.evidence.model import Finding

    from .likelihood import Tables


@dataclass(frozen=True, slots=True)
class Marks:
    """Places that hurt (with every larger place around them) and places that were denied."""

    marked: frozenset[str]
    denied: frozenset[str]


def marks(said: Mapping[str, Any], findings: Mapping[str, Finding], known: Tables) -> Marks:
    """What was said about places, closed upwards.

    A mark on a fine place marks the places it lies in; a place whose finer places were all denied is denied itself.
    """
    marked, denied = set(), set()
    for finding, value in said.items():
        if findings[finding].dependence_group != MAP:
            continue
        if value is True:
            place: str | None = finding
            while place is not None:
                marked.add(place)
                place = findings[place].parent
        else:
            denied.add(finding)
    denied -= marked
    for place in known.larger:
        if place not in marked and denied.issuperset(known.children[place]):
            denied.add(place)
    return Marks(frozenset(marked), frozenset(denied))


def items(said: Mapping[str, Any], places: Marks, known: Tables, weighing: Mapping[str, Any]) -> list[Item]:
    """The places as items.

    Each marked larger place counts fully, half for the leg once the pain was said to run down it (one fact). Marked
    finer places under it share the weight sqrt(n) and say P(fine) / P(larger); denied ones count a little. Unmarked
    larger places count `map_unmarked_weight`, once something is marked or they were denied.
    """
    unmarked_weight = float(weighing["map_unmarked_weight"])
    if not places.marked:
        return [_top(known, place, False, 1.0, unmarked_weight) for place in known.top if place in places.denied]
    radiates = any(said.get(finding) is True for finding in weighing["map_radiation"])
    impossible = weighing["map_male_only"] if said.get("sex_female") is True else ()
    result = []
    for place in known.top:
        if place in impossible:
            continue
        half = radiates and place in weighing["map_leg_places"]
        weight = float(weighing["map_leg_weight_with_radiation"]) if half else 1.0
        result.append(_top(known, place, place in places.marked, weight, unmarked_weight))
        if place in places.marked:
            result.extend(_finer(place, weight, places, known, float(weighing["map_unmarked_child_weight"])))
    return result


def open_places(said: Mapping[str, Any], places: Marks, known: Tables, weighing: Mapping[str, Any]) -> list[str]:
    """Places still worth asking for: the larger ones until something hurts, then the finer ones under what hurts."""
    impossible = weighing["map_male_only"] if said.get("sex_female") is True else ()
    if places.marked:
        near = [child for place in sorted(places.marked) for child in known.children.get(place, ())]
    else:
        near = [place for place in known.top if place not in impossible]
    return [place for place in near if place not in places.marked and place not in places.denied]


def _top(known: Tables, place: str, marked: bool, weight: float, unmarked_weight: float) -> Item:
    pair = known.plain[place]
    could = ((pair.yes, weight), (pair.no, unmarked_weight))
    row, used = could[0] if marked else could[1]
    return Item(place, marked, used, row, could)


def _finer(place: str, weight: float, places: Marks, known: Tables, denied_weight: float) -> Iterator[Item]:
    children = known.children.get(place, ())
    marked = [child for child in children if child in places.marked]
    if not marked:
        return
    shared = weight / sqrt(len(marked))
    for child in children:
        pair = known.fine[child]
        could = ((pair.yes, shared), (pair.no, denied_weight * weight))
        if child in places.marked:
            yield Item(child, True, shared, pair.yes, could)
            yield from _finer(child, shared, places, known, denied_weight)
        elif child in places.denied:
            yield Item(child, False, denied_weight * weight, pair.no, could)
