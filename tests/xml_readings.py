"""One XML recording read twice: with the points cut out and read many at once, and by the parser alone.

`difference` tells in words where the two answers part; tests try some documents, `scripts/soak_recording.py` many.
"""

from __future__ import annotations

import dataclasses
from unittest import mock

import numpy as np

from backstride.recording import WatchFileError
from backstride.recording.xml import document, gpx, tcx
from backstride.recording.xml.names import local_name
from backstride.recording.xml.scan import excise

READERS = {gpx.POINT: gpx.texts_of, tcx.POINT: tcx.texts_of}


def outcome(data):
    """Legs and damage as plain values, or the sentence of refusal."""
    try:
        root, points, damage = document.parse(data, READERS)
        read = {"gpx": gpx.read_gpx, "TrainingCenterDatabase": tcx.read_tcx}.get(local_name(root))
        legs = read(root, points, damage) if read else []
    except WatchFileError as error:
        return type(error).__name__, str(error)
    return [_plain(leg) for leg in legs], damage


def by_the_parser_alone(data):
    """As `outcome`, with nothing cut out."""
    with mock.patch.object(document, "excise", lambda *_: None):
        return outcome(data)


def difference(data):
    """None where both ways give the same."""
    fast, slow = outcome(data), by_the_parser_alone(data)
    return None if fast == slow else f"{fast!r:.600} instead of {slow!r:.600} of {data[:2000]!r}"


def cut_out(data):
    """How many points the scan read, whether or not they counted in the end."""
    excised = excise(data, READERS)
    return 0 if excised is None else len(excised.rows)


def _plain(leg):
    fields = {field.name: getattr(leg, field.name) for field in dataclasses.fields(leg)}
    fields["columns"] = {name: column.tobytes() for name, column in leg.columns.items()}
    return {name: value.tobytes() if isinstance(value, np.ndarray) else value for name, value in fields.items()}
