"""An export of any size -> one small extract for each workout, in two passes over its bytes.

The first pass takes the workouts, which Apple writes last; the second the records that fall into their hours. An
extract holds one workout, the records within it and its route. It is the same bytes in every later export in which the
data are the same: times in UTC, everything in a fixed order, nothing of what only belongs to the export.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.apple import route, workouts
from backstride.recording.apple.markup import Document, escaped
from backstride.recording.apple.records import Batch, Records, Series
from backstride.recording.apple.spill import Spill
from backstride.recording.apple.times import utc_text
from backstride.recording.leg import counted
from backstride.recording.limits import limits
from backstride.recording.run import NotAnActivityError, WatchFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from backstride.recording.apple.where import Export

ENDING = ".apple.xml"
"""Of the name of an extract, before it is packed."""
WORKOUTS_MAX = 50_000
AT_ONCE_MAX = 64
"""Workouts within one hour; more are no workouts, and each would get a copy of all records."""
SERIES_MAX = 10_000
"""Combinations of kind, unit, source and device in one export; a phone knows some dozens."""
RECORDS_MAX = 16 * 2**20
"""Bytes of one workout's records; two days with every sensor and two sources."""
ROUTES_MAX = 40 * 2**20
"""Bytes of one workout's route; two days at a point a second."""
ROUTES_TOTAL_MAX = 20 * 2**30
"""Bytes of all routes; many workouts may name the same one."""


@dataclass(frozen=True, slots=True)
class Extract:
    """One workout, ready to be read or kept: a name that tells day, time (UTC) and sport, and the bytes."""

    name: str
    content: bytes


