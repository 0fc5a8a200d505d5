"""Fields that apps add to a file: described by messages of their own, sometimes late, twice, or without a name."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from backstride.recording.fit.blocks import Floats
    from backstride.recording.fit.layout import AppField
    from backstride.recording.fit.table import Table

    Descriptions = Mapping[tuple[int, int], tuple[Sequence[int], Sequence["Description"]]]

APP_INDEX, APP_ID = 3, 1
_APP, _NUMBER, _TYPE, _NAME, _SCALE, _OFFSET, _UNITS, _NATIVE_MESSAGE, _NATIVE_FIELD = 0, 1, 2, 3, 6, 7, 8, 14, 15


DESCRIPTIONS_MAX = 100
"""Different ones of one field; an app describes each field once."""
COLUMNS_MAX = 300
"""Fields of apps in one kind of message; more than apps are allowed together."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a file says of a field that an app adds.

    Parameters
    ----------
    app
        Id of the app, or its index in this file where it gives none.
    number
        Of the field within the app.
    type_code
        Base type; None where the file does not say.
    name, units
        As the app writes them; empty where it gives none.
    scale, offset
        Value = stored / scale - offset.
    native
        (message, field) of the profile that it stands for; None where it stands for none.
    """

    app: bytes | int
    number: int
    type_code: int | None
    name: str = ""
    units: str = ""
    scale: float = 1
    offset: float = 0
    native: tuple[int, int] | None = None


def descriptions(apps: Table, fields: Table) -> Descriptions:
    """All descriptions in a file.

    Parameters
    ----------
    apps, fields
        The `developer_data_id` and `field_description` messages.

    Returns
    -------
    mapping
        (index of the app, number of the field) -> which data messages describe it, and how, in file order. The same
        words again count once.
    """
    ids: dict[Any, tuple[list[int], list[Any]]] = {}
    for at, message in zip(apps.index.tolist(), apps.messages(stored=True), strict=True):
        places, given = ids.setdefault(message.get(APP_INDEX), ([], []))
        places.append(at)
        given.append(message.get(APP_ID))
    found: dict[tuple[int, int], tuple[list[int], list[Description]]] = {}
    for at, message in zip(fields.index.tolist(), fields.messages(stored=True), strict=True):
        app, number = message.get(_APP), message.get(_NUMBER)
        if not isinstance(app, int) or not isinstance(number, int):
            continue
        said = _description(_app_id(*ids.get(app, ([], [])), app, at), number, message)
        where, what = found.setdefault((app, number), ([], []))
        if not what or (what[-1] != said and len(what) < DESCRIPTIONS_MAX):
            where.append(at)
            what.append(said)
    return found


def app_columns(table: Table, described: Descriptions) -> dict[Description, Floats]:
    """Columns of the fields that apps added to some messages.

    Parameters
    ----------
    table
        The messages.
    described
        From `descriptions`.

    Returns
    -------
    dict
        Description -> values, scaled, shape (n,), NaN where missing. Fields without a description and those that hold
        no single number are left out.
    """
    columns: dict[Description, Floats] = {}
    for place, field, said, mine in described_fields(table, described):
        values = table.blocks[place].numbers(field.of_type(said.type_code))
        if values is None or (said not in columns and len(columns) == COLUMNS_MAX):
            continue
        column = columns.setdefault(said, np.full(table.count, np.nan))
        rows = table.places[place]
        if isinstance(mine, slice):
            column[rows] = values
        elif isinstance(rows, slice):
            column[mine] = values[mine]
        else:
            column[rows[mine]] = values[mine]
    for said, column in columns.items():
        column /= said.scale
        column -= said.offset
    return columns


def described_fields(
    table: Table, described: Descriptions
) -> Iterator[tuple[int, AppField, Description, slice | NDArray[np.bool_]]]:
    """(block, field, its description, messages of the block it holds for) of every described field of an app.

    A description holds from its own place in the file on, the first one also for all messages before it.
    """
    for place, block in enumerate(table.blocks):
        for field in block.layout.app_fields:
            where, what = described.get((field.app, field.number), ((), ()))
            if len(what) == 1:
                yield place, field, what[0], slice(None)
            elif what:
                in_force = np.maximum(np.searchsorted(where, block.index, side="right") - 1, 0)
                for number in np.unique(in_force).tolist():
                    yield place, field, what[number], in_force == number


def _app_id(places: list[int], ids: list[Any], app: int, at: int) -> bytes | int:
    """Id of the app that holds an index at some place: the last one given before it, else the first one after."""
    given = ids[max(0, bisect_right(places, at) - 1)] if ids else None
    return bytes(value or 0 for value in given) if isinstance(given, tuple) else app


def _description(app: bytes | int, number: int, message: Mapping[int, Any]) -> Description:
    native = message.get(_NATIVE_MESSAGE), message.get(_NATIVE_FIELD)
    return Description(
        app=app,
        number=number,
        type_code=_whole(message.get(_TYPE)),
        name=_word(message.get(_NAME)),
        units=_word(message.get(_UNITS)),
        scale=_whole(message.get(_SCALE)) or 1,
        offset=_whole(message.get(_OFFSET)) or 0,
        native=(native[0], native[1]) if isinstance(native[0], int) and isinstance(native[1], int) else None,
    )


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def _word(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
