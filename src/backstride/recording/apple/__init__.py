"""Exports of Apple Health -> legs.

An export is a document of up to gigabytes with routes beside it, as a folder or as the zip that the phone shares. It is
split in a stream into one small extract for each workout (`split`), and an extract is read like any other file
(`extract`). The modules: `where` and `archive` open it, `markup`, `records` and `workouts` find their way in its text,
`times` and `units` understand what is written, `series`, `samples`, `track` and `totals` make a run of it.
"""

from backstride.recording.apple.extract import is_extract, read_extract
from backstride.recording.apple.markup import is_export
from backstride.recording.apple.split import ENDING, Extract, Split
from backstride.recording.apple.where import Export, is_apple, opened

__all__ = ["ENDING", "Export", "Extract", "Split", "is_apple", "is_export", "is_extract", "opened", "read_extract"]
