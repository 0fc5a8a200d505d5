"""Every field of every message of a FIT file, as fitdecode reads it and as we do."""

import io
import warnings
from collections import defaultdict

import fitdecode
from fitdecode.reader import CrcCheck, ErrorHandling

from backstride.recording.fit import profile
from backstride.recording.fit.apps import described_fields
from backstride.recording.fit.file import decode
from backstride.recording.fit.values import field_values, made_values, raw_values

STORED, MADE, APP, COUNT = "stored", "made", "app", "count"


def differences(data):
    """(message, kind of field, field) -> some of (message in the file, theirs, ours) where the two differ."""
    files = decode(data)
    found = {}
    for number, part in enumerate(part for one in files for part in one.parts):
        envelope = part.envelope
        # A watch that died never filled in the size, and bytes behind the end are no message.
        size = (envelope.body_end - envelope.body).to_bytes(4, "little")
        header = data[envelope.start : envelope.start + 4] + size + data[envelope.start + 8 : envelope.body]
        theirs = _theirs(header + data[envelope.body : envelope.body_end] + b"\0\0")
        ours = _ours(part)
        for key in sorted(theirs.keys() | ours.keys(), key=str):
            left, right = theirs.get(key, {}), ours.get(key, {})
            unlike = [(at, left.get(at), right.get(at)) for at in sorted(left.keys() | right.keys())]
            unlike = [row for row in unlike if row[1] != row[2]]
            if unlike:
                found[number, *key] = (len(unlike), unlike[:3])
    return found


def _theirs(data):
    """(message, kind, field) -> message in the file -> value, without those that are missing."""
    columns = defaultdict(dict)
    reader = fitdecode.FitReader(
        io.BytesIO(data), processor=None, check_crc=CrcCheck.DISABLED, error_handling=ErrorHandling.IGNORE
    )
    at = 0
    try:
        with warnings.catch_warnings(action="ignore"):
            for frame in reader:
                if frame.frame_type == fitdecode.FIT_FRAME_DATA:
                    _add_theirs(columns, at, frame)
                    at += 1
    except (fitdecode.FitError, AssertionError, ValueError, KeyError):
        pass
    columns[COUNT, COUNT, COUNT][0] = at
    return columns


def _add_theirs(columns, at, frame):
    message = frame.global_mesg_num
    in_table = profile.message(message).name
    for item in frame.fields:
        value = item.value if in_table else item.raw_value
        if value is None:
            continue
        if item.field_def is None:
            columns[message, MADE, item.field.def_num].setdefault(at, value)
        elif item.field_def.is_dev:
            columns[message, APP, (item.field_def.dev_data_index, item.field_def.def_num)][at] = value
        else:
            columns[message, STORED, item.field_def.def_num][at] = value


def _ours(part):
    columns = defaultdict(dict)
    for message in part.message_numbers:
        table = part.table(message)
        for block in table.blocks:
            for held in block.layout.fields:
                _add(columns[message, STORED, held.number], block.index, field_values(table, block, held))
        for target, sources in table.meaning.sources.items():
            for source, bits in sources:
                if source in table.holding:
                    _add(columns[message, MADE, target], table.index, made_values(table, target, source, bits))
        if table.stamps is not None:
            _add(columns[message, MADE, 253], table.index, [None if s != s else int(s) for s in table.stamps.tolist()])
        for place, field, said, mine in described_fields(table, part.described):
            block = table.blocks[place]
            values = raw_values(block, field.of_type(said.type_code))
            if not isinstance(mine, slice):
                values = [value if held else None for value, held in zip(values, mine.tolist(), strict=True)]
            _add(columns[message, APP, (field.app, field.number)], block.index, values)
    columns[COUNT, COUNT, COUNT][0] = part.scan.at.size
    return columns


def _add(column, index, values):
    column.update({at: value for at, value in zip(index.tolist(), values, strict=True) if value is not None})
