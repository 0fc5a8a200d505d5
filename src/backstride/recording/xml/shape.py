"""What the points of one XML recording have in common: the bytes that stay the same, and the texts between them.

The reader of a format tells which text fills which column by reading a point with a name in place of each text. So the
fields of a format are written down once, and a point read by its shape cannot mean anything else than one read by lxml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from lxml import etree

from backstride.recording.xml.names import local_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from backstride.recording.xml.points import Reader

POINT_MAX = 8192
"""Bytes of a point worth learning from; real ones have about 500."""
TAGS_MAX = 128
OPENING_MAX = 8
"""Bytes by which `xml_piece` knows where a point begins."""

_NAME = rb"[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?"
_TAG = re.compile(
    rb"<(?P<close>/?)(?P<name>" + _NAME + rb")"
    rb"(?P<attributes>(?:[ \t\r\n]+" + _NAME + rb"=(?:\"[^\"<&]*\"|'[^'<&]*'))*)"
    rb"[ \t\r\n]*(?P<empty>/?)>(?P<text>[^<]*)",
    re.ASCII,
)
_ATTRIBUTE = re.compile(rb"(" + _NAME + rb")=(\"[^\"]*\"|'[^']*')", re.ASCII)
_SLOT = re.compile(r"slot(\d+)")


@dataclass(frozen=True, slots=True)
class Shape:
    """Bytes that points have in common.

    Parameters
    ----------
    fixed
        What stands before the first text, between each text and the next, and after the last.
    closing
        For each text, which quote (attributes of the point) or which `<` (texts of elements) ends it, both counted
        from the one that begins the point.
    attributes
        How many of the texts are attributes of the point; they come first.
    columns
        For each value of the format's reader the text that it comes from, -1 where the point has none.
    prefixes
        Namespace prefixes that have to be declared around the point.
    """

    fixed: tuple[bytes, ...]
    closing: tuple[int, ...]
    attributes: int
    columns: tuple[int, ...]
    prefixes: frozenset[str]


def learn(point: bytes, name: str, reader: Reader, readers: Collection[str]) -> Shape | None:
    """Shape of a point.

    Parameters
    ----------
    point
        From `<` to `>`, ASCII.
    name
        Its local name.
    reader
        What reads such points.
    readers
        Local names of all elements that are read as points; none may stand within another.

    Returns
    -------
    Shape or None
        None where the point is not well-formed, or holds more than elements and plain texts.
    """
    tags = _tags(point)
    if not tags or any(_local(tag) in readers for tag in tags[1:-1]):
        return None
    if point.count(f"<{name}".encode()[:OPENING_MAX]) > 1:  # what is odd behind the second would not count as in here
        return None
    slots = _slots(tags)
    if slots is None:
        return None
    places, closing, attributes = slots
    fixed = tuple(point[end:start] for end, start in zip((0, *places[1::2]), (*places[::2], len(point)), strict=True))
    prefixes = _prefixes(tags)
    if prefixes is None:
        return None
    probe = fixed[0] + b"".join(b"slot%d%s" % (number, part) for number, part in enumerate(fixed[1:]))
    columns = _columns(probe, prefixes, name, reader)
    return None if columns is None else Shape(fixed, closing, attributes, columns, prefixes)


def _tags(point: bytes) -> list[re.Match[bytes]] | None:
    """Tags that follow each other without anything between but the text after each."""
    tags: list[re.Match[bytes]] = []
    at = 0
    while at < len(point):
        tag = _TAG.match(point, at)
        if tag is None or len(tags) == TAGS_MAX:
            return None
        tags.append(tag)
        at = tag.end()
    return tags if len(tags) > 1 and not tags[-1]["text"] else None


def _local(tag: re.Match[bytes]) -> str:
    return tag["name"].rpartition(b":")[2].decode("ascii")


def _slots(tags: list[re.Match[bytes]]) -> tuple[list[int], tuple[int, ...], int] | None:
    """Starts and ends of the texts by turns, what ends each, and how many are attributes; None for other text."""
    first = tags[0]
    places: list[int] = []
    for attribute in _ATTRIBUTE.finditer(first.string, *first.span("attributes")):
        # Another namespace could be senseless in some points only; its value would pass for a text.
        if attribute[1].startswith(b"xmlns") or not attribute[2].startswith(b'"'):
            return None
        places += [attribute.start(2) + 1, attribute.end(2) - 1]
    attributes = len(places) // 2
    closing = [2 * number + 1 for number in range(attributes)]
    for number, (tag, following) in enumerate(pairwise(tags)):
        if not tag["close"] and not tag["empty"] and following["close"] and tag["name"] == following["name"]:
            places += tag.span("text")
            closing.append(number + 1)
        elif tag["text"].strip(b" \t\r\n"):
            return None
    return places, tuple(closing), attributes


def _prefixes(tags: list[re.Match[bytes]]) -> frozenset[str] | None:
    """Prefixes that the point does not declare itself; None where names clash only in some places."""
    used: set[bytes] = set()
    declared: set[bytes] = set()
    for tag in tags:
        names = [attribute[1] for attribute in _ATTRIBUTE.finditer(tag["attributes"])]
        declared |= {name[6:] for name in names if name.startswith(b"xmlns:")}
        prefixed = [name for name in names if b":" in name and not name.startswith(b"xmlns:")]
        if len(prefixed) > 1:  # two prefixes may stand for one namespace
            return None
        used |= {name.partition(b":")[0] for name in (tag["name"], *prefixed) if b":" in name}
    if any(prefix.lower().startswith(b"xml") for prefix in used | declared):
        return None
    return frozenset(prefix.decode("ascii") for prefix in used - declared)


@lru_cache(maxsize=64)
def _columns(probe: bytes, prefixes: frozenset[str], name: str, reader: Reader) -> tuple[int, ...] | None:
    """Which text the reader takes for each value, by reading a point that has `slot0`, `slot1`, ... for texts.

    Kept, as all files of one app look alike.
    """
    declarations = "".join(f' xmlns:{prefix}="{prefix}:"' for prefix in sorted(prefixes)).encode()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=True)
    try:
        around = etree.fromstring(b"<around" + declarations + b">" + probe + b"</around>", parser)
    except etree.XMLSyntaxError:
        return None
    if len(around) != 1 or local_name(around[0]) != name:
        return None
    columns = []
    for text in reader(around[0]):
        slot = _SLOT.fullmatch(text) if text else None
        if text and slot is None:
            return None
        columns.append(int(slot[1]) if slot else -1)
    return tuple(columns)
