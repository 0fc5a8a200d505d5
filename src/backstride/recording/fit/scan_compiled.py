"""The same pass as `scan`, compiled by numba: for processes that read many files (extra `fast`).

Importing numba takes longer than it saves on a few hundred files, so nothing imports this module unless asked to
(`fast.py`). The compiled code is kept beside the module, or in numba's own folder where that may not be written.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from backstride.recording.fit.layout import FIELD_SIZE, FIXED_SIZE, HAS_DEVELOPER_FIELDS
from backstride.recording.fit.scan import (
    COMPRESSED,
    CUT,
    DEFINITION,
    DEFINITIONS_MAX,
    LOCALS,
    MESSAGES_MAX,
    NO_SIZE,
    NOT_DEFINED,
    TOO_MANY_DEFINITIONS,
    TOO_MANY_MESSAGES,
    WHOLE,
    Scan,
)

_FNV_START, _FNV_PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)


def scan(data: bytes, start: int, end: int) -> Scan:
    """As `scan.scan`, with the same result bit for bit."""
    return scan_with(data, start, end, _walk, _group)


def scan_with(data: bytes, start: int, end: int, walk: Any, group: Any) -> Scan:
    """As `scan`, with these compiled parts; the tests bring some that check the bounds of arrays."""
    at, kind, starts, sizes, stop, ending = walk(
        np.frombuffer(data, dtype=np.uint8), start, end, MESSAGES_MAX, DEFINITIONS_MAX
    )
    definitions = [
        bytes([DEFINITION | data[first] & HAS_DEVELOPER_FIELDS]) + data[first + 1 : first + size]
        for first, size in zip(starts.tolist(), sizes.tolist(), strict=True)
    ]
    by_kind, bounds = group(kind, len(definitions))
    return Scan(at, kind, by_kind, bounds, definitions, stop, ending)


@njit(cache=True, nogil=True)
def _walk(data: Any, start: int, end: int, messages_max: int, definitions_max: int) -> Any:  # noqa: C901 - one loop
    at = np.empty((end - start) // 16 + 64, dtype=np.int64)
    kind = np.empty(at.size, dtype=np.uint16)
    starts = np.empty(64, dtype=np.int64)
    sizes = np.empty(64, dtype=np.int64)
    places = np.full(256, -1, dtype=np.int64)
    steps = np.zeros(256, dtype=np.int64)
    kinds = np.zeros(256, dtype=np.uint16)
    count = known = 0
    here = start
    ending = WHOLE
    while True:
        here, count = _follow(data, here, end, steps, kinds, at, kind, count)
        if here == end or count > messages_max:
            break
        header = data[here]
        if steps[header] > 0:
            if here + steps[header] > end:
                ending = CUT
                break
            at = _longer(at)
            kind = _longer(kind)
            continue
        if header & COMPRESSED or not header & DEFINITION:
            ending = NOT_DEFINED
            break
        size, step = _measure(data, here, end)
        if size < 0:
            ending = NO_SIZE if step < 0 else CUT
            break
        if 2 * known >= places.size:
            places = _replaced(data, starts[:known], sizes[:known], 4 * places.size)
        place = _find(data, here, size, starts, sizes, places)
        number = places[place]
        if number < 0:
            if known == definitions_max:
                ending = TOO_MANY_DEFINITIONS
                break
            if known == starts.size:
                starts = _longer(starts)
                sizes = _longer(sizes)
            number = places[place] = known
            starts[known] = here
            sizes[known] = size
            known += 1
        local = header & (LOCALS - 1)
        for index in range(local, DEFINITION, LOCALS):
            steps[index] = step
            kinds[index] = number
        if local < 4:
            first = COMPRESSED | local << 5
            steps[first : first + 32] = step
            kinds[first : first + 32] = number
        here += size
    if count > messages_max:
        count = messages_max
        here = at[count]
        ending = TOO_MANY_MESSAGES
    return at[:count].copy(), kind[:count].copy(), starts[:known].copy(), sizes[:known].copy(), here, ending


@njit(cache=True, nogil=True)
def _follow(data: Any, here: int, end: int, steps: Any, kinds: Any, at: Any, kind: Any, count: int) -> Any:
    """Pass over whole data messages while there is room for them; the one loop that has to be fast."""
    room = at.size
    while here < end and count < room:
        header = data[here]
        step = steps[header]
        if step == 0 or here + step > end:
            break
        at[count] = here
        kind[count] = kinds[header]
        count += 1
        here += step
    return here, count


@njit(cache=True, nogil=True)
def _longer(values: Any) -> Any:
    longer = np.empty(2 * values.size, dtype=values.dtype)
    longer[: values.size] = values
    return longer


@njit(cache=True, nogil=True)
def _measure(data: Any, here: int, end: int) -> Any:
    """Size of the definition at `here`, and of its messages with their header; (-1, 0) cut off, (-1, -1) senseless."""
    after = here + FIXED_SIZE
    if after > end:
        return -1, 0
    step = 1
    empty = False
    for group in range(2):
        count = data[after - 1]
        if after + FIELD_SIZE * count > end:
            return -1, 0
        for field in range(count):
            size = data[after + FIELD_SIZE * field + 1]
            step += size
            empty |= size == 0
        after += FIELD_SIZE * count
        if group == 1 or not data[here] & HAS_DEVELOPER_FIELDS:
            break
        after += 1
        if after > end:
            return -1, 0
    if empty:
        return -1, -1
    return after - here, step


@njit(cache=True, nogil=True)
def _find(data: Any, here: int, size: int, starts: Any, sizes: Any, places: Any) -> Any:
    """Place in the hash table of the definition at `here`, or the empty one where it belongs."""
    value = _FNV_START
    for index in range(here + 1, here + size):
        value = (value ^ np.uint64(data[index])) * _FNV_PRIME
    place = np.int64(value % np.uint64(places.size))
    while places[place] >= 0:
        other = starts[places[place]]
        same = sizes[places[place]] == size and not (data[other] ^ data[here]) & HAS_DEVELOPER_FIELDS
        index = 1
        while same and index < size:
            same = data[other + index] == data[here + index]
            index += 1
        if same:
            break
        place = (place + 1) % places.size
    return place


@njit(cache=True, nogil=True)
def _replaced(data: Any, starts: Any, sizes: Any, size: int) -> Any:
    """A larger hash table with the same definitions."""
    places = np.full(size, -1, dtype=np.int64)
    for number in range(starts.size):
        places[_find(data, starts[number], sizes[number], starts, sizes, places)] = number
    return places


@njit(cache=True, nogil=True)
def _group(kind: Any, count: int) -> Any:
    """Messages ordered by kind, and where each kind begins."""
    bounds = np.zeros(count + 1, dtype=np.int64)
    for one in kind:
        bounds[one + 1] += 1
    for index in range(count):
        bounds[index + 1] += bounds[index]
    after = bounds[:-1].copy()
    by_kind = np.empty(kind.size, dtype=np.int64)
    for index in range(kind.size):
        one = kind[index]
        by_kind[after[one]] = index
        after[one] += 1
    return by_kind, bounds
