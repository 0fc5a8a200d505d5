"""Times of messages whose header holds only the lowest five bits of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.fit.scan import COMPRESSED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from backstride.recording.fit.blocks import Floats

_LOW_BITS = 5


def compressed_times(
    headers: NDArray[np.uint8], full_times: Iterable[tuple[NDArray[np.int64], Floats]]
) -> Floats | None:
    """Times that the headers carry on from the last time written in full.

    Parameters
    ----------
    headers
        Header of every data message of the file, shape (n,).
    full_times
        Of each definition with a time in full: which messages, and their times, NaN where missing.

    Returns
    -------
    array, shape (n,), or None
        FIT time of each message with such a header, NaN elsewhere; None where no header carries a time. [s]
    """
    compressed = headers >= COMPRESSED
    if not compressed.any():
        return None
    full = np.full(headers.size, np.nan)
    for index, times in full_times:
        full[index] = times
    known = ~np.isnan(full)
    # Each message gives at most two times in turn: the one written in it, then the one in its header.
    given = np.stack([known, compressed], axis=1).reshape(-1)
    in_full = np.stack([known, np.zeros_like(known)], axis=1).reshape(-1)[given]
    stored = np.stack([np.nan_to_num(full), headers], axis=1).reshape(-1)[given].astype(np.int64)
    mask = (1 << _LOW_BITS) - 1
    steps = np.diff(stored & mask, prepend=np.int64(0)) & mask
    steps[in_full] = 0
    passed = np.cumsum(steps)
    # The last time in full at or before each; before the first of them the clock stands at zero.
    last = np.maximum.accumulate(np.where(in_full, np.arange(stored.size), -1))
    anchor = np.where(last >= 0, stored[last] - passed[last], 0)
    times = np.full(headers.size, np.nan)
    times[compressed] = (anchor + passed)[~in_full]
    return times