@dataclass(slots=True)
class Split:
    """The way from an export to its extracts.

    Parameters
    ----------
    export
        From `where.opened`.
    scratch
        Folder for what does not fit into memory; the system's choice if None.

    Attributes
    ----------
    warnings
        After the first extract: what is wrong with the export, in plain words.
    """

    export: Export
    scratch: Path | None = None
    warnings: list[str] = field(default_factory=list)
    _windows: list[workouts.Found] = field(default_factory=list)
    _hours: dict[int, list[int]] = field(default_factory=dict)
    _series: dict[Series, int] = field(default_factory=dict)
    _longest_s: int = 0
    _routes_took: int = 0
    _cut_in_records: bool = False

    def extracts(self) -> Iterator[Extract]:
        """Each workout, in order of time.

        Raises
        ------
        WatchFileError
            If there is no workout to be had, or the export is built to do harm. The name is not part of the sentence.
        """
        with Spill(self.scratch) as spill:
            self._find_workouts(spill)
            self._find_records(spill)
            names: dict[str, int] = {}
            order = sorted(range(len(self._windows)), key=lambda n: (self._windows[n].start_s, self._windows[n].end_s))
            for number in order:
                name = _name(self._windows[number])
                names[name] = nth = names.get(name, 0) + 1
                name += f"-{nth}" if nth > 1 else ""
                yield Extract(name + ENDING, self._content(number, spill))

    def _find_workouts(self, spill: Spill) -> None:
        document = Document(self.export.document())
        broken = crowded = 0
        for text in workouts.texts(self._ending_noted(document.pieces())):
            found = workouts.read(text) if text is not None else None
            if found is None or found.end_s - found.start_s > limits().activity_days_max * 86_400:
                broken += 1
            elif not self._take(found, spill):
                crowded += 1
        self._warn_of_damage(document)
        if self.export.passed_over:
            others = counted(self.export.passed_over, "other recording")
            self.warnings.append(f"The archive also holds {others}, not read here; unpack it and give the folder.")
        if broken:
            self.warnings.append(f"{counted(broken, 'workout')} of the export left out, as the text is broken there.")
        if crowded:
            self.warnings.append(f"{counted(crowded, 'workout')} left out, as too many overlap.")
        if not self._windows:
            raise self._why_none(document, broken)

    def _take(self, found: workouts.Found, spill: Spill) -> bool:
        hours = range(found.start_s // 3600, found.end_s // 3600 + 1)
        if len(self._windows) >= WORKOUTS_MAX or any(len(self._hours.get(hour, ())) >= AT_ONCE_MAX for hour in hours):
            return False
        number = len(self._windows)
        for hour in hours:
            self._hours.setdefault(hour, []).append(number)
        self._longest_s = max(self._longest_s, found.end_s - found.start_s)
        spill.add(-1 - number, found.text.encode())
        self._windows.append(workouts.Found("", found.start_s, found.end_s, found.kind, found.routes))
        return True

    def _ending_noted(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """`pieces`; notes whether records or workouts stand last, which tells what a cut took away."""
        for piece in pieces:
            record, workout = piece.rfind(b"<Record"), piece.rfind(b"<Workout")
            if record != workout:
                self._cut_in_records = record > workout
            yield piece

    def _warn_of_damage(self, document: Document) -> None:
        where = self.export.cut_at or document.damage
        self._cut_in_records = self._cut_in_records and where is not None
        if where is not None:
            self.warnings.append(
                f"The export stops at {where}; what stands before was kept. Export your health data again."
            )

    def _why_none(self, document: Document, broken: int) -> WatchFileError:
        where = self.export.cut_at or document.damage
        if where is not None:
            return WatchFileError(f"{where}: the export stops before its first workout; export your health data again")
        if broken:
            return WatchFileError("element Workout: no workout can be read; export your health data again")
        return NotAnActivityError(
            "element Workout: the export holds no workout; record your runs with the Workout app or another app first"
        )

    def _find_records(self, spill: Spill) -> None:
        records = Records()
        busy = np.array(sorted(self._hours), dtype=np.int64)
        order = np.argsort([window.start_s for window in self._windows], kind="stable")
        starts_s = np.array([self._windows[n].start_s for n in order], dtype=np.int64)
        for batch in records.batches(Document(self.export.document()).pieces()):
            first, last = batch.start_s // 3600, batch.end_s // 3600
            inside = np.flatnonzero(np.searchsorted(busy, first) < np.searchsorted(busy, last, side="right"))
            if inside.size:
                near = batch.taken(inside)
                # Workouts are at most some days long, so most lie outside of what these records span.
                until = np.searchsorted(starts_s, near.end_s.max(), side="right")
                since = np.searchsorted(starts_s, near.start_s.min() - self._longest_s)
                for number in order[since:until].tolist():
                    self._give(near, number, spill)
        if records.broken:
            self.warnings.append(f"{counted(records.broken, 'record')} left out, as the text is broken there.")

    def _give(self, batch: Batch, number: int, spill: Spill) -> None:
        """The records of a batch that touch one workout, kept for it as lines."""
        window = self._windows[number]
        index = np.flatnonzero((batch.start_s <= window.end_s) & (batch.end_s >= window.start_s))
        if not index.size:
            return
        mine = batch.taken(index)
        lengths_s = (mine.end_s - mine.start_s).tolist()
        rows = zip(map(self._numbered, mine.series), mine.start_s.tolist(), lengths_s, mine.values, strict=True)
        spill.add(number, b"".join([b"%d %010d %d %b\n" % row for row in rows]))

    def _numbered(self, series: Series) -> int:
        number = self._series.setdefault(series, len(self._series))
        if number >= SERIES_MAX:
            raise WatchFileError("element Record: more sources than a phone has; export your health data again")
        return number

    def _content(self, number: int, spill: Spill) -> bytes:
        files = [self.export.route(reference) for reference in self._windows[number].routes]
        track, damaged = route.joined(file for file in files if file is not None)
        missing = sum(file is None for file in files)
        self._routes_took += len(track)
        if self._routes_took > ROUTES_TOTAL_MAX:
            raise WatchFileError("element FileReference: routes without end; export your health data again")
        if len(track) > ROUTES_MAX:
            track, missing, damaged = b"", len(files), 0
        crowded = spill.size(number) > RECORDS_MAX
        counts = {
            "routes_missing": missing,
            "routes_damaged": damaged,
            "cut": int(self._cut_in_records),
            "crowded": int(crowded),
        }
        notes = "".join(f' {name}="{count}"' for name, count in counts.items() if count)
        return b"".join(
            (
                f'<?xml version="1.0" encoding="UTF-8"?>\n<HealthExtract version="1"{notes}>\n'.encode(),
                spill.get(-1 - number),
                *self._groups(b"" if crowded else spill.get(number)),
                track,
                b"</HealthExtract>\n",
            )
        )

    def _groups(self, lines: bytes) -> Iterator[bytes]:
        """The records as they stand in an extract: each once, in order of time."""
        names = list(self._series)
        rows: dict[bytes, list[bytes]] = defaultdict(list)
        for line in set(lines.splitlines(keepends=True)):
            number, _, row = line.partition(b" ")
            rows[number].append(row)
        for series, number in sorted((names[int(number)], number) for number in rows):
            words = "".join(f' {name}="{escaped(value)}"' for name, value in series._asdict().items())
            yield f"<Records{words}>\n".encode() + b"".join(sorted(rows[number])) + b"</Records>\n"


def _name(window: workouts.Found) -> str:
    when = utc_text(window.start_s)[:19].replace(" ", "-").replace(":", "")
    sport = "".join(filter(str.isalnum, window.kind.casefold()))[:40] or "workout"
    return f"{when}-{sport}"
