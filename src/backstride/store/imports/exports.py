"""Exports of Apple Health on their way in: each is replaced by one file for each of its workouts.

The store keeps such an extract as it keeps any file, so that a gigabyte of health data is never kept, the same workout
in a later export is known by its bytes, and every run is saved or not on its own.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backstride.store.put_file import make_folder, put_file, sync_folder

from .finding import Source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from .reader import Reader
    from .staging import Staging

_SPREAD = "-workouts"
"""Ends the name of a folder of extracts beside the numbered folder of the export, and sorts behind it."""
_NOTE_MARK = b"Backstride note on an export\n"
_NOTE = "~note"
_HEAD = 4096
_ZIP_MARK = b"PK\x03\x04"


@dataclass(frozen=True)
class Note:
    """What is to be told of an export as a whole: `set_aside` or `ignored`, and why."""

    kind: str
    reason: str


def note_in(path: Path, content: bytes) -> Note | None:
    """The note that a file beside the extracts holds; None for any other file, whatever it says."""
    ours = path.name == _NOTE and path.parent.name.endswith(_SPREAD)
    if not ours or not content.startswith(_NOTE_MARK):
        return None
    try:
        told = json.loads(content[len(_NOTE_MARK) :])
        return Note("ignored" if told["kind"] == "ignored" else "set_aside", str(told["reason"]))
    except (ValueError, KeyError, TypeError):
        return None


def spread(sources: Iterable[Source], staging: Staging, reader: Reader) -> list[Source]:
    """`sources` with every export replaced by its workouts, which wait in `staging`.

    Raises
    ------
    OSError
        If there is no space for them, or no process to read with.
    """
    found: list[Source] = []
    for number, source in enumerate(sources):
        into = staging.folder / f"{number:06d}{_SPREAD}"
        if _split(source, into, reader):
            shown = str(source.path)
            found += [replace(Source.at(path), came_in=shown) for path in sorted(into.iterdir())]
        else:
            found.append(source)
    return found


def spread_staged(staging: Staging, reader: Reader) -> None:
    """Replace every staged export by its workouts; done again after a kill, it ends with the same files.

    Raises
    ------
    OSError
        As `spread`.
    """
    for folder in sorted(staging.folder.glob("*")):
        if folder.name.endswith(_SPREAD):
            continue
        into = folder.with_name(folder.name + _SPREAD)
        for path in sorted(folder.glob("*")):
            if _split(Source.at(path), into, reader):
                sync_folder(staging.folder)
                # Only now, as nothing else holds the workouts.
                shutil.rmtree(folder)


def _split(source: Source, into: Path, reader: Reader) -> bool:
    """Whether `source` is an export; then `into` holds its workouts and a note where there is something to tell."""
    if not _may_be_one(source.path):
        return False
    shutil.rmtree(into, ignore_errors=True)
    make_folder(into, durable=False)
    told = reader.split(source.path, source.name, into)
    if told is None:
        into.rmdir()
        return False
    note = None
    if told.refused or told.other:
        note = Note("set_aside" if told.refused else "ignored", told.refused or told.other)
    elif told.warnings:
        note = Note("set_aside", f"{source.name}: {' '.join(told.warnings)}")
    if note is not None:
        text = json.dumps({"kind": note.kind, "reason": note.reason})
        put_file(into / _NOTE, _NOTE_MARK + text.encode())
    sync_folder(into)
    return True


def _may_be_one(path: Path) -> bool:
    """Cheap, as it is asked of every file; the reading process decides."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    return head.startswith(_ZIP_MARK) or b"HealthData" in head
