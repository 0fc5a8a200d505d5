"""Untrusted XML -> element tree, with what real exports get wrong repaired and every known attack refused."""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree

from backstride.recording.run import WatchFileError
from backstride.recording.xml.names import local_name
from backstride.recording.xml.points import Points
from backstride.recording.xml.scan import excise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backstride.recording.xml.points import Reader

_HARDENED: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "encoding": "utf-8",
    "remove_blank_text": True,
    "remove_comments": True,
    "remove_pis": True,
}
_FORBIDDEN = re.compile(r"<!(ENTITY|ATTLIST|ELEMENT|NOTATION)\b", re.IGNORECASE)
"""Entities swell without end or pull in other files, long declarations stall the parser; no watch writes any."""
_DECLARED_ENCODING = re.compile(rb"^<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_ENCODING_OF_START = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"<\x00": "utf-16-le",
    b"\x00<": "utf-16-be",
}
_ONE_BYTE_ENCODING = re.compile(
    r"us-ascii|iso-?8859-\d+|latin-?\d|windows-125\d|cp125\d|gb\w+|big5|shift_jis|euc[-_]\w+|koi8-\w", re.IGNORECASE
)
"""What a text that is not UTF may be declared as; other codecs are slow or hide markup."""
_UNDECLARED_PREFIX = re.compile(r"Namespace prefix ([\w.-]+) ")
_ROOT_NAME = re.compile(rb"<(?![?!])[^\s/>]+")
_REASON_MAX = 80
_DECLARED_MAX = 8
"""Prefixes that are declared for an app which did not."""
_ENDLESS_TAG = re.compile(rb"<[^<>]{10000000}")
_END_SLACK = 16
"""Bytes from the end within which the parser places the error of a text that is merely cut off."""


@dataclass(frozen=True, slots=True)
class Damage:
    """Where a text stops making sense, in words, and whether it simply ends there."""

    where: str
    cut_off: bool


def parse(data: bytes, readers: Mapping[str, Reader]) -> tuple[Any, Points, Damage | None]:
    """Element tree of `data`; where it is cut off or broken, of everything before that.

    Parameters
    ----------
    data
        The whole file, already unpacked.
    readers
        Local names of elements that count only when they are complete, and what reads their texts.

    Returns
    -------
    root, points, damage
        Root element (lxml), the values of its points, and what is wrong with the text, or None.

    Raises
    ------
    WatchFileError
        If there is not even a root element, or the file declares entities. The file's name is not part of the sentence.
    """
    text = _utf8(data)
    read = _without_points(text, readers)
    if read is not None:
        return *read, None
    text, root, points = _declared(text, lambda: Points(readers))
    if root is not None:
        return root, points, None
    points = Points(readers)
    return _salvaged(text, points)


def _without_points(text: bytes, readers: Mapping[str, Reader]) -> tuple[Any, Points] | None:
    """As `parse`, with the points read before the parser comes; None where it has to read them itself."""
    excised = excise(text, readers)
    if excised is None:
        return None
    _, root, points = _declared(excised.text, lambda: Points(readers, excised))
    return (root, points) if root is not None and points.complete(root) else None


def _declared(text: bytes, fresh: Callable[[], Points]) -> tuple[bytes, Any, Points]:
    """`text` with the prefixes declared that it lacks, its root element, None if it is broken, and its points."""
    _refuse_endless_tag(text)
    declared: set[str] = set()
    for _ in range(_DECLARED_MAX + 1):
        points = fresh()
        complete = _declare(text, declared)
        root, lacking = _strictly(complete, points)
        if root is not None:
            lacking = points.lacking(root)
        if not lacking - declared or len(declared | lacking) > _DECLARED_MAX:
            break
        declared |= lacking  # the parser tells of some at a time
    return complete, root, points


def _refuse_endless_tag(text: bytes) -> None:
    """The parser would hold several copies of it before it gives up."""
    endless = _ENDLESS_TAG.search(text)
    if endless:
        raise WatchFileError(
            f"character {endless.start() + 1}: a tag without an end, which no watch writes; export the file again"
        )


