"""Apple's export as text -> its tags, without an XML parser.

Nothing here expands, fetches or believes anything that the document declares. That is why the document type that Apple
writes in front can be passed over, broken as it is in some versions of iOS, and why a doubled attribute, a control
character or an attribute without a value costs one element at most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backstride.recording.run import WatchFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PROLOG_MAX = 2**20
"""Bytes before the root element; Apple's document type takes 10 kB."""
TAG_MAX = 2**20
"""Bytes of one tag or comment; real ones stay under 1 kB."""
DEEPEST = 16
"""Levels of elements in a workout; Apple writes four."""

PARTS_MAX = 400_000
"""Elements and attributes of a workout; one with an event each second for a day stays under it."""

DEVICE_MAX = 1000
"""Characters of the description of a device; Apple writes 200."""

_TAIL = 4096
_QUOTED = rb"\"[^\"<]*+\"|'[^'<]*+'"
TAG_REST = rb"(?:[^<>\"']++|" + _QUOTED + rb")*+>"
"""What follows the name of a tag up to its end; a `>` within a value does not end it."""
_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?[^>]*+>\s*+)?(?:<!--.*?-->\s*+)*(?:<!DOCTYPE\s+HealthData\b|<HealthData[\s/>])", re.S
)
_IN_PROLOG = re.compile(rb"<!--(?:.*?-->)?|<HealthData(?=[\s/>])|<!ENTITY\b", re.S | re.I)
_ANY_TAG = re.compile(rb"<[/\w]" + TAG_REST)
_ASIDE = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<![A-Za-z]{1,20}|<[!?].*", re.S)
_DECLARATION = re.compile(rb"<![A-Za-z]")
_ELEMENT = re.compile(rb"<(/?)([\w:.-]++)(" + TAG_REST + rb")")
_ATTRIBUTE = re.compile(rb"(?<![\w:.-])([\w:.-]++)\s*+=\s*+(" + _QUOTED + rb")")
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot|apos));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def is_export(head: bytes) -> bool:
    """Whether a text that begins so is an export of Apple Health, whatever its file is called."""
    return _START.match(head) is not None


class Document:
    """One pass over an export.

    Parameters
    ----------
    chunks
        Its bytes, in order.

    Attributes
    ----------
    damage
        After the pass: where and how the text ends too early, in words; None where it is whole.
    """

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._passed = 0
        self.damage: str | None = None

    def pieces(self) -> Iterator[bytes]:
        """The text after the start of the root element, cut between tags, without comments.

        Raises
        ------
        WatchFileError
            If there is no root element, or the document declares entities.
        """
        carry, tail = self._after_prolog(), b""
        for chunk in self._chunks:
            text, rest = self._cut(carry + chunk)
            self._passed += len(carry) + len(chunk) - len(rest)
            if len(rest) > TAG_MAX:
                self.damage = f"byte {self._passed} (a tag of more than {TAG_MAX // 2**20} MiB)"
                return
            carry = rest
            if text:
                tail = (tail + text[-_TAIL:].rstrip())[-_TAIL:]
                yield text
        text, _ = self._cut(carry)
        if text:
            tail = (tail + text[-_TAIL:].rstrip())[-_TAIL:]
            yield text
        self._passed += len(text)
        if not tail.endswith(b"</HealthData>"):
            self.damage = f"byte {self._passed} (before the end of its last element)"

    def _after_prolog(self) -> bytes:
        head = b""
        for chunk in self._chunks:
            head += chunk
            at = 0
            while found := _IN_PROLOG.search(head, at, PROLOG_MAX):
                if found[0][:8].upper() == b"<!ENTITY":
                    raise _declares(found.start(), "<!ENTITY")
                if found[0] == b"<!--":
                    break  # not closed so far, and to look behind it again and again would take for ever
                if not found[0].startswith(b"<!"):
                    self._passed = found.end()
                    return head[found.end() :]
                at = found.end()
            if len(head) > PROLOG_MAX:
                break
        raise WatchFileError("byte 0: no element 'HealthData' to be found; export your health data again")

    def _cut(self, text: bytes) -> tuple[bytes, bytes]:
        """The part that ends between two tags, and the rest."""
        opened = b""
        # A single character is found much faster, and these two are rare.
        if (b"!" in text and b"<!" in text) or (b"?" in text and b"<?" in text):
            text, opened = self._without_asides(text)
        last = text.rfind(b"<")
        if last < 0 or _ANY_TAG.match(text, last):
            return text, opened
        return text[:last], text[last:] + opened

    def _without_asides(self, text: bytes) -> tuple[bytes, bytes]:
        kept, at = [], 0
        for aside in _ASIDE.finditer(text):
            kept.append(text[at : aside.start()])
            at = aside.end()
            if aside[0].endswith((b"-->", b"]]>", b"?>")):
                continue
            if _DECLARATION.match(aside[0]):
                raise _declares(self._passed + aside.start(), aside[0].decode("ascii"))
            return b"".join(kept), text[aside.start() :]
        return b"".join([*kept, text[at:]]), b""


