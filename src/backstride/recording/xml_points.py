"""Points of an XML recording as numbers, read the moment each one closes: a day of them as a tree takes 400 MiB."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Reader = Callable[[Any], Sequence[float]]

_MARK = "\ue000"
"""Begins the text of a point that was read; a character that no recording needs."""


class Points:
    """Values of the points of one document.

    Parameters
    ----------
    readers
        Local name of a point -> what gives its values, NaN where one is missing.
    """

    def __init__(self, readers: Mapping[str, Reader]) -> None:
        self.readers = readers
        self._values = array("d")
        self._ends = array("L", [0])

    def keep(self, element: Any, name: str) -> None:
        """Keep the values of a complete point; of the element itself only its place in the document stays."""
        self._values.extend(self.readers[name](element))
        element.clear()
        element.text = f"{_MARK}{len(self._ends) - 1}"
        self._ends.append(len(self._values))

    def of(self, element: Any, name: str) -> Sequence[float]:
        """Values of a point, kept before or read now."""
        text = element.text or ""
        kept = text[1:] if text.startswith(_MARK) and not len(element) and not element.attrib else ""
        if kept.isascii() and kept.isdecimal() and len(kept) < 10 and int(kept) < len(self._ends) - 1:
            return self._values[self._ends[int(kept)] : self._ends[int(kept) + 1]]
        return self.readers[name](element)
