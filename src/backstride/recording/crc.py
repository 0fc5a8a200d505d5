"""The FIT checksum (CRC-16/ARC), over all bytes at once instead of one after the other."""

from __future__ import annotations

import math

import numpy as np

POLYNOMIAL = 0xA001
"""x^16 + x^15 + x^2 + 1, bits reversed; start value 0, no final exclusive-or (Garmin FIT protocol, "CRC")."""


def _byte_table() -> np.ndarray[tuple[int], np.dtype[np.uint16]]:
    table = np.arange(256, dtype=np.uint16)
    for _ in range(8):
        table = np.where(table & 1, (table >> 1) ^ POLYNOMIAL, table >> 1).astype(np.uint16)
    return table


_TABLE = _byte_table()


def crc16(data: bytes | memoryview) -> int:
    """Checksum of `data`.

    The bytes are laid out as a square; every row is summed at the same time, and the rows are joined by moving each
    sum past the row that follows. That works because the checksum is linear and leading zero bytes do not change it.

    Parameters
    ----------
    data
        Any number of bytes.

    Returns
    -------
    int
        0 to 65535; 0 for no bytes.
    """
    size = len(data)
    if size == 0:
        return 0
    width = math.isqrt(size - 1) + 1
    rows = -(-size // width)
    square = np.zeros((rows, width), dtype=np.uint8)
    square.reshape(-1)[rows * width - size :] = np.frombuffer(data, dtype=np.uint8)
    columns = np.ascontiguousarray(square.T).astype(np.uint16)

    sums = np.zeros(rows + 16, dtype=np.uint16)
    sums[rows:] = np.uint16(1) << np.arange(16, dtype=np.uint16)
    for column in columns:
        index = sums & 0xFF
        index[:rows] ^= column
        sums = (sums >> 8) ^ _TABLE[index]

    moved_past_a_row = [int(value) for value in sums[rows:]]
    total = 0
    for row_sum in sums[:rows]:
        moved = int(row_sum)
        for bit, image in enumerate(moved_past_a_row):
            if total >> bit & 1:
                moved ^= image
        total = moved
    return total