def _declares(at: int, what: str) -> WatchFileError:
    return WatchFileError(
        f"byte {at}: a '{what}' declaration, which the Health app does not write and which can be an attack; "
        "export your health data again"
    )


@dataclass(slots=True)
class Node:
    """An element with its attributes and children."""

    name: str
    attributes: dict[str, str]
    children: list[Node] = field(default_factory=list)

    def named(self, name: str) -> Iterator[Node]:
        """Children of this name."""
        return (child for child in self.children if child.name == name)


def tree(text: bytes) -> Node | None:
    """The element that `text` begins with; None where it is broken, too deep or made of too many parts."""
    open_: list[Node] = []
    parts = 0
    for match in _ELEMENT.finditer(text):
        closes, name, rest = match.groups()
        if closes:
            done = open_.pop() if open_ else None
            if done is None or done.name.encode() != name:
                return None
            if not open_:
                return done
            continue
        node = Node(name.decode("ascii", "replace"), attributes(rest))
        parts += 1 + len(node.attributes)
        if parts > PARTS_MAX:
            return None
        if open_:
            open_[-1].children.append(node)
        if rest.endswith(b"/>"):
            if not open_:
                return node
        elif len(open_) >= DEEPEST:
            return None
        else:
            open_.append(node)
    return None


def raw_attributes(tag: bytes) -> dict[bytes, bytes]:
    """Attributes of a tag as they are written; of a doubled one the first."""
    return {name: value[1:-1] for name, value in reversed(_ATTRIBUTE.findall(tag))}


def attributes(tag: bytes) -> dict[str, str]:
    """Attributes of a tag in plain characters; of a doubled one the first."""
    return {name.decode("ascii", "replace"): plain(value) for name, value in raw_attributes(tag).items()}


def plain(value: bytes) -> str:
    """An attribute's value with its character references resolved and without control characters.

    A reference to anything else stays as it is written.
    """
    text = value.decode("utf-8", "replace")
    if "&" in text:
        text = _REFERENCE.sub(_character, text)
    return _CONTROL.sub("", text)


def _character(reference: re.Match[str]) -> str:
    decimal, hexadecimal, name = reference.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if code < 0x110000 else ""


def escaped(text: str) -> str:
    """`text` as it may stand in an attribute between double quotes."""
    for character, name in (("&", "amp"), ("<", "lt"), (">", "gt"), ('"', "quot")):
        text = text.replace(character, f"&{name};")
    return text.replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")


def written(node: Node) -> str:
    """An element as XML text, its attributes in alphabetical order, its children as they stand."""
    words = "".join(f' {name}="{escaped(value)}"' for name, value in sorted(node.attributes.items()))
    if not node.children:
        return f"<{node.name}{words}/>\n"
    return f"<{node.name}{words}>\n{''.join(map(written, node.children))}</{node.name}>\n"