def _strictly(text: bytes, points: Points) -> tuple[Any, set[str]]:
    """Root element, or None and the prefixes that were used but never declared."""
    names = [name for point in points.readers for name in (point, f"{{*}}{point}")]
    parser = etree.iterparse(io.BytesIO(text), events=("end",), tag=names, **_HARDENED)
    try:
        for _, element in parser:
            points.keep(element, local_name(element))
    except etree.XMLSyntaxError:
        messages = (entry.message for entry in parser.error_log if entry.domain == etree.ErrorDomains.NAMESPACE)
        return None, {match[1] for match in map(_UNDECLARED_PREFIX.match, messages) if match}
    return parser.root, set()


def _declare(text: bytes, prefixes: set[str]) -> bytes:
    """Declare prefixes at the root element, as the app should have done."""
    if not prefixes:
        return text
    declarations = "".join(f' xmlns:{prefix}="undeclared"' for prefix in sorted(prefixes)).encode()
    return _ROOT_NAME.sub(lambda name: name[0] + declarations, text, count=1)


def _utf8(data: bytes) -> bytes:
    """`data` as UTF-8 without byte-order mark and leading blanks, checked for declarations no watch writes."""
    data = data.lstrip()
    encoding = "utf-8"
    for start, name in _ENCODING_OF_START.items():
        if data.startswith(start):
            encoding = name
            break
    else:
        declared = _DECLARED_ENCODING.match(data[:300])
        if declared and not declared[1].lower().startswith(b"utf"):
            encoding = declared[1].decode("ascii")
            if not _ONE_BYTE_ENCODING.fullmatch(encoding):
                raise WatchFileError(f"byte 0: unknown text encoding '{encoding}'; export the file again as UTF-8")
    if encoding == "utf-8" and data.isascii() and not (b"!" in data and b"<!" in data):
        return data
    try:
        text = data.decode(encoding, errors="replace").lstrip("\ufeff \t\r\n")
    except LookupError:
        raise WatchFileError(f"byte 0: unknown text encoding '{encoding}'; export the file again as UTF-8") from None
    forbidden = _FORBIDDEN.search(text) if "<!" in text else None
    if forbidden:
        raise WatchFileError(
            f"character {forbidden.start()}: a '{forbidden[0]}' declaration, which no watch writes and which can be "
            "an attack; export the file again from the watch's own app"
        )
    return text.encode("utf-8", errors="replace")


def _salvaged(text: bytes, points: Points) -> tuple[Any, Points, Damage | None]:
    """The tree up to the damage, without elements still open there that count only when complete.

    Text after the end of the root element is no damage, as it takes nothing away.
    """
    root = None
    open_elements: list[Any] = []
    damage = Damage("line 1, column 1", cut_off=True)
    try:
        for event, element in etree.iterparse(io.BytesIO(text), events=("start", "end"), **_HARDENED):
            root = element if root is None else root
            if event == "start":
                open_elements.append(element)
            else:
                open_elements.pop()
                if (name := local_name(element)) in points.readers:
                    points.keep(element, name)
    except etree.XMLSyntaxError as error:
        line, column = error.lineno or 1, error.offset or 1
        # The parser quotes the text, which may run over several lines.
        reason = " ".join(str(error.msg).split(", line")[0].split()).rstrip(".")[:_REASON_MAX]
        lines = text.rstrip().split(b"\n")
        rest = sum(map(len, lines[line:])) + len(lines[line - 1]) - column if line <= len(lines) else 0
        damage = Damage(f"line {line}, column {column} ({reason})", cut_off=rest <= _END_SLACK)
    if root is None:
        raise WatchFileError(f"{damage.where}: no XML element can be read; export the file again")
    if not open_elements:
        return root, points, None
    unfinished = next((element for element in open_elements if local_name(element) in points.readers), None)
    if unfinished is None and len(open_elements[-1]) == 0:
        unfinished = open_elements[-1]  # a value whose text may be cut
    if unfinished is not None and unfinished.getparent() is not None:
        unfinished.getparent().remove(unfinished)
    return root, points, damage
