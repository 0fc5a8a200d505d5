"""`Workout` elements: found in the text, and put into a form that is the same in every export."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backstride.recording.apple.markup import TAG_REST, Node, tree, written
from backstride.recording.apple.times import unix_time, utc_text

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 16 * 2**20
"""Bytes of one workout; one with an event each second for a day stays under it."""
_EDGE = re.compile(rb"<Workout(?=[\s/>])(?P<rest>" + TAG_REST + rb")|</Workout\s*>")
_TIMES = ("startDate", "endDate", "creationDate", "date")
_ADDRESS = re.compile(r"HKDevice: 0x[0-9a-fA-F]+")
_ORDER = ("MetadataEntry", "WorkoutEvent", "WorkoutActivity", "WorkoutStatistics", "WorkoutRoute", "FileReference")


@dataclass(frozen=True, slots=True)
class Found:
    """One workout of an export.

    Parameters
    ----------
    text
        The element in its lasting form: times in UTC, children in a fixed order, no address of the phone's memory, no
        name of a route.
    start_s, end_s
        Unix time. [s]
    kind
        `Running` of `HKWorkoutActivityTypeRunning`.
    routes
        Paths of its routes, as the document gives them.
    """

    text: str
    start_s: int
    end_s: int
    kind: str
    routes: tuple[str, ...]


def texts(pieces: Iterator[bytes]) -> Iterator[bytes | None]:
    """Each `Workout` element of a document as it is written; None for one that is broken."""
    begun = b""
    for piece in pieces:
        if not begun and b"<Workout" not in piece:
            continue
        whole, begun = _whole(begun + piece)
        yield from whole
        if len(begun) > LONGEST:
            begun = b""
            yield None
    if begun:
        yield None


def _whole(text: bytes) -> tuple[list[bytes | None], bytes]:
    """The workouts in `text`, and the beginning of one that goes on after it."""
    found: list[bytes | None] = []
    start: int | None = None
    for edge in _EDGE.finditer(text):
        if edge["rest"] is None:
            if start is not None:
                found.append(text[start : edge.end()])
            start = None
            continue
        if start is not None:
            found.append(None)  # the one before has no end
        start = edge.start()
        if edge["rest"].endswith(b"/>"):
            found.append(text[start : edge.end()])
            start = None
    return found, b"" if start is None else text[start:]


def read(text: bytes) -> Found | None:
    """The workout in an element's text; None where it is broken or has no beginning or end."""
    node = tree(text)
    if node is None:
        return None
    start_s, end_s = unix_time(node.attributes.get("startDate")), unix_time(node.attributes.get("endDate"))
    if start_s is None or end_s is None or end_s < start_s:
        return None
    routes = tuple(
        dict.fromkeys(
            reference.attributes["path"]
            for route in node.named("WorkoutRoute")
            for reference in route.named("FileReference")
            if "path" in reference.attributes
        )
    )
    lasting = _lasting(node)
    lasting.children = [child for child in lasting.children if child.name != "WorkoutRoute"]
    return Found(written(lasting), start_s, end_s, kind_of(node), routes)


def kind_of(node: Node) -> str:
    """The activity's name without Apple's prefix."""
    return node.attributes.get("workoutActivityType", "").removeprefix("HKWorkoutActivityType")


def _lasting(node: Node) -> Node:
    attributes = dict(node.attributes)
    for name in _TIMES:
        time_s = unix_time(attributes.get(name))
        if time_s is not None:
            attributes[name] = utc_text(time_s)
    if "device" in attributes:
        # Where the object lay in the phone's memory when it was exported.
        attributes["device"] = _ADDRESS.sub("HKDevice", attributes["device"])
    children = {written(child): child for child in map(_lasting, node.children)}
    in_order = sorted(children, key=lambda text: (_place(children[text]), text))
    return Node(node.name, attributes, [children[text] for text in in_order])


def _place(node: Node) -> int:
    return _ORDER.index(node.name) if node.name in _ORDER else len(_ORDER)
