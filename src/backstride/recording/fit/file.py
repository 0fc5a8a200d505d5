"""FIT bytes -> the files chained in them, each with its messages as columns.

A file that is cut off or broken gives everything before the damage.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.fit import scan as scanning
from backstride.recording.fit.apps import Description, app_columns, descriptions
from backstride.recording.fit.blocks import block
from backstride.recording.fit.clock import compressed_times
from backstride.recording.fit.envelope import Envelope, envelopes
from backstride.recording.fit.fast import find_messages
from backstride.recording.fit.fields import (
    ACTIVITY,
    DEVELOPER_DATA_ID,
    DEVICE_INFO,
    EVENT,
    FIELD_DESCRIPTION,
    FILE_ID,
    HR,
    RECORD,
    SESSION,
    SPORT,
    TIMESTAMP,
)
from backstride.recording.fit.layout import layout, message_number
from backstride.recording.fit.table import Message, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from backstride.recording.fit.apps import Descriptions
    from backstride.recording.fit.blocks import Block, Floats

RECORDS_MAX = 1_000_000
"""Eleven days at one a second; more would not fit the memory an import is allowed."""
SESSIONS_MAX = 1000
FEW_MAX = 100_000
"""Messages of the kinds that are read one by one, of which a recording holds some hundred."""
_READ_ONE_BY_ONE = (FILE_ID, SPORT, EVENT, DEVICE_INFO, ACTIVITY, HR, FIELD_DESCRIPTION, DEVELOPER_DATA_ID)

_TOO_MANY = {
    scanning.TOO_MANY_MESSAGES: f"more than {scanning.MESSAGES_MAX} messages",
    scanning.TOO_MANY_DEFINITIONS: f"more than {scanning.DEFINITIONS_MAX} kinds of message",
}


@dataclass
class Part:
    """One file of a chain, its messages found but not yet decoded.

    Parameters
    ----------
    envelope
        Where it lies.
    data
        All bytes of the chain.
    scan
        Its messages.
    """

    envelope: Envelope
    data: bytes
    scan: scanning.Scan
    _tables: dict[int, Table] = field(default_factory=dict)
    _messages: dict[int, list[Message]] = field(default_factory=dict)

    @cached_property
    def _kinds(self) -> dict[int, list[int]]:
        """Number of a message -> its definitions."""
        kinds: dict[int, list[int]] = defaultdict(list)
        for kind, definition in enumerate(self.scan.definitions):
            if self.scan.bounds[kind] < self.scan.bounds[kind + 1]:
                kinds[message_number(definition)].append(kind)
        return dict(kinds)

    @property
    def message_numbers(self) -> list[int]:
        """Kinds of message there are."""
        return list(self._kinds)

    def table(self, number: int) -> Table:
        """All messages of one kind."""
        if number not in self._tables:
            blocks = [self._block(kind) for kind in self._kinds.get(number, ())]
            table = Table(number, blocks)
            if self._stamps is not None:
                table.stamps = self._stamps[table.index]
            self._tables[number] = table
        return self._tables[number]

    @cached_property
    def described(self) -> Descriptions:
        """What the file says of the fields that apps added."""
        return descriptions(self.table(DEVELOPER_DATA_ID), self.table(FIELD_DESCRIPTION))

    def messages(self, number: int) -> list[Message]:
        """Every message of one kind, in file order."""
        if number not in self._messages:
            self._messages[number] = self.table(number).messages()
        return self._messages[number]

    def app_columns(self, number: int) -> dict[Description, Floats]:
        """Columns of the fields that apps added to the messages of one kind."""
        table = self.table(number)
        if not any(one.layout.app_fields for one in table.blocks):
            return {}
        return app_columns(table, self.described)

    def _block(self, kind: int) -> Block:
        return block(self.data, layout(self.scan.definitions[kind]), self.scan.at, self.scan.of_kind(kind))

    @cached_property
    def _stamps(self) -> Floats | None:
        headers = np.frombuffer(self.data, dtype=np.uint8)[self.scan.at]
        return compressed_times(headers, self._full_times())

    def _full_times(self) -> Iterable[tuple[np.ndarray, Floats]]:
        for kind in (kind for kinds in self._kinds.values() for kind in kinds):
            one = self._block(kind)
            for stored in one.layout.fields:
                times = one.numbers(stored) if stored.number == TIMESTAMP else None
                if times is not None:
                    yield one.index, times

    @property
    def cut_at(self) -> int | None:
        """Byte at which the file ends too early; None where it does not."""
        return None if self.broken else self.envelope.cut_at

    @cached_property
    def broken(self) -> tuple[int, str] | None:
        """Byte and reason of the first thing that cannot be read; None for a sound file."""
        stop, ending = self.scan.stop, self.scan.ending
        if ending == scanning.WHOLE or (ending == scanning.CUT and self.envelope.cut_at is not None):
            return None
        if ending == scanning.CUT:
            reason = "a message goes on behind the end"
        elif ending == scanning.NO_SIZE:
            reason = "a field of no bytes"
        elif ending == scanning.NOT_DEFINED:
            header = self.data[stop]
            local = header >> 5 & 3 if header & scanning.COMPRESSED else header & (scanning.LOCALS - 1)
            reason = f"local message {local} not defined"
        else:
            reason = _TOO_MANY.get(ending) or self._too_many_of_a_kind()
        return stop, reason

    def _too_many_of_a_kind(self) -> str:
        # What the first message left out is about stands in its definition, so the counts of those kept tell.
        if self.table(RECORD).count >= RECORDS_MAX:
            return f"more than {RECORDS_MAX} samples"
        if self.table(SESSION).count >= SESSIONS_MAX:
            return f"more than {SESSIONS_MAX} activities"
        return f"more than {FEW_MAX} messages of one kind"


@dataclass(slots=True, eq=False)
class FitFile:
    """One FIT file, or several that are read as one.

    Parameters
    ----------
    parts
        In file order, at least one.
    """

    parts: Sequence[Part]

    @property
    def count(self) -> int:
        """Number of record messages."""
        return sum(part.table(RECORD).count for part in self.parts)

    def numbers(self, message: int, number: int) -> Floats:
        """Values of a field, scaled, one a message of its kind, shape (n,), NaN where missing."""
        columns = [part.table(message).numbers(number) for part in self.parts]
        return columns[0] if len(columns) == 1 else np.concatenate(columns)

    def app_columns(self, message: int) -> dict[Description, Floats]:
        """Columns of the fields that apps added to the messages of one kind, shape (n,), NaN where missing."""
        found = [(part.table(message).count, part.app_columns(message)) for part in self.parts]
        if len(found) == 1:
            return found[0][1]
        every = dict.fromkeys(said for _, columns in found for said in columns)
        return {
            said: np.concatenate([columns.get(said, np.full(count, np.nan)) for count, columns in found])
            for said in every
        }

    def messages(self, message: int) -> list[Message]:
        """Every message of one kind, in file order."""
        return [row for part in self.parts for row in part.messages(message)]

    @property
    def cut_at(self) -> int | None:
        """Byte at which the file ends too early; None where it does not."""
        return next((part.cut_at for part in self.parts if part.cut_at is not None), None)

    @property
    def broken(self) -> tuple[int, str] | None:
        """Byte and reason of the first thing that cannot be read; None for a sound file."""
        return next((part.broken for part in self.parts if part.broken is not None), None)


def decode(data: bytes) -> list[FitFile]:
    """Split `data` into its chained FIT files and find the messages of each, as far as it goes.

    Parameters
    ----------
    data
        The whole file.

    Returns
    -------
    list of FitFile
        At least one.

    Raises
    ------
    WatchFileError
        If `data` does not begin with a FIT header. The file's name is not part of the sentence.
    """
    return [FitFile([_part(data, envelope)]) for envelope in envelopes(data)]


def _part(data: bytes, envelope: Envelope) -> Part:
    found = find_messages(data, envelope.body, envelope.body_end)
    most = {RECORD: RECORDS_MAX, SESSION: SESSIONS_MAX, **dict.fromkeys(_READ_ONE_BY_ONE, FEW_MAX)}
    if found.at.size > min(most.values()):
        found = _limited(found, most)
    return Part(envelope, data, found)


def _limited(found: scanning.Scan, most: Mapping[int, int]) -> scanning.Scan:
    """The messages up to the first that is one too many of its kind."""
    until = found.at.size
    kinds: dict[int, list[int]] = defaultdict(list)
    for kind, definition in enumerate(found.definitions):
        kinds[message_number(definition)].append(kind)
    for number, count in most.items():
        mine = [found.of_kind(kind) for kind in kinds.get(number, ())]
        if sum(one.size for one in mine) > count:
            until = min(until, int(np.sort(np.concatenate(mine))[count]))
    if until == found.at.size:
        return found
    stop = int(found.at[until])
    # Copies, so that the memory of what is left out is free again.
    kept, kept_kind = found.at[:until].copy(), found.kind[:until].copy()
    return scanning.grouped(kept, kept_kind, found.definitions, stop, scanning.TOO_MANY_OF_A_KIND)


def joined(files: Iterable[FitFile]) -> FitFile:
    """The files of a chain as one, for makers that spread an activity over several."""
    return FitFile([part for one in files for part in one.parts])
