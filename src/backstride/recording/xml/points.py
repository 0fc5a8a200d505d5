"""Points of an XML recording as numbers, read the moment each one closes: a day of them as a tree takes 400 MiB."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

import numpy as np

from backstride.recording.xml.names import children, local_name
from backstride.recording.xml.scan import MARK
from backstride.recording.xml.values import row_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from backstride.recording.xml.scan import Excised
    from backstride.recording.xml.values import Floats

    Reader = Callable[[Any], Sequence[str | None]]

_DEPTH_MAX = 64
"""Elements around a point that was read without the parser; with its own depth far below the parser's limit."""


class Points:
    """Values of the points of one document.

    Parameters
    ----------
    readers
        Local name of a point -> what gives its texts: its time, then its numbers, None where one is missing.
    excised
        Points that were read and cut out before.
    """

    def __init__(self, readers: Mapping[str, Reader], excised: Excised | None = None) -> None:
        self.readers = readers
        self._excised = excised
        self._met: list[int] = []
        self._values = array("d")
        self._ends = array("L", [0])

    def keep(self, element: Any, name: str) -> None:
        """Keep the values of a complete point; of the element itself only its place in the document stays."""
        if self._excised is not None and (element.text or "").startswith(MARK):
            self._meet(element, name == self._excised.name)
            return
        self._values.extend(row_of(self.readers[name](element)))
        element.clear()
        element.text = f"{MARK}{len(self._ends) - 1}"
        self._ends.append(len(self._values))

    def _meet(self, element: Any, sound: bool) -> None:
        """Note a mark; one that stands where the parser would not have read a point makes all the others worthless."""
        around = [local_name(one) for one in element.iterancestors()]
        told = element.text[len(MARK) :]
        sound = sound and len(around) <= _DEPTH_MAX and not self.readers.keys() & set(around)
        self._met.append(int(told) if sound and told.isascii() and told.isdecimal() and len(told) < 10 else -1)
        element.text = f"{MARK}+{told}"

    def lacking(self, root: Any) -> set[str]:
        """Namespace prefixes of the points that were cut out which the document does not declare."""
        return set() if self._excised is None else self._excised.prefixes - root.nsmap.keys()

    def complete(self, root: Any) -> bool:
        """Whether every point that was cut out may stand in the document, once and in its order."""
        if self._excised is None:
            return True
        return self._met == list(range(len(self._excised.bounds) - 1)) and not self.lacking(root)

    def within(self, parent: Any, name: str) -> Floats:
        """Values of the points right below `parent`, shape (n, columns), as `values.row_of` gives them."""
        parts: list[Floats] = []
        single = array("d")
        width = 1
        for point in children(parent, name):
            kept = self._kept(point)
            if isinstance(kept, np.ndarray):
                parts += [np.frombuffer(single), kept.reshape(-1)] if single else [kept.reshape(-1)]
                single, width = array("d"), kept.shape[1]
            else:
                row = kept or row_of(self.readers[name](point))
                single.extend(row)
                width = len(row)
        if single:
            parts.append(np.frombuffer(single))
        values = parts[0] if len(parts) == 1 else np.concatenate([np.empty(0), *parts])
        return values.reshape(-1, width)

    def _kept(self, element: Any) -> Sequence[float] | Floats | None:
        text = element.text or ""
        if not text.startswith(MARK) or len(element) or element.attrib:
            return None
        told = text[len(MARK) :]
        if self._excised is not None and told.startswith("+"):
            first, after = self._excised.bounds[int(told[1:])], self._excised.bounds[int(told[1:]) + 1]
            return self._excised.rows[first:after]
        if told.isascii() and told.isdecimal() and len(told) < 10 and int(told) < len(self._ends) - 1:
            return self._values[self._ends[int(told)] : self._ends[int(told) + 1]]
        return None
