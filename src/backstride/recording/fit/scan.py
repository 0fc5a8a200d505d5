"""One pass over the headers of the messages: where each one lies and which definition it belongs to.

A message is as long as its definition says, so the pass touches one byte of each. Many files hold long rows of equal
messages; those are followed by comparing every n-th byte at once, which is exact, as each header decides only about
the message behind it.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.fit.layout import FIELD_SIZE, FIXED_SIZE, HAS_DEVELOPER_FIELDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

MESSAGES_MAX = 4_000_000
"""Ten days at one a second with every heart beat; more would not fit the memory an import is allowed."""
DEFINITIONS_MAX = 4096
"""Different ones in a file; real files hold up to some hundred."""

COMPRESSED, DEFINITION = 0x80, 0x40
LOCALS = 16
_BURST = 64
"""Messages read one by one before a row of equal ones is looked for."""
_ROW_MIN = 8
_FIRST_LOOK, _LOOK_MAX = 512, 2**18

WHOLE, CUT, NOT_DEFINED, NO_SIZE, TOO_MANY_MESSAGES, TOO_MANY_OF_A_KIND, TOO_MANY_DEFINITIONS = range(7)
"""How a pass ended: at the end, within a message, or at something that makes no sense."""


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """Messages of one file.

    Parameters
    ----------
    at
        Offset of the header of each data message, shape (n,), increasing.
    kind
        Index into `definitions` of each data message, shape (n,).
    by_kind
        The data messages ordered by `kind`, each kind in file order, shape (n,).
    bounds
        Where each kind begins in `by_kind`, and its end, shape (len(definitions) + 1,).
    definitions
        Different definitions, from their headers on, in the order in which they first appear.
    stop
        Offset at which the pass ended.
    ending
        How it ended.
    """

    at: NDArray[np.int64]
    kind: NDArray[np.uint16]
    by_kind: NDArray[np.int64]
    bounds: NDArray[np.int64]
    definitions: list[bytes]
    stop: int
    ending: int

    def of_kind(self, kind: int) -> NDArray[np.int64]:
        """The data messages of one definition, in file order."""
        return self.by_kind[self.bounds[kind] : self.bounds[kind + 1]]


def scan(data: bytes, start: int, end: int) -> Scan:
    """Find the messages of one file.

    Parameters
    ----------
    data
        All bytes.
    start, end
        Offsets of the first message and behind the last.

    Returns
    -------
    Scan
        Everything up to the first thing that makes no sense.
    """
    walk = _Walk(data, end)
    stop, ending = walk.run(start)
    at = np.frombuffer(walk.at, dtype=np.int64) if walk.at else np.empty(0, dtype=np.int64)
    if at.size > MESSAGES_MAX:
        stop, ending, at = int(at[MESSAGES_MAX]), TOO_MANY_MESSAGES, at[:MESSAGES_MAX]
    return grouped(at, walk.kinds(at), list(walk.definitions), stop, ending)


def grouped(at: NDArray[np.int64], kind: NDArray[np.uint16], definitions: list[bytes], stop: int, ending: int) -> Scan:
    """A `Scan` of messages whose places and definitions are known."""
    bounds = np.zeros(len(definitions) + 1, dtype=np.int64)
    np.cumsum(np.bincount(kind, minlength=len(definitions)), out=bounds[1:])
    return Scan(at, kind, np.argsort(kind, kind="stable"), bounds, definitions, stop, ending)


@dataclass(slots=True)
class _Walk:
    """State of the pass."""

    data: bytes
    end: int
    at: array[int] = field(default_factory=lambda: array("q"))
    steps: list[int] = field(default_factory=lambda: [0] * 256)
    """Header -> bytes from this message to the next; 0 where the header is no data message of a known definition."""
    definitions: dict[bytes, int] = field(default_factory=dict)
    current: list[int] = field(default_factory=lambda: [-1] * LOCALS)
    changes: list[tuple[list[int], list[int]]] = field(default_factory=lambda: [([], []) for _ in range(LOCALS)])
    """Local number -> (messages before the change, definition from there on)."""

    def run(self, here: int) -> tuple[int, int]:
        """Walk to the end; gives where and how the pass ended."""
        data, end = self.data, self.end
        while True:
            here = self._back(self._data(here))
            if here > end:
                return self.at.pop(), CUT
            if here == end:
                return here, WHOLE
            if len(self.at) > MESSAGES_MAX:
                return here, TOO_MANY_MESSAGES
            header = data[here]
            if header & COMPRESSED or not header & DEFINITION:
                return here, NOT_DEFINED
            after, ending = self._definition(here)
            if ending != WHOLE:
                return here, ending
            here = after

    def _data(self, here: int) -> int:
        """Pass over data messages up to the first header that is none, or some messages past the end."""
        data, end, steps, append = self.data, self.end, self.steps, self.at.append
        try:
            while here < end and len(self.at) <= MESSAGES_MAX:
                for _ in repeat(None, _BURST):
                    step = steps[data[here]]
                    if not step:
                        return here
                    append(here)
                    here += step
                here = self._row(here)
        except IndexError:
            pass
        return here

    def _back(self, here: int) -> int:
        """Give up messages that would begin at or behind the end."""
        at, end = self.at, self.end
        while at and at[-1] >= end:
            here = at.pop()
        return here

    def _row(self, here: int) -> int:
        """Where the last messages were all alike, pass over all that follow them."""
        at, end = self.at, self.end
        header = self.data[at[-1]]
        step = self.steps[header]
        if at[-1] - at[-_ROW_MIN] != step * (_ROW_MIN - 1):
            return here
        look = _FIRST_LOOK
        headers = np.frombuffer(self.data, dtype=np.uint8)
        while here < end:
            alike = headers[here : min(here + look * step, end) : step] == header
            count = alike.size if alike.all() else int(alike.argmin())
            at.frombytes(np.arange(here, here + count * step, step, dtype=np.int64).tobytes())
            here += count * step
            if count < look:
                break
            look = min(4 * look, _LOOK_MAX)
        return here

    def _definition(self, here: int) -> tuple[int, int]:
        """Take in the definition at `here`; gives the offset behind it."""
        data, end = self.data, self.end
        if here + FIXED_SIZE > end:
            return here, CUT
        first = here + FIXED_SIZE
        after = first + FIELD_SIZE * data[here + 5]
        sizes = data[first + 1 : after : FIELD_SIZE]
        if data[here] & HAS_DEVELOPER_FIELDS:
            if after + 1 > end:
                return here, CUT
            first, after = after + 1, after + 1 + FIELD_SIZE * data[after]
            sizes += data[first + 1 : after : FIELD_SIZE]
        if after > end:
            return here, CUT
        if 0 in sizes:
            return here, NO_SIZE
        local = data[here] & (LOCALS - 1)
        definition = bytes([DEFINITION | data[here] & HAS_DEVELOPER_FIELDS]) + data[here + 1 : after]
        kind = self.definitions.setdefault(definition, len(self.definitions))
        if kind >= DEFINITIONS_MAX:
            del self.definitions[definition]
            return here, TOO_MANY_DEFINITIONS
        if kind != self.current[local]:
            self._change(local, kind, 1 + sum(sizes))
        return after, WHOLE

    def _change(self, local: int, kind: int, step: int) -> None:
        self.current[local] = kind
        before, kinds = self.changes[local]
        before.append(len(self.at))
        kinds.append(kind)
        self.steps[local:DEFINITION:LOCALS] = [step] * (DEFINITION // LOCALS)
        if local < 4:
            self.steps[COMPRESSED | local << 5 : (COMPRESSED | local << 5) + 32] = [step] * 32

    def kinds(self, at: NDArray[np.int64]) -> NDArray[np.uint16]:
        """Definition of each data message."""
        local = _LOCAL_OF_HEADER[np.frombuffer(self.data, dtype=np.uint8)[at]]
        kind = np.zeros(at.size, dtype=np.uint16)
        for number, (before, kinds) in enumerate(self.changes):
            if len(kinds) == 1:
                kind[local == number] = kinds[0]
            elif kinds:
                mine = np.flatnonzero(local == number)
                kind[mine] = np.array(kinds, dtype=np.uint16)[np.searchsorted(before, mine, side="right") - 1]
        return kind


_LOCAL_OF_HEADER = np.array(
    [header >> 5 & 3 if header & COMPRESSED else header & (LOCALS - 1) for header in range(256)], dtype=np.uint8
)
